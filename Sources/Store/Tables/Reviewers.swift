public import Model

/// Who reviews, and who has approved, merge requests.
public enum Reviewers {
    private static let columns = "user_id, state, reviewed_at, created_at"

    /// Everybody asked for a review and everybody who gave one, in that order.
    public static func list(
        mergeRequest: MergeRequestID, in connection: any ReadConnection
    ) throws -> [Reviewer] {
        try connection.rows(
            "SELECT \(columns) FROM merge_request_reviewers WHERE merge_request_id = $1 ORDER BY created_at, user_id",
            [mergeRequest]
        ) { Reviewer(userID: try $0("user_id"), state: try $0("state"), createdAt: try $0("created_at")) }
    }

    /// The approvals that stand: a person's later word takes an earlier approval back.
    public static func approvals(
        mergeRequest: MergeRequestID, in connection: any ReadConnection
    ) throws -> [Approval] {
        try connection.rows(
            """
            SELECT user_id, coalesce(reviewed_at, created_at) AS approved_at FROM merge_request_reviewers
            WHERE merge_request_id = $1 AND state = 'approved' ORDER BY coalesce(reviewed_at, created_at), user_id
            """, [mergeRequest]
        ) { Approval(userID: try $0("user_id"), createdAt: try $0("approved_at")) }
    }
}
