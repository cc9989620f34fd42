public import Model

/// Which merge requests and issues name each other, and which merge closes which issue.
public enum MergeRequestIssues {
    /// The merge requests that have to do with an issue, by number.
    public static func mergeRequests(
        of issue: IssueID, onlyClosing: Bool, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<MergeRequest> {
        var condition = Condition()
        condition.add("related.issue_id = ?", issue)
        if onlyClosing { condition.add("related.is_closing = 1") }
        return try connection.page(
            MergeRequests.columns,
            from: "merge_request_issues AS related JOIN merge_requests ON merge_requests.id = related.merge_request_id",
            where: condition, order: "merge_requests.iid", page: page, MergeRequests.read)
    }

    /// The issues that have to do with a merge request, by number, as far as they may be shown.
    public static func issues(
        of mergeRequest: MergeRequestID, onlyClosing: Bool, access: IssueFilter.ConfidentialAccess, page: Page,
        in connection: any ReadConnection
    ) throws -> PagedRows<Issue> {
        var condition = Condition()
        condition.add("related.merge_request_id = ?", mergeRequest)
        if onlyClosing { condition.add("related.is_closing = 1") }
        access.limit(&condition)
        return try connection.page(
            Issues.columns, from: "merge_request_issues AS related JOIN issues ON issues.id = related.issue_id",
            where: condition, order: "issues.iid", page: page, Issues.read)
    }

    static func closingCounts(
        _ issues: Set<IssueID>, in connection: any ReadConnection
    ) throws -> [IssueID: Int] {
        guard !issues.isEmpty else { return [:] }
        var condition = Condition()
        condition.add("is_closing = 1")
        condition.add("issue_id", isOneOf: padded(issues))
        let pairs: [(IssueID, Int)] = try connection.rows(
            "SELECT issue_id, count(*) AS number FROM merge_request_issues \(condition.sql) GROUP BY issue_id",
            condition.parameters
        ) { (try $0("issue_id"), try $0("number")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Once it is known that a merge closes an issue, being named does not take that back.
    public static func relate(
        _ mergeRequest: MergeRequestID, _ issue: IssueID, isClosing: Bool, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO merge_request_issues (merge_request_id, issue_id, is_closing) VALUES ($1, $2, $3)
            ON CONFLICT (merge_request_id, issue_id) DO UPDATE
            SET is_closing = CASE WHEN excluded.is_closing = 1 THEN 1 ELSE merge_request_issues.is_closing END
            """, [mergeRequest, issue, isClosing])
    }
}
