import Importer
import Jobs
import Model
import Store
import StoreSQLite
import Testing

extension Engine {
    /// Decides as the administrator, without waiting for anybody's word, and does the work.
    @discardableResult
    func decide(
        _ decide: @escaping @Sendable (SourceUserDecisions, User, any WriteConnection) throws -> SourceUser
    ) async throws -> SourceUser {
        let (services, root) = (services, root)
        let decided = try await store.write { connection in
            let requester = try #require(try Users.find(root, in: connection))
            let decisions = SourceUserDecisions(
                rules: services.reassignmentRules, instanceHost: services.instanceHost, now: Engine.clock(),
                in: connection)
            return try decide(decisions, requester, connection)
        }
        try await moveContributions(of: decided.id)
        return try await sourceUser(decided.id)
    }

    /// Runs the job about one source user, if there is one; in small batches.
    func moveContributions(of id: SourceUserID) async throws {
        let workers = Workers(
            store: store, lease: lease,
            handler: ReassignmentRunner(services: services, rowsInBatch: 3, textsInBatch: 2), count: 1,
            clock: services.clock, logger: Self.quiet)
        _ = try await workers.runOne(subject: id.rawValue)
    }

    func sourceUser(_ id: SourceUserID) async throws -> SourceUser {
        try #require(try await store.read { try SourceUsers.find(id, in: $0) })
    }

    func sourceUsers() async throws -> [SourceUser] {
        let root = group.id
        return try await store.read { connection in
            try SourceUsers.list(SourceUsers.Filter(root: root), after: nil, limit: 1000, in: connection)
        }
    }

    func sourceUser(_ login: String) async throws -> SourceUser {
        try #require(try await sourceUsers().first { $0.username == login })
    }

    func makeAccount(_ username: String) async throws -> User {
        try await store.write { connection in
            let id = try Users.insert(
                Users.Draft(
                    kind: .human, username: username, name: username, email: "\(username)@example.org",
                    createdAt: Engine.clock()), in: connection)
            return try #require(try Users.find(id, in: connection))
        }
    }

    func reassign(_ id: SourceUserID, to user: User) async throws -> SourceUser {
        try await decide { decisions, requester, _ in
            try decisions.reassign(id, to: user, by: requester, confirmation: .skipped)
        }
    }

    func revoke(_ id: SourceUserID) async throws -> SourceUser {
        try await decide { decisions, _, _ in try decisions.revoke(id) }
    }

    /// What belongs to people, without the mapping itself.
    func contributions() async throws -> [String] {
        try await StoreDump.lines(store, withLedger: false).filter { line in
            !line.hasPrefix("source_users") && !line.hasPrefix("users")
        }
    }
}
