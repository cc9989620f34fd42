import Foundation
import Git
public import Jobs
import Logging
import Model
import Outbound
import Remote
import Secrets
public import Store

/// Runs the jobs that are imports: from wherever an earlier attempt left them, to their end.
public struct ImportRunner: JobHandler {
    /// The kind of job rows that are imports; their subject is the import's row.
    public static let jobKind = "import"

    /// Seconds until another attempt where the source keeps refusing and does not say how long.
    private static let pauseAfterLimit = 300.0
    /// Seconds until this process asks for the import again whose key it does not have.
    static let pauseWithoutKey = 60.0

    private let services: ImportServices

    public init(services: ImportServices) {
        self.services = services
    }

    public var kind: String { Self.jobKind }

    public func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        let id = ImportID(job.subjectID)
        var logger = services.logger
        logger[metadataKey: "import"] = "\(id)"
        do {
            guard let prepared = try await prepare(id, logger: logger) else { return .completed }
            try await prepared.perform()
            try await end(.finish, id)
            logger.info("import finished")
            return .completed
        } catch {
            return await result(of: error, id, stop, logger)
        }
    }

    private func result(
        of error: any Error, _ id: ImportID, _ stop: JobStop, _ logger: Logger
    ) async -> JobResult {
        if stop.reason == .canceled {
            await endAtAnyCost(.cancel, id, failure: nil, logger)
            return .canceled
        }
        if Task.isCancelled { return .again(afterSeconds: 0) }
        if case .rateLimited(let host, let until) = error as? RemoteError {
            let now = services.clock()
            let seconds = max(1, until?.seconds(since: now) ?? Self.pauseAfterLimit)
            logger.notice("import waits for the source", metadata: ["seconds": "\(Int(seconds))"])
            await keep(limitOf: host, until: now.adding(seconds: seconds), id, logger)
            return .again(afterSeconds: seconds)
        }
        if case SecretsError.unknownKey = error {
            logger.error("import waits for its key", metadata: ["error": "\(error)"])
            return .again(afterSeconds: Self.pauseWithoutKey)
        }
        guard let failure = ImportError.wrapping(error) else {
            // Nobody asked for it: something below gave up on its own.
            logger.warning("import was interrupted and goes on soon")
            return .again(afterSeconds: 5)
        }
        logger.error("import failed", metadata: ["error": "\(failure)"])
        await endAtAnyCost(.fail, id, failure: "\(failure)", logger)
        return .failed("\(failure)")
    }

    /// What the waiting import is seen to wait for. Written here, after all stages have ended: none of the requests
    /// that waited is there any more to tell it.
    private func keep(limitOf host: String, until: Timestamp, _ id: ImportID, _ logger: Logger) async {
        let limitation = Limitation(
            host: host, limit: .primary,
            until: Date(timeIntervalSince1970: Double(until.millisecondsSinceEpoch) / 1000))
        do {
            try await withUncancelledTask { [store = services.store] in
                try await store.write { connection in
                    let kept = try Imports.spending(of: id, in: connection)
                    var spending = RemoteSpending(json: kept) ?? RemoteSpending()
                    spending.limitedBy = limitation.description
                    spending.limitedUntil = until
                    try Imports.setSpending(spending.json, of: id, in: connection)
                }
            }
        } catch {
            logger.warning("what an import waits for could not be written", metadata: ["error": "\(error)"])
        }
    }

    /// `nil` where there is nothing left to do.
    private func prepare(_ id: ImportID, logger: Logger) async throws -> StageSchedule? {
        let now = services.clock()
        let services = services
        let loaded = try await services.store.write { connection -> (Import, SealedSecret?, Project?, String?)? in
            // A process that lacks the key leaves the import to one that has it.
            try services.sealingKey(in: connection)
            try Imports.apply(.start, to: id, at: now, in: connection)
            guard let record = try Imports.find(id, in: connection), record.status == .started else { return nil }
            return (
                record, try Imports.credential(of: id, in: connection),
                try Projects.find(record.projectID, in: connection),
                try ImportStages.facts(stage: ImportRequests.factsStage, of: id, in: connection)
            )
        }
        guard let (record, sealed, project, factsText) = loaded, let project else { return nil }
        let credential = try open(sealed, of: id)
        // Whatever an earlier attempt was killed over: no other git works on these now.
        _ = try services.repositories.project(project.id).removeStaleLocks()
        _ = try services.repositories.wiki(project.id).removeStaleLocks()
        guard let factsText, let facts = RepositoryFacts(json: factsText) else {
            throw ImportError.unexpected("the import's record of its repository is damaged")
        }
        let remote = try services.remotes.remote(
            for: record.source, credential: credential, settings: record.settings)
        let source = record.source.pageSizeKey
        await remote.recall(pageSizes: try await services.store.read { try PageSizes.all(source: source, in: $0) })
        let (people, root) = try await peopleScope(of: project, record)
        let target = TextTarget(
            project: project.id, root: root, fullPath: project.fullPath, source: record.source,
            externalURL: services.externalURL)
        let run = ImportRun(
            services: services, record: record, project: project, facts: facts, remote: remote, people: people,
            textTarget: target, logger: logger)
        return try await StageSchedule(run: run)
    }

    private func open(_ sealed: SealedSecret?, of id: ImportID) throws -> Secret {
        guard let sealed else {
            throw ImportError.noCredential("the import has no credential any more: start it again")
        }
        do {
            return try services.open(sealed, of: .projectImport(id))
        } catch {
            throw ImportError.noCredential("\(error)")
        }
    }

    private func peopleScope(of project: Project, _ record: Import) async throws -> (PeopleScope, root: NamespaceID) {
        let (host, limit) = (services.instanceHost, services.reassignmentRules.placeholderLimit)
        return try await services.store.read { connection in
            guard let namespace = try Namespaces.find(project.namespaceID, in: connection) else {
                throw ImportError.unexpected("the project's namespace is gone")
            }
            if let owner = namespace.ownerID { return (.owner(owner), namespace.rootID) }
            guard let root = try Namespaces.find(namespace.rootID, in: connection),
                let ghost = try Users.firstOfKind(.ghost, in: connection)
            else { throw ImportError.unexpected("the ghost user is missing: start the server once to make it") }
            let scope = SourceUsers.Scope(
                root: root.id, rootPath: root.fullPath, importKind: record.source.kind,
                hostname: record.source.webOrigin, instanceHost: host, placeholderLimit: limit)
            return (.placeholders(scope, ghost: ghost.id), root.id)
        }
    }

    private func end(_ event: ImportStatus.Event, _ id: ImportID, failure: String? = nil) async throws {
        let now = services.clock()
        try await services.store.write { connection in
            _ = try Imports.apply(event, to: id, failure: failure, at: now, in: connection)
        }
    }

    /// A full disk must not keep an import from ending: tries until there is room for one row, or the process ends
    /// (whoever starts next finds the import as it was, and goes on).
    private func endAtAnyCost(
        _ event: ImportStatus.Event, _ id: ImportID, failure: String?, _ logger: Logger
    ) async {
        await persist("an import's end cannot be written yet", reserve: services.reserve, logger: logger) {
            try await end(event, id, failure: failure)
        }
    }
}
