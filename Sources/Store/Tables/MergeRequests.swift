public import Model

/// Which merge requests a list holds.
public struct MergeRequestFilter: Sendable {
    public var items: ItemFilter
    public var scope: ItemScope
    public var state: MergeRequest.State?
    public var sourceBranch: String?
    public var targetBranch: String?
    public var isDraft: Bool?
    public var reviewers: ItemFilter.Wanted<ItemFilter.Person>?
    /// Who must all have approved it.
    public var approvedBy: ItemFilter.Wanted<ItemFilter.Person>?
    public var mergedBy: ItemFilter.Person?
    public var mergedAfter: Timestamp?
    public var mergedBefore: Timestamp?
    public var excludedReviewer: ItemFilter.Person?

    public init(_ items: ItemFilter = ItemFilter(), scope: ItemScope) {
        self.items = items
        self.scope = scope
    }

    func condition() -> Condition {
        var condition = Condition()
        scope.add(to: &condition, table: .mergeRequests)
        items.add(to: &condition, table: .mergeRequests)
        if let state { condition.add("merge_requests.state = ?", state) }
        if let sourceBranch { condition.add("merge_requests.source_branch = ?", sourceBranch) }
        if let targetBranch { condition.add("merge_requests.target_branch = ?", targetBranch) }
        if let isDraft { condition.add("merge_requests.is_draft = ?", isDraft) }
        if let mergedBy { condition.add("merge_requests.merged_by_id = \(mergedBy.sql)", mergedBy.value) }
        if let mergedAfter { condition.add("merge_requests.merged_at >= ?", mergedAfter) }
        if let mergedBefore { condition.add("merge_requests.merged_at <= ?", mergedBefore) }
        addReviewers(reviewers, and: "", to: &condition)
        addReviewers(approvedBy, and: " AND reviewer.state = 'approved'", to: &condition)
        if let person = excludedReviewer {
            condition.add("NOT (\(reviewed(by: person, and: "")))", person.value)
        }
        return condition
    }

    private func addReviewers(
        _ wanted: ItemFilter.Wanted<ItemFilter.Person>?, and clause: String, to condition: inout Condition
    ) {
        let one = """
            EXISTS (SELECT 1 FROM merge_request_reviewers AS reviewer
            WHERE reviewer.merge_request_id = merge_requests.id\(clause))
            """
        switch wanted {
        case nil: break
        case .any?: condition.add(one)
        case .none?: condition.add("NOT " + one)
        case .all(let people)?:
            for person in people { condition.add(reviewed(by: person, and: clause), person.value) }
        }
    }

    private func reviewed(by person: ItemFilter.Person, and clause: String) -> String {
        """
        merge_requests.id IN (SELECT reviewer.merge_request_id FROM merge_request_reviewers AS reviewer
        WHERE reviewer.user_id = \(person.sql)\(clause))
        """
    }
}

/// The merge requests of projects.
public enum MergeRequests {
    static let columns = """
        merge_requests.id, merge_requests.project_id, merge_requests.iid, merge_requests.title,
        merge_requests.description, merge_requests.state, merge_requests.is_draft, merge_requests.author_id,
        merge_requests.source_author, merge_requests.source_branch, merge_requests.target_branch,
        merge_requests.source_fork, merge_requests.base_sha, merge_requests.start_sha, merge_requests.head_sha,
        merge_requests.merge_commit_sha, merge_requests.merged_by_id, merge_requests.merged_at,
        merge_requests.closed_by_id, merge_requests.closed_at, merge_requests.milestone_id,
        merge_requests.is_discussion_locked, merge_requests.user_notes_count, merge_requests.lock_reason,
        merge_requests.requested_teams, merge_requests.review_decision, merge_requests.auto_merge_method, merge_requests.auto_merge_by_id,
        merge_requests.created_at,
        merge_requests.updated_at
        """

    /// One page, by number.
    public static func list(
        _ filter: MergeRequestFilter, sort: ItemSort, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<MergeRequest> {
        try connection.page(
            columns, from: filter.scope.tables(.mergeRequests), where: filter.condition(),
            order: sort.order(on: .mergeRequests, isSmall: !filter.items.iids.isEmpty), page: page, read)
    }

    public static func find(
        project: ProjectID, iid: Int64, in connection: any ReadConnection
    ) throws -> MergeRequest? {
        try connection.row(
            "SELECT \(columns) FROM merge_requests WHERE project_id = $1 AND iid = $2", [project, iid], read)
    }

    static func read(_ row: any ResultRow) throws -> MergeRequest {
        MergeRequest(
            id: try row("id"), projectID: try row("project_id"), iid: try row("iid"), title: try row("title"),
            description: try row("description"), state: try row("state"), isDraft: try row("is_draft"),
            authorID: try row("author_id"), sourceAuthor: try row("source_author"),
            sourceBranch: try row("source_branch"), targetBranch: try row("target_branch"),
            sourceFork: try row("source_fork"), head: try row("head_sha"), diffRefs: try diffRefs(row),
            mergeCommit: try row("merge_commit_sha"), mergedByID: try row("merged_by_id"),
            mergedAt: try row("merged_at"), closedByID: try row("closed_by_id"), closedAt: try row("closed_at"),
            milestoneID: try row("milestone_id"), isDiscussionLocked: try row("is_discussion_locked"),
            userNotesCount: try row("user_notes_count"), lockReason: try row("lock_reason"),
            requestedTeams: try requestedTeams(row),
            reviewDecision: try row("review_decision"), autoMergeMethod: try row("auto_merge_method"),
            autoMergeByID: try row("auto_merge_by_id"), createdAt: try row("created_at"),
            updatedAt: try row("updated_at"))
    }

    private static func requestedTeams(_ row: any ResultRow) throws -> [String] {
        let json: String? = try row("requested_teams")
        return try json.map { try JSONList.strings($0, column: "requested_teams") } ?? []
    }

    private static func diffRefs(_ row: any ResultRow) throws -> DiffRefs? {
        let base: ObjectHash? = try row("base_sha")
        let start: ObjectHash? = try row("start_sha")
        let head: ObjectHash? = try row("head_sha")
        guard let base, let start, let head else { return nil }
        return DiffRefs(base: base, start: start, head: head)
    }
}
