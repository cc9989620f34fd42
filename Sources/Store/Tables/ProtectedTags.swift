public import Model

/// Protected tags of projects.
public enum ProtectedTags {
    private static let columns = "id, name, create_level"

    public static func upsert(
        _ draft: ProtectedTagDraft, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO protected_tags (project_id, source_key, source_url, name, create_level)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET source_url = excluded.source_url, create_level = excluded.create_level
            """, [project, draft.sourceKey, draft.sourceURL, draft.name, draft.createLevel])
    }

    public static func list(
        project: ProjectID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<ProtectedTag> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        return try connection.page(
            columns, from: "protected_tags", where: condition, order: "name ASC", page: page, read)
    }

    /// All of a project, to hold tags against them.
    public static func all(project: ProjectID, in connection: any ReadConnection) throws -> [ProtectedTag] {
        try connection.rows(
            "SELECT \(columns) FROM protected_tags WHERE project_id = $1 ORDER BY name", [project], read)
    }

    /// The row of exactly this name or wildcard.
    public static func find(
        project: ProjectID, name: String, in connection: any ReadConnection
    ) throws -> ProtectedTag? {
        try connection.row(
            "SELECT \(columns) FROM protected_tags WHERE project_id = $1 AND name = $2", [project, name], read)
    }

    private static func read(_ row: any ResultRow) throws -> ProtectedTag {
        ProtectedTag(id: try row("id"), name: try row("name"), createLevel: try row("create_level"))
    }
}
