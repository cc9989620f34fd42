import Importer
import Jobs
import Model
import Store

/// The source users of one group as commands work on them: as the administrator, and with the work done here and now.
struct SourcePeople: Sendable {
    let instance: Instance
    let root: Namespace
    let administrator: User

    static func with(
        _ options: SettingOptions, _ group: String, _ body: (SourcePeople) async throws -> Void
    ) async throws {
        try await Instance.with(try Settings(options)) { instance in
            try await instance.bootstrap()
            let administrator = try await Places.user("root", instance)
            let found = try await instance.store.read { try Namespaces.find(fullPath: group, in: $0) }
            guard let namespace = found, namespace.kind == .group, namespace.id == namespace.rootID else {
                throw CommandFailure("there is no top-level group \(group) in this data directory")
            }
            try await body(SourcePeople(instance: instance, root: namespace, administrator: administrator))
        }
    }

    func list(search: String?, states: [SourceUser.Status]) async throws -> [SourceUser] {
        let filter = SourceUsers.Filter(root: root.id, search: search, statuses: states)
        return try await instance.store.read { connection in
            var all: [SourceUser] = []
            while true {
                let batch = try SourceUsers.list(filter, after: all.last?.id, limit: 1000, in: connection)
                all += batch
                if batch.count < 1000 { return all }
            }
        }
    }

    /// The username of who stands for somebody now.
    func holder(of sourceUser: SourceUser) async throws -> String {
        guard let id = sourceUser.mappedUserID else { return "" }
        return try await instance.store.read { try Users.find(id, in: $0)?.username ?? "" }
    }

    /// Decides about the one person with this login, and does the work that follows.
    func decide(
        _ login: String, host: String?,
        _ decide: @escaping @Sendable (SourceUserDecisions, SourceUserID) throws -> SourceUser
    ) async throws {
        let id = try await sourceUser(login, host: host).id
        let services = instance.imports
        let decided = try await instance.store.write { connection in
            let decisions = SourceUserDecisions(
                rules: services.reassignmentRules, instanceHost: services.instanceHost, by: .commandLine,
                now: Instance.clock(), in: connection)
            do {
                return try decide(decisions, id)
            } catch let refusal as ReassignmentRefusal {
                throw CommandFailure(refusal.message)
            }
        }
        try await work()
        try await tell(decided.id)
    }

    func match(
        _ rules: MatchRules, isDryRun: Bool, confirmation: SourceUserDecisions.Confirmation
    ) async throws -> [MatchRules.Proposal] {
        let (root, requester, services) = (root.id, administrator, instance.imports)
        let proposals = try await instance.store.write { connection in
            let proposals = try rules.proposals(root: root, askedBy: requester, in: connection)
            if isDryRun { return proposals }
            return try rules.apply(
                proposals, by: requester, confirmation: confirmation,
                with: SourceUserDecisions(
                    rules: services.reassignmentRules, instanceHost: services.instanceHost, by: .commandLine,
                    now: Instance.clock(), in: connection))
        }
        if !isDryRun { try await work() }
        return proposals
    }

    func apply(csv: String) async throws -> ReassignmentUpload {
        let failures: String
        do {
            failures = try PlaceholderCSV.check(csv)
        } catch {
            throw CommandFailure("\(error)")
        }
        let (group, root, requester) = (root, root.id, administrator.id)
        let id = try await instance.store.write { connection in
            let now = Instance.clock()
            let id = try ReassignmentUploads.insert(
                csv, namespace: root, requestedBy: requester, failures: failures, at: now, in: connection)
            try JobRows.enqueue(
                kind: PlaceholderUploadRunner.jobKind, subject: id.rawValue, fairnessKey: "reassignment \(root)",
                at: now, in: connection)
            try AuditEvents.insert(
                .sourceUsersFileUploaded, by: .commandLine, on: .group(group), details: ["upload": "\(id)"], at: now,
                in: connection)
            return id
        }
        _ = try await workers(PlaceholderUploadRunner(services: instance.imports)).runOne(subject: id.rawValue)
        try await work()
        guard let upload = try await instance.store.read({ try ReassignmentUploads.find(id, in: $0) }) else {
            throw CommandFailure("the group was removed meanwhile")
        }
        return upload
    }

    private func sourceUser(_ login: String, host: String?) async throws -> SourceUser {
        let found = try await list(search: login, states: []).filter { user in
            user.username?.lowercased() == login.lowercased()
                && (host == nil || user.hostname == host || user.hostname.hasSuffix("//\(host ?? "")"))
        }
        guard let user = found.first else { throw CommandFailure("there is no source user \(login)") }
        guard found.count == 1 else {
            throw CommandFailure("several sources have a \(login): name one with --host")
        }
        return user
    }

    /// All that is to be moved in the group, also what an earlier command was stopped over. Here, unless a server on the
    /// same data directory takes it up first.
    private func work() async throws {
        let workers = workers(ReassignmentRunner(services: instance.imports))
        for sourceUser in try await list(search: nil, states: [.reassignmentInProgress, .revoked]) {
            _ = try await workers.runOne(subject: sourceUser.id.rawValue)
        }
    }

    private func workers(_ handler: any JobHandler) -> Workers {
        Workers(
            store: instance.store, lease: instance.lease, handler: handler, count: 1,
            reserve: instance.imports.reserve, clock: Instance.clock, logger: instance.logger)
    }

    private func tell(_ id: SourceUserID) async throws {
        let (sourceUser, work) = try await instance.store.read { connection in
            (try SourceUsers.find(id, in: connection), try Reassignments.find(id, in: connection))
        }
        guard let sourceUser else { return }
        var text = "\(sourceUser.username ?? sourceUser.identifier): \(sourceUser.status.rawValue)"
        if let work { text += ", \(work.done) of \(work.total ?? work.done) rows moved" }
        if let error = sourceUser.reassignmentError { text += ", \(error)" }
        print(text)
    }
}
