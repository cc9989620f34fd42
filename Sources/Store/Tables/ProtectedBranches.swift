public import Model

/// Protected branches of projects.
public enum ProtectedBranches {
    private static let columns = "id, name, push_level, merge_level, allows_force_push, requires_code_owner_approval"

    public static func upsert(
        _ draft: ProtectedBranchDraft, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO protected_branches (project_id, source_key, source_url, name, push_level, merge_level,
                allows_force_push, requires_code_owner_approval)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET source_url = excluded.source_url, push_level = excluded.push_level,
                merge_level = excluded.merge_level, allows_force_push = excluded.allows_force_push,
                requires_code_owner_approval = excluded.requires_code_owner_approval
            """,
            [
                project, draft.sourceKey, draft.sourceURL, draft.name, draft.pushLevel, draft.mergeLevel,
                draft.allowsForcePush, draft.requiresCodeOwnerApproval,
            ])
    }

    /// By name, those that contain `search`, case ignored.
    public static func list(
        project: ProjectID, search: String?, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<ProtectedBranch> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        if let search { condition.add("lower(name) LIKE ? ESCAPE '\\'", containing(search)) }
        return try connection.page(
            columns, from: "protected_branches", where: condition, order: "name ASC", page: page, read)
    }

    /// All of a project, to hold branches against them.
    public static func all(project: ProjectID, in connection: any ReadConnection) throws -> [ProtectedBranch] {
        try connection.rows(
            "SELECT \(columns) FROM protected_branches WHERE project_id = $1 ORDER BY name", [project], read)
    }

    /// The row of exactly this name or wildcard.
    public static func find(
        project: ProjectID, name: String, in connection: any ReadConnection
    ) throws -> ProtectedBranch? {
        try connection.row(
            "SELECT \(columns) FROM protected_branches WHERE project_id = $1 AND name = $2", [project, name], read)
    }

    private static func read(_ row: any ResultRow) throws -> ProtectedBranch {
        ProtectedBranch(
            id: try row("id"), name: try row("name"), pushLevel: try row("push_level"),
            mergeLevel: try row("merge_level"), allowsForcePush: try row("allows_force_push"),
            requiresCodeOwnerApproval: try row("requires_code_owner_approval"))
    }
}
