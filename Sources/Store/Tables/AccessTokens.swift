public import Model

/// Personal and group access tokens, by their digests.
public enum AccessTokens {
    static let columns = """
        access_tokens.id AS token_id, access_tokens.user_id AS token_user_id, \
        access_tokens.group_id AS token_group_id, access_tokens.name AS token_name, \
        access_tokens.description AS token_description, access_tokens.scopes AS token_scopes, \
        access_tokens.created_at AS token_created_at, access_tokens.expires_at AS token_expires_at, \
        access_tokens.revoked_at AS token_revoked_at, access_tokens.last_used_at AS token_last_used_at
        """

    /// What a new token needs.
    public struct Draft: Sendable {
        public var userID: UserID
        public var groupID: NamespaceID?
        public var name: String
        public var description: String?
        /// SHA-256 of the token, in hex.
        public var digest: String
        public var scopes: [TokenScope]
        public var createdAt: Timestamp
        public var expiresAt: CalendarDate?

        public init(
            userID: UserID, groupID: NamespaceID? = nil, name: String, description: String? = nil, digest: String,
            scopes: [TokenScope], createdAt: Timestamp, expiresAt: CalendarDate?
        ) {
            self.userID = userID
            self.groupID = groupID
            self.name = name
            self.description = description
            self.digest = digest
            self.scopes = scopes
            self.createdAt = createdAt
            self.expiresAt = expiresAt
        }
    }

    public static func insert(_ draft: Draft, in connection: any WriteConnection) throws -> AccessTokenID {
        let id: AccessTokenID? = try connection.value(
            """
            INSERT INTO access_tokens (user_id, group_id, name, description, digest, scopes, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            RETURNING id AS value
            """,
            [
                draft.userID, draft.groupID, draft.name, draft.description, draft.digest, text(draft.scopes),
                draft.createdAt, draft.expiresAt,
            ])
        guard let id else { throw StoreError.failed("a token could not be written") }
        return id
    }

    /// The token with this digest and whom it acts for.
    public static func find(
        digest: String, in connection: any ReadConnection
    ) throws -> (token: AccessToken, user: User)? {
        try connection.row(
            """
            SELECT \(columns), \(Users.columns) FROM access_tokens JOIN users ON users.id = access_tokens.user_id
            WHERE access_tokens.digest = $1
            """, [digest]
        ) { (try read($0), try Users.read($0)) }
    }

    public static func find(_ id: AccessTokenID, in connection: any ReadConnection) throws -> AccessToken? {
        try connection.row("SELECT \(columns) FROM access_tokens WHERE id = $1", [id], read)
    }

    /// Which tokens a list is to hold.
    public struct Filter: Sendable {
        public var userID: UserID?
        public var groupID: NamespaceID?
        public var search: String?
        public var isRevoked: Bool?
        /// Neither revoked nor expired (or, if false, one of the two).
        public var isActive: Bool?

        public init() {}
    }

    /// The newest token last.
    public static func list(
        _ filter: Filter, now: Timestamp, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<AccessToken> {
        var condition = Condition()
        if let userID = filter.userID { condition.add("access_tokens.user_id = ?", userID) }
        if let groupID = filter.groupID { condition.add("access_tokens.group_id = ?", groupID) }
        if let search = filter.search {
            condition.add("lower(access_tokens.name) LIKE ? ESCAPE '\\'", containing(search))
        }
        if let isRevoked = filter.isRevoked {
            condition.add("access_tokens.revoked_at IS \(isRevoked ? "NOT " : "")NULL")
        }
        let today = now.calendarDate
        switch filter.isActive {
        case true?:
            condition.add(
                "(revoked_at IS NULL AND (access_tokens.expires_at IS NULL OR access_tokens.expires_at > ?))", today)
        case false?: condition.add("(revoked_at IS NOT NULL OR access_tokens.expires_at <= ?)", today)
        case nil: break
        }
        return try connection.page(
            columns, from: "access_tokens", where: condition, order: "access_tokens.id ASC", page: page, read)
    }

    /// Ends a token for good; a second time changes nothing.
    public static func revoke(_ id: AccessTokenID, at now: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute(
            "UPDATE access_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", [id, now])
    }

    public static func markUsed(_ id: AccessTokenID, at now: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute("UPDATE access_tokens SET last_used_at = $2 WHERE id = $1", [id, now])
    }

    private static func text(_ scopes: [TokenScope]) -> String {
        scopes.map(\.rawValue).joined(separator: " ")
    }

    static func read(_ row: any ResultRow) throws -> AccessToken {
        let scopes: String = try row("token_scopes")
        return AccessToken(
            id: try row("token_id"), userID: try row("token_user_id"), groupID: try row("token_group_id"),
            name: try row("token_name"), description: try row("token_description"),
            scopes: scopes.split(separator: " ").compactMap { TokenScope(rawValue: String($0)) },
            createdAt: try row("token_created_at"), expiresAt: try row("token_expires_at"),
            revokedAt: try row("token_revoked_at"), lastUsedAt: try row("token_last_used_at"))
    }
}
