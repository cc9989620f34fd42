public import Jobs
import Logging
import Model
public import Store

/// Deals with the lines of uploaded CSVs: some at a time, so that a killed process goes on behind the last one.
public struct PlaceholderUploadRunner: JobHandler {
    /// The kind of job rows that are uploads.
    public static let jobKind = "placeholder_reassignments"

    private static let linesInBatch = 200

    private let services: ImportServices

    public init(services: ImportServices) {
        self.services = services
    }

    public var kind: String { Self.jobKind }

    public func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        let id = ReassignmentUploadID(job.subjectID)
        do {
            let csv = try await services.store.read { try ReassignmentUploads.find(id, in: $0)?.csv }
            guard let csv else { return .completed }
            let lines = try PlaceholderCSV.lines(csv)
            while try await step(id, lines) {}
            services.notify(.uploadProcessed(id))
            return .completed
        } catch {
            if Task.isCancelled { return .again(afterSeconds: 0) }
            if case .full = error as? StoreError { return .again(afterSeconds: 30) }
            services.logger.error("an upload could not be dealt with", metadata: ["error": "\(error)"])
            return .failed("\(error)")
        }
    }

    /// - Returns: whether there is more to do.
    private func step(_ id: ReassignmentUploadID, _ lines: [PlaceholderCSV.Line]) async throws -> Bool {
        let (now, services) = (services.clock(), services)
        let requested = try await services.store.write { connection -> [SourceUser]? in
            guard var upload = try ReassignmentUploads.find(id, in: connection), upload.csv != nil,
                let requester = try Users.find(upload.requestedBy, in: connection)
            else { return nil }
            let decisions = SourceUserDecisions(
                rules: services.reassignmentRules, instanceHost: services.instanceHost,
                by: AuditActor(userID: requester.id, name: requester.username), now: now, in: connection)
            let batch = lines.dropFirst(upload.nextLine).prefix(Self.linesInBatch)
            var requested: [SourceUser] = []
            for line in batch {
                let decision = LineDecision(line: line, upload: upload, requester: requester)
                switch try decision.decide(decisions, connection) {
                case .matched(let sourceUser):
                    upload.matched += 1
                    requested.append(sourceUser)
                case .skipped: upload.skipped += 1
                case .failed(let error):
                    upload.failed += 1
                    upload.failures += CSVTable.line(line.fields.map(CSVTable.harmless) + [error])
                }
            }
            upload.nextLine += batch.count
            let isDone = upload.nextLine >= lines.count
            if isDone { (upload.csv, upload.finishedAt) = (nil, now) }
            try ReassignmentUploads.update(upload, in: connection)
            return isDone && requested.isEmpty ? nil : requested
        }
        guard let requested else { return false }
        for sourceUser in requested where sourceUser.status == .awaitingApproval {
            services.notify(.requested(sourceUser))
        }
        return true
    }
}

/// What one line asks for.
private struct LineDecision {
    enum Outcome {
        case matched(SourceUser)
        case skipped
        case failed(String)
    }

    let line: PlaceholderCSV.Line
    let upload: ReassignmentUpload
    let requester: User

    func decide(_ decisions: SourceUserDecisions, _ connection: any ReadConnection) throws -> Outcome {
        guard line.username != nil || line.email != nil else { return .skipped }
        guard
            let sourceUser = try SourceUsers.find(
                identifier: line.identifier, hostname: line.host, importKind: line.importKind,
                root: upload.namespaceID, in: connection),
            let assignee = try line.assignee(askedBy: requester, in: connection)
        else { return .failed(PlaceholderCSV.noMatch) }
        do {
            return .matched(try decisions.reassign(sourceUser.id, to: assignee, by: requester))
        } catch let refusal as ReassignmentRefusal {
            return .failed(refusal.message)
        }
    }
}

extension PlaceholderCSV.Line {
    /// By username, and then the address must be theirs; else by address alone.
    func assignee(askedBy requester: User, in connection: any ReadConnection) throws -> User? {
        let byEmail = try email.flatMap {
            try AssigneeSearch.user(email: $0, askedBy: requester, in: connection)
        }
        guard let username else { return byEmail }
        guard let user = try Users.find(username: username, in: connection) else { return nil }
        return email == nil || byEmail?.id == user.id ? user : nil
    }
}

/// Finds accounts by their addresses.
enum AssigneeSearch {
    /// By the public address; administrators may use any.
    static func user(email: String, askedBy requester: User, in connection: any ReadConnection) throws -> User? {
        if let user = try Users.find(publicEmail: email, in: connection) { return user }
        return requester.isAdministrator ? try Users.find(email: email, in: connection) : nil
    }
}
