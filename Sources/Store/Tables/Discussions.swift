public import Model

/// The threads of notes.
public enum Discussions {
    static let columns = """
        id, project_id, key, noteable_kind, noteable_id, is_individual_note, position, diff_hunk, commit_sha, is_outdated,
        is_resolvable, is_resolved, resolved_by_id, resolved_at, created_at
        """

    /// The discussions on one thing, the oldest first.
    public static func list(
        on noteable: Noteable, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Discussion> {
        var condition = Condition()
        condition.add("noteable_kind = ? AND noteable_id = ?", noteable.kind, noteable.id)
        return try connection.page(
            columns, from: "discussions", where: condition, order: "created_at ASC, id ASC", page: page, read)
    }

    /// One discussion by the 40 hex digits clients know it by.
    public static func find(
        project: ProjectID, on noteable: Noteable, key: String, in connection: any ReadConnection
    ) throws -> Discussion? {
        try connection.row(
            """
            SELECT \(columns) FROM discussions
            WHERE project_id = $1 AND key = $2 AND noteable_kind = $3 AND noteable_id = $4
            """, [project, key, noteable.kind, noteable.id], read)
    }

    public static func find(
        _ ids: Set<DiscussionID>, in connection: any ReadConnection
    ) throws -> [DiscussionID: Discussion] {
        let found = try connection.rows("SELECT \(columns) FROM discussions", where: "id", isOneOf: ids, read)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// Whether a discussion that can be resolved still is not.
    public static func hasUnresolved(on noteable: Noteable, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM discussions
            WHERE noteable_kind = $1 AND noteable_id = $2 AND is_resolvable = 1 AND is_resolved = 0 LIMIT 1
            """, [noteable.kind, noteable.id])
    }

    static func read(_ row: any ResultRow) throws -> Discussion {
        Discussion(
            id: try row("id"), projectID: try row("project_id"),
            noteable: Noteable(kind: try row("noteable_kind"), id: try row("noteable_id")), key: try row("key"),
            isIndividualNote: try row("is_individual_note"), position: try position(row),
            diffHunk: try row("diff_hunk"), commit: try row("commit_sha"), isOutdated: try row("is_outdated"),
            isResolvable: try row("is_resolvable"), resolvedByID: try row("resolved_by_id"),
            resolvedAt: try row("resolved_at"), isResolved: try row("is_resolved"), createdAt: try row("created_at"))
    }

    private static func position(_ row: any ResultRow) throws -> Position? {
        let json: String? = try row("position")
        return try json.map { try decoded($0, "position") }
    }
}
