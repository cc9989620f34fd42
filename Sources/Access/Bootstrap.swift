public import Model
import Secrets
public import Store

/// Makes what every Landfall needs before anybody can use it.
public enum Bootstrap {
    /// The administrator's first token, where one was made.
    public struct Outcome: Sendable {
        /// The token, to be shown once; `nil` where the administrator has one already.
        public var rootToken: String?
    }

    /// Creates the administrator `root`, its namespace and its token, and the ghost user. A second time changes
    /// nothing.
    ///
    /// - Parameters:
    ///   - token: the administrator's token; one is made where it is `nil` or empty. A new one given later is added.
    ///   - host: the domain of the accounts' addresses.
    /// - Throws: ``StoreError``, ``SecretsError``.
    @discardableResult
    public static func run(
        store: any Datastore, token: String?, host: String, now: Timestamp
    ) async throws -> Outcome {
        let generated = try RandomToken.accessToken()
        return try await store.write { connection in
            let root = try root(host: host, now: now, in: connection)
            try makeGhost(host: host, now: now, in: connection)
            let given = token.flatMap { $0.isEmpty ? nil : $0 }
            let new = try given ?? (hasToken(root, in: connection, now: now) ? nil : generated)
            guard let new else { return Outcome(rootToken: nil) }
            let digest = Digest.sha256(new)
            guard try AccessTokens.find(digest: digest, in: connection) == nil else { return Outcome(rootToken: nil) }
            let id = try AccessTokens.insert(
                AccessTokens.Draft(
                    userID: root, name: "root", digest: digest, scopes: TokenScope.allCases, createdAt: now,
                    expiresAt: nil), in: connection)
            try note(id, of: root, at: now, in: connection)
            return Outcome(rootToken: new)
        }
    }

    private static func note(
        _ token: AccessTokenID, of root: UserID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        guard let user = try Users.find(root, in: connection) else { return }
        try AuditEvents.insert(
            .personalAccessTokenIssued, by: .server, on: .user(user),
            details: ["target_type": "PersonalAccessToken", "target_id": "\(token)", "target_details": "root"], at: now,
            in: connection)
    }

    private static func root(host: String, now: Timestamp, in connection: any WriteConnection) throws -> UserID {
        if let root = try Users.find(username: "root", in: connection) { return root.id }
        let id = try Users.insert(
            Users.Draft(
                kind: .human, username: "root", name: "Administrator", email: "root@\(host)", isAdministrator: true,
                createdAt: now), in: connection)
        guard let root = try Users.find(id, in: connection) else {
            throw StoreError.failed("the administrator could not be read back")
        }
        try Namespaces.insertPersonal(owner: root, createdAt: now, in: connection)
        return id
    }

    private static func makeGhost(host: String, now: Timestamp, in connection: any WriteConnection) throws {
        guard try Users.firstOfKind(.ghost, in: connection) == nil else { return }
        _ = try Users.insert(
            Users.Draft(
                kind: .ghost, username: try Accounts.freeUsername("ghost", in: connection), name: "Ghost User",
                email: "ghost@\(host)", createdAt: now), in: connection)
    }

    private static func hasToken(_ user: UserID, in connection: any ReadConnection, now: Timestamp) throws -> Bool {
        var filter = AccessTokens.Filter()
        filter.userID = user
        return try !AccessTokens.list(filter, now: now, page: Page(number: 1, size: 1), in: connection).elements.isEmpty
    }
}
