public import Model

/// People at sources, and the placeholder users that hold what they wrote.
public enum SourceUsers {
    /// Where the people of one import belong.
    public struct Scope: Sendable, Hashable {
        /// The top-level group.
        public var root: NamespaceID
        public var rootPath: String
        public var importKind: ImportKind
        /// Scheme and host of the source.
        public var hostname: String
        /// Host of this server, for the placeholder users' addresses.
        public var instanceHost: String
        /// How many placeholder users the top-level group may have; `nil` for as many as it takes. The Import User
        /// stands for people beyond them.
        public var placeholderLimit: Int?

        public init(
            root: NamespaceID, rootPath: String, importKind: ImportKind, hostname: String, instanceHost: String,
            placeholderLimit: Int? = nil
        ) {
            self.root = root
            self.rootPath = rootPath
            self.importKind = importKind
            self.hostname = hostname
            self.instanceHost = instanceHost
            self.placeholderLimit = placeholderLimit
        }
    }

    static let columns = """
        id, namespace_id, import_kind, hostname, identifier, username, name, public_email, placeholder_user_id,
        reassign_to_user_id, reassigned_by_user_id, reassignment_token, reassignment_error, reassignment_expires_at,
        status, created_at
        """

    /// Who stands for each of these people, making placeholder users for those seen for the first time.
    public static func mappedUsers(
        _ people: [PersonDraft], scope: Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> [String: UserID] {
        var known: [String: SourceUser] = [:]
        for batch in batches(of: people.map(\.identifier)) {
            for user in try find(batch, scope: scope, in: connection) { known[user.identifier] = user }
        }
        var mapped = known.compactMapValues(\.mappedUserID)
        for person in people where mapped[person.identifier] == nil {
            mapped[person.identifier] =
                if let orphan = known[person.identifier] {
                    try repair(orphan, scope: scope, at: now, in: connection)
                } else {
                    try insert(person, scope: scope, at: now, in: connection)
                }
        }
        for person in people where known[person.identifier]?.name == nil {
            if let name = person.name {
                try setName(name, of: person.identifier, scope: scope, at: now, in: connection)
            }
        }
        return mapped
    }

    /// People of this scope whose shown name nobody has told yet.
    public static func nameless(scope: Scope, in connection: any ReadConnection) throws -> [PersonDraft] {
        try connection.rows(
            """
            SELECT identifier, username, node_id FROM source_users
            WHERE namespace_id = $1 AND hostname = $2 AND import_kind = $3 AND name IS NULL ORDER BY id
            """, [scope.root, scope.hostname, scope.importKind]
        ) { row in
            PersonDraft(
                identifier: try row("identifier"), login: try row("username") ?? "", nodeID: try row("node_id"))
        }
    }

    /// Keeps the name somebody shows, and shows it on their placeholder user.
    public static func setName(
        _ name: String, of identifier: String, scope: Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE source_users SET name = $1, updated_at = $2
            WHERE namespace_id = $3 AND hostname = $4 AND import_kind = $5 AND identifier = $6
            """, [name, now, scope.root, scope.hostname, scope.importKind, identifier])
        try connection.execute(
            """
            UPDATE users SET name = $1
            WHERE kind = 'placeholder' AND id = (
                SELECT placeholder_user_id FROM source_users
                WHERE namespace_id = $2 AND hostname = $3 AND import_kind = $4 AND identifier = $5
            )
            """, [placeholderName(name), scope.root, scope.hostname, scope.importKind, identifier])
    }

    private static func find(
        _ identifiers: [String], scope: Scope, in connection: any ReadConnection
    ) throws -> [SourceUser] {
        var condition = Condition()
        condition.add("namespace_id = ?", scope.root)
        condition.add("hostname = ?", scope.hostname)
        condition.add("import_kind = ?", scope.importKind)
        condition.add("identifier", isOneOf: identifiers)
        return try connection.rows(
            "SELECT \(columns) FROM source_users \(condition.sql)", condition.parameters, read)
    }

    private static func insert(
        _ person: PersonDraft, scope: Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UserID {
        let placeholder = try PlaceholderUsers.holder(for: person, scope: scope, at: now, in: connection)
        try connection.execute(
            """
            INSERT INTO source_users
                (namespace_id, import_kind, hostname, identifier, username, name, node_id, public_email,
                 placeholder_user_id, status, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending_reassignment', $10, $10)
            """,
            [
                scope.root, scope.importKind, scope.hostname, person.identifier, person.login, person.name,
                person.nodeID, person.publicEmail, placeholder, now,
            ])
        return placeholder
    }

    static func read(_ row: any ResultRow) throws -> SourceUser {
        SourceUser(
            id: try row("id"), namespaceID: try row("namespace_id"), importKind: try row("import_kind"),
            hostname: try row("hostname"), identifier: try row("identifier"), username: try row("username"),
            name: try row("name"), publicEmail: try row("public_email"),
            placeholderUserID: try row("placeholder_user_id"), reassignToUserID: try row("reassign_to_user_id"),
            reassignedByUserID: try row("reassigned_by_user_id"), reassignmentToken: try row("reassignment_token"),
            reassignmentError: try row("reassignment_error"),
            reassignmentExpiresAt: try row("reassignment_expires_at"), status: try row("status"),
            createdAt: try row("created_at"))
    }
}

/// `Placeholder ` and the first 127 characters of the name, as GitLab writes it.
func placeholderName(_ name: String) -> String {
    "Placeholder " + String(name.prefix(127))
}

/// Splits a list so that each part fits into one statement's parameters.
func batches<Element>(of elements: [Element], size: Int = 500) -> [[Element]] {
    stride(from: 0, to: elements.count, by: size).map { Array(elements[$0..<min($0 + size, elements.count)]) }
}
