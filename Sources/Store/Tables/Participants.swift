public import Model

/// Who took part in an issue or merge request: its author, assignees and reviewers, and whoever wrote a comment.
public enum Participants {
    public static func list(
        of issue: IssueID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<User> {
        try list(
            """
            SELECT author_id FROM issues WHERE id = ?
            UNION SELECT user_id FROM issue_assignees WHERE issue_id = ?
            """, noteable: .issue(issue), numberOfSources: 2, page: page, in: connection)
    }

    public static func list(
        of mergeRequest: MergeRequestID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<User> {
        try list(
            """
            SELECT author_id FROM merge_requests WHERE id = ?
            UNION SELECT user_id FROM merge_request_assignees WHERE merge_request_id = ?
            UNION SELECT user_id FROM merge_request_reviewers WHERE merge_request_id = ?
            """, noteable: .mergeRequest(mergeRequest), numberOfSources: 3, page: page, in: connection)
    }

    private static func list(
        _ people: String, noteable: Noteable, numberOfSources: Int, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<User> {
        var condition = Condition()
        condition.add(
            """
            users.id IN (\(people)
            UNION SELECT author_id FROM notes WHERE noteable_kind = ? AND noteable_id = ? AND is_system = 0)
            """,
            Array(repeating: noteable.id, count: numberOfSources) + [noteable.kind, noteable.id] as [any SQLConvertible]
        )
        return try connection.page(
            Users.columns, from: "users", where: condition, order: "users.id", page: page, Users.read)
    }
}
