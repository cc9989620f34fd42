public import Model

/// Personal namespaces and groups.
public enum Namespaces {
    static let columns = """
        namespaces.id AS namespace_id, namespaces.kind AS namespace_kind, \
        namespaces.parent_id AS namespace_parent_id, \
        coalesce(namespaces.root_id, namespaces.id) AS namespace_root_id, \
        namespaces.owner_id AS namespace_owner_id, namespaces.path AS namespace_path, \
        namespaces.name AS namespace_name, namespaces.full_path AS namespace_full_path, \
        namespaces.full_name AS namespace_full_name, namespaces.description AS namespace_description, \
        namespaces.visibility AS namespace_visibility, \
        namespaces.project_creation_level AS namespace_project_creation_level, \
        namespaces.created_at AS namespace_created_at
        """

    /// What a new group needs.
    public struct GroupDraft: Sendable {
        public var path: String
        public var name: String
        public var description: String
        public var visibility: Visibility
        public var projectCreationLevel: Namespace.ProjectCreationLevel
        public var createdAt: Timestamp

        public init(
            path: String, name: String, description: String = "", visibility: Visibility,
            projectCreationLevel: Namespace.ProjectCreationLevel = .developer, createdAt: Timestamp
        ) {
            self.path = path
            self.name = name
            self.description = description
            self.visibility = visibility
            self.projectCreationLevel = projectCreationLevel
            self.createdAt = createdAt
        }
    }

    /// Makes a person's own namespace, at the path of their username.
    /// - Throws: ``StoreError/constraint(_:)`` where a group has that path.
    @discardableResult
    public static func insertPersonal(
        owner: User, createdAt: Timestamp, in connection: any WriteConnection
    ) throws -> NamespaceID {
        let id: NamespaceID? = try connection.value(
            """
            INSERT INTO namespaces (kind, owner_id, path, name, full_path, full_path_key, full_name, visibility, created_at)
            VALUES ('user', $1, $2, $3, $2, $4, $3, 'public', $5)
            RETURNING id AS value
            """, [owner.id, owner.username, owner.name, owner.username.lowercased(), createdAt])
        return try rooted(id, root: id, in: connection)
    }

    /// Makes a group, inside `parent` where one is given.
    /// - Throws: ``StoreError/constraint(_:)`` where the path is taken.
    public static func insertGroup(
        _ draft: GroupDraft, parent: Namespace?, in connection: any WriteConnection
    ) throws -> NamespaceID {
        let fullPath = parent.map { "\($0.fullPath)/\(draft.path)" } ?? draft.path
        let fullName = parent.map { "\($0.fullName) / \(draft.name)" } ?? draft.name
        let id: NamespaceID? = try connection.value(
            """
            INSERT INTO namespaces (kind, parent_id, path, name, full_path, full_path_key, full_name, description,
                visibility, project_creation_level, created_at)
            VALUES ('group', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            RETURNING id AS value
            """,
            [
                parent?.id, draft.path, draft.name, fullPath, fullPath.lowercased(), fullName, draft.description,
                draft.visibility, draft.projectCreationLevel, draft.createdAt,
            ])
        return try rooted(id, root: parent?.rootID ?? id, in: connection)
    }

    private static func rooted(
        _ id: NamespaceID?, root: NamespaceID?, in connection: any WriteConnection
    ) throws -> NamespaceID {
        guard let id else { throw StoreError.failed("a namespace could not be written") }
        try connection.execute("UPDATE namespaces SET root_id = $2 WHERE id = $1", [id, root])
        return id
    }

    public static func find(_ id: NamespaceID, in connection: any ReadConnection) throws -> Namespace? {
        try connection.row("SELECT \(columns) FROM namespaces WHERE id = $1", [id], read)
    }

    /// By full path; letter case does not matter.
    public static func find(fullPath: String, in connection: any ReadConnection) throws -> Namespace? {
        try connection.row(
            "SELECT \(columns) FROM namespaces WHERE full_path_key = $1", [fullPath.lowercased()], read)
    }

    /// A person's own namespace.
    public static func find(owner: UserID, in connection: any ReadConnection) throws -> Namespace? {
        try connection.row("SELECT \(columns) FROM namespaces WHERE owner_id = $1", [owner], read)
    }

    public static func byID(
        _ ids: some Sequence<NamespaceID>, in connection: any ReadConnection
    ) throws -> [NamespaceID: Namespace] {
        var condition = Condition()
        condition.add("namespaces.id", isOneOf: Array(Set(ids)))
        let found = try connection.rows(
            "SELECT \(columns) FROM namespaces \(condition.sql)", condition.parameters, read)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// The numbers of a group and all groups under it.
    public static func subtree(_ id: NamespaceID, in connection: any ReadConnection) throws -> [NamespaceID] {
        try connection.rows(
            """
            WITH RECURSIVE below (id) AS (
                SELECT id FROM namespaces WHERE id = $1
                UNION ALL SELECT namespaces.id FROM namespaces JOIN below ON namespaces.parent_id = below.id)
            SELECT id FROM below
            """, [id]
        ) { try $0("id") }
    }

    /// Whether a namespace or a project has this full path; letter case does not matter.
    public static func isPathTaken(_ fullPath: String, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM namespaces WHERE full_path_key = $1
            UNION ALL SELECT 1 FROM projects WHERE full_path_key = $1
            """, [fullPath.lowercased()])
    }

    static func read(_ row: any ResultRow) throws -> Namespace {
        Namespace(
            id: try row("namespace_id"), kind: try row("namespace_kind"), parentID: try row("namespace_parent_id"),
            rootID: try row("namespace_root_id"), ownerID: try row("namespace_owner_id"),
            path: try row("namespace_path"), name: try row("namespace_name"),
            fullPath: try row("namespace_full_path"), fullName: try row("namespace_full_name"),
            description: try row("namespace_description"), visibility: try row("namespace_visibility"),
            projectCreationLevel: try row("namespace_project_creation_level"),
            createdAt: try row("namespace_created_at"))
    }
}
