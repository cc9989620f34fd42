public import Model

/// Projects: their places, faces and settings.
public enum Projects {
    static let columns = """
        projects.id AS project_id, projects.namespace_id AS project_namespace_id, \
        projects.creator_id AS project_creator_id, projects.path AS project_path, projects.name AS project_name, \
        projects.full_path AS project_full_path, projects.description AS project_description, \
        projects.visibility AS project_visibility, projects.default_branch AS project_default_branch, \
        projects.topics AS project_topics, projects.homepage AS project_homepage, \
        projects.is_archived AS project_is_archived, projects.is_wiki_enabled AS project_is_wiki_enabled, \
        projects.are_issues_enabled AS project_are_issues_enabled, \
        projects.are_merge_requests_enabled AS project_are_merge_requests_enabled, \
        projects.created_at AS project_created_at, projects.updated_at AS project_updated_at, \
        projects.last_activity_at AS project_last_activity_at
        """

    /// What a new project needs; the rest has GitLab's defaults.
    public struct Draft: Sendable {
        public var namespace: Namespace
        public var creatorID: UserID
        public var path: String
        public var name: String
        public var description: String?
        public var visibility: Visibility
        public var createdAt: Timestamp

        public init(
            namespace: Namespace, creatorID: UserID, path: String, name: String, description: String? = nil,
            visibility: Visibility, createdAt: Timestamp
        ) {
            self.namespace = namespace
            self.creatorID = creatorID
            self.path = path
            self.name = name
            self.description = description
            self.visibility = visibility
            self.createdAt = createdAt
        }
    }

    /// Writes the row; in a personal namespace its owner becomes the project's Owner as well, as in GitLab.
    /// - Throws: ``StoreError/constraint(_:)`` where the path or name is taken: ask ``taken(path:name:in:using:)`` first.
    public static func insert(_ draft: Draft, in connection: any WriteConnection) throws -> ProjectID {
        let fullPath = "\(draft.namespace.fullPath)/\(draft.path)"
        let id: ProjectID? = try connection.value(
            """
            INSERT INTO projects (namespace_id, creator_id, path, name, full_path, full_path_key, description,
                visibility, created_at, updated_at, last_activity_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)
            RETURNING id AS value
            """,
            [
                draft.namespace.id, draft.creatorID, draft.path, draft.name, fullPath, fullPath.lowercased(),
                draft.description, draft.visibility, draft.createdAt,
            ])
        guard let id else { throw StoreError.failed("a project could not be written") }
        if let owner = draft.namespace.ownerID {
            try Members.put(
                owner, as: .owner, in: .project(id), createdBy: draft.creatorID, createdAt: draft.createdAt,
                using: connection)
        }
        return id
    }

    /// Whether a project of the namespace, or a group in it, has this path (case ignored) or name already.
    public static func taken(
        path: String, name: String, in namespace: Namespace, except: ProjectID? = nil,
        using connection: any ReadConnection
    ) throws -> (path: Bool, name: Bool) {
        let key = "\(namespace.fullPath)/\(path)".lowercased()
        let isPathTaken = try connection.exists(
            """
            SELECT 1 FROM projects WHERE full_path_key = $1 AND id <> $2
            UNION ALL SELECT 1 FROM namespaces WHERE full_path_key = $1
            """, [key, except?.rawValue ?? 0])
        let isNameTaken = try connection.exists(
            "SELECT 1 FROM projects WHERE namespace_id = $1 AND name = $2 AND id <> $3",
            [namespace.id, name, except?.rawValue ?? 0])
        return (isPathTaken, isNameTaken)
    }

    public static func find(_ id: ProjectID, in connection: any ReadConnection) throws -> Project? {
        try connection.row("SELECT \(columns) FROM projects WHERE id = $1", [id], read)
    }

    /// By full path; letter case does not matter.
    public static func find(fullPath: String, in connection: any ReadConnection) throws -> Project? {
        try connection.row("SELECT \(columns) FROM projects WHERE full_path_key = $1", [fullPath.lowercased()], read)
    }

    public static func byID(
        _ ids: some Sequence<ProjectID>, in connection: any ReadConnection
    ) throws -> [ProjectID: Project] {
        var condition = Condition()
        condition.add("projects.id", isOneOf: Array(Set(ids)))
        let found = try connection.rows(
            "SELECT \(columns) FROM projects \(condition.sql)", condition.parameters, read)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// The projects in a namespace and in every group under it.
    public static func identifiers(
        under namespace: NamespaceID, in connection: any ReadConnection
    ) throws -> [ProjectID] {
        try connection.rows(
            """
            WITH RECURSIVE below (id) AS (
                SELECT id FROM namespaces WHERE id = $1
                UNION ALL SELECT namespaces.id FROM namespaces JOIN below ON namespaces.parent_id = below.id)
            SELECT projects.id AS id FROM projects WHERE namespace_id IN (SELECT id FROM below) ORDER BY projects.id
            """, [namespace]
        ) { try $0("id") }
    }

    /// Writes everything of a project that may change.
    public static func update(_ project: Project, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            UPDATE projects SET path = $2, name = $3, full_path = $4, full_path_key = $5, description = $6,
                visibility = $7, default_branch = $8, topics = $9, homepage = $10, is_archived = $11,
                is_wiki_enabled = $12, are_issues_enabled = $13, are_merge_requests_enabled = $14, updated_at = $15,
                last_activity_at = $16
            WHERE id = $1
            """,
            [
                project.id, project.path, project.name, project.fullPath, project.fullPath.lowercased(),
                project.description, project.visibility, project.defaultBranch, JSONList.text(project.topics),
                project.homepage, project.isArchived, project.isWikiEnabled, project.areIssuesEnabled,
                project.areMergeRequestsEnabled, project.updatedAt, project.lastActivityAt,
            ])
    }

    /// Removes a project with everything in it.
    /// - Returns: whether there was one.
    @discardableResult
    public static func delete(_ id: ProjectID, in connection: any WriteConnection) throws -> Bool {
        try connection.execute("DELETE FROM projects WHERE id = $1", [id]) > 0
    }

    static func read(_ row: any ResultRow) throws -> Project {
        Project(
            id: try row("project_id"), namespaceID: try row("project_namespace_id"),
            creatorID: try row("project_creator_id"), path: try row("project_path"), name: try row("project_name"),
            fullPath: try row("project_full_path"), description: try row("project_description"),
            visibility: try row("project_visibility"), defaultBranch: try row("project_default_branch"),
            topics: try JSONList.strings(try row("project_topics"), column: "topics"),
            homepage: try row("project_homepage"), isArchived: try row("project_is_archived"),
            isWikiEnabled: try row("project_is_wiki_enabled"),
            areIssuesEnabled: try row("project_are_issues_enabled"),
            areMergeRequestsEnabled: try row("project_are_merge_requests_enabled"),
            createdAt: try row("project_created_at"), updatedAt: try row("project_updated_at"),
            lastActivityAt: try row("project_last_activity_at"))
    }
}
