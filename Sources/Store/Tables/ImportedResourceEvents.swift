public import Model

/// Resource events as the importer writes them.
public enum ImportedResourceEvents {
    /// An event to make or bring up to date.
    public struct NewEvent: Sendable {
        public var sourceKey: SourceKey
        public var noteable: Noteable
        public var user: UserID
        public var sourceAuthor: String
        public var createdAt: Timestamp
        public var change: ResourceEvent.Change
        /// What the source calls the label or milestone; of no use for a change of state.
        public var title: String?

        public init(
            sourceKey: SourceKey, noteable: Noteable, user: UserID, sourceAuthor: String, createdAt: Timestamp,
            change: ResourceEvent.Change, title: String? = nil
        ) {
            self.sourceKey = sourceKey
            self.noteable = noteable
            self.user = user
            self.sourceAuthor = sourceAuthor
            self.createdAt = createdAt
            self.change = change
            self.title = title
        }
    }

    public static func upsert(
        _ event: NewEvent, project: ProjectID, in connection: any WriteConnection
    ) throws {
        switch event.change {
        case .state(let state, let commit, let mergeRequest):
            try upsert(
                event, "resource_state_events", ["state", "source_commit", "source_merge_request_id"],
                [state, commit, mergeRequest], project, connection)
        case .label(let label, let action):
            try upsert(
                event, "resource_label_events", ["action", "label_id", "title"], [action, label, event.title ?? ""],
                project, connection)
        case .milestone(let milestone, let action):
            try upsert(
                event, "resource_milestone_events", ["action", "milestone_id", "title"],
                [action, milestone, event.title ?? ""], project, connection)
        }
    }

    /// - Parameter columns: the three that differ from table to table.
    private static func upsert(
        _ event: NewEvent, _ table: String, _ columns: [String], _ values: [any SQLConvertible], _ project: ProjectID,
        _ connection: any WriteConnection
    ) throws {
        let updates = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try connection.execute(
            """
            INSERT INTO \(table)
                (project_id, source_key, noteable_kind, noteable_id, user_id, source_author, created_at,
                 \(columns.joined(separator: ", ")))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET user_id = excluded.user_id, source_author = excluded.source_author, \(updates)
            """,
            [
                project, event.sourceKey, event.noteable.kind, event.noteable.id, event.user, event.sourceAuthor,
                event.createdAt,
            ] + values)
    }
}
