public import Model

/// Issues as the importer writes them.
public enum ImportedIssues {
    /// Who and what the draft names, as rows.
    public struct Resolved: Sendable {
        public var description: String?
        public var author: UserID
        public var closedBy: UserID?
        public var assignees: [UserID]
        public var milestone: MilestoneID?
        public var labels: [LabelID]

        public init(
            description: String?, author: UserID, closedBy: UserID?, assignees: [UserID], milestone: MilestoneID?,
            labels: [LabelID]
        ) {
            self.description = description
            self.author = author
            self.closedBy = closedBy
            self.assignees = assignees
            self.milestone = milestone
            self.labels = labels
        }
    }

    public static func upsert(
        _ draft: IssueDraft, _ resolved: Resolved, project: ProjectID, in connection: any WriteConnection
    ) throws {
        let id: IssueID? = try connection.value(
            """
            INSERT INTO issues
                (project_id, source_key, source_url, iid, title, description, description_source, state, state_reason,
                 author_id, source_author, closed_by_id, closed_at, milestone_id, is_discussion_locked, created_at,
                 updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET source_url = excluded.source_url, title = excluded.title, description = excluded.description,
                description_source = excluded.description_source, state = excluded.state,
                state_reason = excluded.state_reason, author_id = excluded.author_id,
                source_author = excluded.source_author, closed_by_id = CASE WHEN excluded.state = 'closed'
                    THEN coalesce(excluded.closed_by_id, issues.closed_by_id) END,
                closed_at = CASE WHEN excluded.state = 'opened' THEN excluded.closed_at
                    ELSE coalesce(excluded.closed_at, issues.closed_at) END,
                milestone_id = excluded.milestone_id,
                is_discussion_locked = excluded.is_discussion_locked, updated_at = excluded.updated_at
            RETURNING id AS value
            """,
            [
                project, draft.sourceKey, draft.sourceURL, draft.number, draft.title, resolved.description, draft.body,
                draft.state, draft.stateReason, resolved.author, draft.author?.login ?? "ghost", resolved.closedBy,
                draft.closedAt, resolved.milestone, draft.isLocked, draft.createdAt, draft.updatedAt,
            ])
        guard let id else { throw StoreError.failed("an issue could not be written") }
        try ItemLinks.replace(
            resolved.assignees, in: "issue_assignees", item: id.rawValue, column: "issue_id", connection)
        try ItemLinks.replace(resolved.labels, in: "issue_labels", item: id.rawValue, column: "issue_id", connection)
    }

    /// Sets who closed it, where the list of issues did not say.
    public static func setClosedBy(
        _ user: UserID, number: Int64, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE issues SET closed_by_id = $1 WHERE project_id = $2 AND iid = $3 AND state = 'closed'",
            [user, project, number])
    }
}

/// The people and labels on an item: written anew each time, so that what the source took away goes away here too.
enum ItemLinks {
    static func replace(
        _ users: [UserID], in table: String, item: Int64, column: String, _ connection: any WriteConnection
    ) throws {
        try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", [item])
        for (position, user) in users.enumerated() {
            try connection.execute(
                "INSERT INTO \(table) (\(column), user_id, position) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [item, user, position])
        }
    }

    static func replace(
        _ labels: [LabelID], in table: String, item: Int64, column: String, _ connection: any WriteConnection
    ) throws {
        try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", [item])
        for label in labels {
            try connection.execute(
                "INSERT INTO \(table) (\(column), label_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [item, label])
        }
    }
}
