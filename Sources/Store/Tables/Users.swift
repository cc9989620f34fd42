public import Model

/// Accounts: of people, and those that imports and group access tokens make.
public enum Users {
    static let columns = """
        users.id AS user_id, users.kind AS user_kind, users.username AS user_username, users.name AS user_name, \
        users.email AS user_email, users.state AS user_state, users.is_administrator AS user_is_administrator, \
        users.is_external AS user_is_external, users.created_at AS user_created_at, \
        users.public_email AS user_public_email
        """

    /// What a new account needs.
    public struct Draft: Sendable {
        public var kind: User.Kind
        public var username: String
        public var name: String
        public var email: String
        public var isAdministrator: Bool
        public var isExternal: Bool
        public var createdAt: Timestamp

        public init(
            kind: User.Kind, username: String, name: String, email: String, isAdministrator: Bool = false,
            isExternal: Bool = false, createdAt: Timestamp
        ) {
            self.kind = kind
            self.username = username
            self.name = name
            self.email = email
            self.isAdministrator = isAdministrator
            self.isExternal = isExternal
            self.createdAt = createdAt
        }
    }

    /// Writes the account alone: a person's namespace is made by ``Namespaces/insertPersonal(owner:createdAt:in:)``.
    /// - Throws: ``StoreError/constraint(_:)`` where the username or e-mail address is taken.
    public static func insert(_ draft: Draft, in connection: any WriteConnection) throws -> UserID {
        let sql = """
            INSERT INTO users (kind, username, username_key, name, email, state, is_administrator, is_external, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            RETURNING id AS value
            """
        let id: UserID? = try connection.value(
            sql,
            [
                draft.kind, draft.username, draft.username.lowercased(), draft.name, draft.email, User.State.active,
                draft.isAdministrator, draft.isExternal, draft.createdAt,
            ])
        guard let id else { throw StoreError.failed("a user could not be written") }
        return id
    }

    public static func find(_ id: UserID, in connection: any ReadConnection) throws -> User? {
        try connection.row("SELECT \(columns) FROM users WHERE id = $1", [id], read)
    }

    /// Letter case does not matter.
    public static func find(username: String, in connection: any ReadConnection) throws -> User? {
        try connection.row(
            "SELECT \(columns) FROM users WHERE username_key = $1", [username.lowercased()], read)
    }

    /// Letter case does not matter.
    public static func find(email: String, in connection: any ReadConnection) throws -> User? {
        try connection.row("SELECT \(columns) FROM users WHERE lower(email) = $1", [email.lowercased()], read)
    }

    /// The oldest account of a kind: how the one ghost user is found.
    public static func firstOfKind(_ kind: User.Kind, in connection: any ReadConnection) throws -> User? {
        try connection.row("SELECT \(columns) FROM users WHERE kind = $1 ORDER BY id LIMIT 1", [kind], read)
    }

    /// The accounts with these numbers, for the people named by a page of rows. Unknown numbers are left out.
    public static func byID(_ ids: some Sequence<UserID>, in connection: any ReadConnection) throws -> [UserID: User] {
        let ids = Set(ids)
        guard !ids.isEmpty else { return [:] }
        var condition = Condition()
        condition.add("users.id", isOneOf: padded(ids))
        let users = try connection.rows("SELECT \(columns) FROM users \(condition.sql)", condition.parameters, read)
        return Dictionary(uniqueKeysWithValues: users.map { ($0.id, $0) })
    }

    /// Writes what may be changed of an account: names, e-mail address, state and powers.
    public static func update(_ user: User, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            UPDATE users SET username = $2, username_key = $3, name = $4, email = $5, state = $6,
                is_administrator = $7, is_external = $8
            WHERE id = $1
            """,
            [
                user.id, user.username, user.username.lowercased(), user.name, user.email, user.state,
                user.isAdministrator, user.isExternal,
            ])
    }

    static func read(_ row: any ResultRow) throws -> User {
        var user = User(
            id: try row("user_id"), kind: try row("user_kind"), username: try row("user_username"),
            name: try row("user_name"), email: try row("user_email"), state: try row("user_state"),
            isAdministrator: try row("user_is_administrator"), isExternal: try row("user_is_external"),
            createdAt: try row("user_created_at"))
        user.publicEmail = try row("user_public_email")
        return user
    }
}
