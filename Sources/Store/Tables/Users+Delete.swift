public import Model

extension Users {
    /// Columns that keep a contribution alive: they are given to somebody else before an account goes.
    static let contributions: [(table: String, column: String)] = [
        ("projects", "creator_id"),
        ("imports", "requested_by"),
        ("issues", "author_id"),
        ("issues", "closed_by_id"),
        ("merge_requests", "author_id"),
        ("merge_requests", "merged_by_id"),
        ("merge_requests", "closed_by_id"),
        ("merge_requests", "auto_merge_by_id"),
        ("merge_request_reviews", "user_id"),
        ("discussions", "resolved_by_id"),
        ("notes", "author_id"),
        ("resource_state_events", "user_id"),
        ("resource_label_events", "user_id"),
        ("resource_milestone_events", "user_id"),
        ("releases", "author_id"),
        ("award_emoji", "user_id"),
        ("source_users", "placeholder_user_id"),
    ]

    /// Rows that mean nothing without their account.
    static let attachments: [(table: String, column: String)] = [
        ("issue_assignees", "user_id"),
        ("merge_request_assignees", "user_id"),
        ("merge_request_reviewers", "user_id"),
        ("snippet_notes", "author_id"), ("snippets", "author_id"),
    ]

    /// Whether ``delete(_:heir:in:)`` knows what becomes of rows that name a user by this column.
    package static func handlesRemoval(table: String, column: String) -> Bool {
        (contributions + attachments).contains { $0 == (table, column) }
            || (table, column) == ("source_users", "reassign_to_user_id")
            // A personal namespace goes before its owner.
            || (table, column) == ("namespaces", "owner_id")
    }

    /// Removes an account with its memberships, tokens and assignments; what it wrote becomes `heir`'s.
    ///
    /// The account's own namespace must be gone already.
    public static func delete(_ id: UserID, heir: UserID, in connection: any WriteConnection) throws {
        for (table, column) in contributions {
            try connection.execute("UPDATE \(table) SET \(column) = $2 WHERE \(column) = $1", [id, heir])
        }
        for (table, column) in attachments {
            try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", [id])
        }
        try SourceUsers.forgetAssignee(id, in: connection)
        try connection.execute("DELETE FROM users WHERE id = $1", [id])
    }
}
