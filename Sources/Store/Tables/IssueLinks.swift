public import Model

/// Which issues have to do with which.
public enum IssueLinks {
    private static let columns = "id, source_issue_id, target_issue_id, kind, nature, created_at"

    /// The links of an issue in the order they were made, whichever end it is.
    public static func list(of issue: IssueID, in connection: any ReadConnection) throws -> [IssueLink] {
        // With OR in place of UNION SQLite uses neither index.
        try connection.rows(
            """
            SELECT \(columns) FROM issue_links WHERE id IN (
                SELECT id FROM issue_links WHERE source_issue_id = $1
                UNION SELECT id FROM issue_links WHERE target_issue_id = $1)
            ORDER BY created_at, id
            """, [issue], read)
    }

    public static func find(
        id: Int64, of issue: IssueID, in connection: any ReadConnection
    ) throws -> IssueLink? {
        try connection.row(
            "SELECT \(columns) FROM issue_links WHERE id = $1 AND (source_issue_id = $2 OR target_issue_id = $2)",
            [id, issue], read)
    }

    /// Makes a link, once. It is as old as the younger of the two issues: when they were linked no source's lists tell.
    public static func insert(
        from source: IssueID, to target: IssueID, kind: IssueLink.Kind, nature: IssueLink.Nature, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        guard source != target else { return }
        try connection.execute(
            """
            INSERT INTO issue_links (project_id, source_issue_id, target_issue_id, kind, nature, created_at)
            SELECT $1, $2, $3, $4, $5, max(created_at) FROM issues WHERE id = $2 OR id = $3
            ON CONFLICT (source_issue_id, target_issue_id, kind) DO UPDATE SET nature = excluded.nature
            """, [project, source, target, kind, nature])
    }

    /// Takes back the links of a kind that point to an issue and do not come from this one.
    public static func removeOthers(
        than source: IssueID?, to target: IssueID, nature: IssueLink.Nature, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "DELETE FROM issue_links WHERE target_issue_id = $1 AND nature = $2 AND source_issue_id <> $3",
            [target, nature, source ?? IssueID(0)])
    }

    private static func read(_ row: any ResultRow) throws -> IssueLink {
        IssueLink(
            id: try row("id"), sourceIssueID: try row("source_issue_id"), targetIssueID: try row("target_issue_id"),
            kind: try row("kind"), nature: try row("nature"), createdAt: try row("created_at"))
    }
}
