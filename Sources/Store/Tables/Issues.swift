public import Model

/// Which issues a list holds.
public struct IssueFilter: Sendable {
    /// Which confidential issues may be shown.
    public enum ConfidentialAccess: Sendable {
        case all
        /// Those this person wrote or is assigned to.
        case own(UserID)
        case none
    }

    public var items: ItemFilter
    public var scope: ItemScope
    public var state: Issue.State?
    public var isConfidential: Bool?
    public var confidentialAccess: ConfidentialAccess

    public init(_ items: ItemFilter = ItemFilter(), scope: ItemScope, confidentialAccess: ConfidentialAccess) {
        self.items = items
        self.scope = scope
        self.confidentialAccess = confidentialAccess
    }

    func condition() -> Condition {
        var condition = Condition()
        scope.add(to: &condition, table: .issues)
        items.add(to: &condition, table: .issues)
        if let state { condition.add("issues.state = ?", state) }
        if let isConfidential { condition.add("issues.is_confidential = ?", isConfidential) }
        confidentialAccess.limit(&condition)
        return condition
    }
}

extension IssueFilter.ConfidentialAccess {
    /// Leaves out what may not be shown.
    func limit(_ condition: inout Condition) {
        switch self {
        case .all: break
        case .none: condition.add("issues.is_confidential = 0")
        case .own(let user):
            condition.add(
                """
                (issues.is_confidential = 0 OR issues.author_id = ? OR EXISTS
                (SELECT 1 FROM issue_assignees WHERE issue_id = issues.id AND user_id = ?))
                """, user, user)
        }
    }
}

/// How many issues of a list are in which state.
public struct IssueCounts: Sendable, Hashable {
    public var opened: Int
    public var closed: Int

    public var all: Int { opened + closed }
}

/// The issues of projects.
public enum Issues {
    static let columns = """
        issues.id, issues.project_id, issues.iid, issues.title, issues.description, issues.state, issues.state_reason,
        issues.author_id, issues.source_author, issues.closed_by_id, issues.closed_at, issues.milestone_id,
        issues.is_discussion_locked, issues.is_confidential, issues.due_date, issues.user_notes_count,
        issues.is_pinned, issues.source_type, issues.lock_reason,
        (SELECT iid FROM issues AS originals WHERE originals.id = issues.duplicate_of_id) AS duplicate_of,
        issues.created_at, issues.updated_at
        """

    /// One page, by number.
    public static func list(
        _ filter: IssueFilter, sort: ItemSort, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Issue> {
        try connection.page(
            columns, from: filter.scope.tables(.issues), where: filter.condition(),
            order: sort.order(on: .issues, isSmall: !filter.items.iids.isEmpty), page: page, read)
    }

    /// The issues behind `position`, the first ones where it is `nil`.
    public static func list(
        _ filter: IssueFilter, sort: ItemSort, after position: KeysetPosition?, limit: Int,
        in connection: any ReadConnection
    ) throws -> KeysetRows<Issue> {
        try connection.keysetPage(
            columns, from: filter.scope.tables(.issues), table: .issues, where: filter.condition(), sort: sort,
            after: position, limit: limit, read)
    }

    public static func counts(_ filter: IssueFilter, in connection: any ReadConnection) throws -> IssueCounts {
        let condition = filter.condition()
        let pairs: [(Issue.State, Int)] = try connection.rows(
            """
            SELECT issues.state AS state, count(*) AS number FROM \(filter.scope.tables(.issues)) \(condition.sql)
            GROUP BY issues.state
            """, condition.parameters
        ) { (try $0("state"), try $0("number")) }
        let numbers = Dictionary(pairs) { $0 + $1 }
        return IssueCounts(opened: numbers[.opened] ?? 0, closed: numbers[.closed] ?? 0)
    }

    public static func find(project: ProjectID, iid: Int64, in connection: any ReadConnection) throws -> Issue? {
        try connection.row("SELECT \(columns) FROM issues WHERE project_id = $1 AND iid = $2", [project, iid], read)
    }

    public static func find(id: IssueID, in connection: any ReadConnection) throws -> Issue? {
        try connection.row("SELECT \(columns) FROM issues WHERE id = $1", [id], read)
    }

    /// Those of these issues that may be shown.
    public static func find(
        _ ids: Set<IssueID>, access: IssueFilter.ConfidentialAccess, in connection: any ReadConnection
    ) throws -> [Issue] {
        guard !ids.isEmpty else { return [] }
        var condition = Condition()
        condition.add("issues.id", isOneOf: padded(ids))
        access.limit(&condition)
        return try connection.rows("SELECT \(columns) FROM issues \(condition.sql)", condition.parameters, read)
    }

    static func read(_ row: any ResultRow) throws -> Issue {
        Issue(
            id: try row("id"), projectID: try row("project_id"), iid: try row("iid"), title: try row("title"),
            description: try row("description"), state: try row("state"), stateReason: try row("state_reason"),
            authorID: try row("author_id"), sourceAuthor: try row("source_author"),
            closedByID: try row("closed_by_id"), closedAt: try row("closed_at"),
            milestoneID: try row("milestone_id"), isDiscussionLocked: try row("is_discussion_locked"),
            isConfidential: try row("is_confidential"), dueDate: try row("due_date"),
            userNotesCount: try row("user_notes_count"), isPinned: try row("is_pinned"),
            sourceType: try row("source_type"), lockReason: try row("lock_reason"),
            duplicateOf: try row("duplicate_of"), createdAt: try row("created_at"),
            updatedAt: try row("updated_at"))
    }
}
