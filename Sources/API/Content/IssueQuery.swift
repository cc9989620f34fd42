import Access
import Model
import Store

/// What a request says about a list of issues.
struct IssueQuery: Sendable {
    /// Where a list walked by place goes on.
    struct KeysetPlace: Sendable {
        var position: KeysetPosition?
        var size: Int
    }

    private enum State: String {
        case opened, closed, all
    }

    var items: ItemParameters
    var state: Issue.State?
    var isConfidential: Bool?
    var page: Page
    var keyset: KeysetPlace?

    /// GitLab's words and what stands behind them here.
    private static let orders: KeyValuePairs<String, ItemSort.Key> = [
        "created_at": .createdAt, "updated_at": .updatedAt, "title": .title, "due_date": .dueDate,
        "milestone_due": .milestoneDue, "relative_position": .relativePosition, "id": .relativePosition,
        "priority": .createdAt, "label_priority": .createdAt, "popularity": .createdAt, "weight": .createdAt,
    ]

    init(
        _ reader: inout ParameterReader, defaultScope: ItemParameters.Scope, allowsKeyset: Bool = false
    ) throws {
        let state = reader.optional("state", among: State.self)
        items = reader.items(orders: Self.orders, defaultScope: defaultScope)
        self.state = state.flatMap { Issue.State(rawValue: $0.rawValue) }
        isConfidential = reader.optional("confidential", Bool.self)
        // Everything imported is a plain issue.
        if let types = reader.optional("issue_type", [String].self), !types.isEmpty, !types.contains("issue") {
            items.filter.isEmpty = true
        }
        let asked =
            allowsKeyset
            ? reader.keyset(orders: ["created_at", "updated_at", "title", "id", "due_date", "relative_position"]) : nil
        page = asked.map { Page(number: 1, size: $0.size) } ?? reader.page()
        guard let asked else { return }
        let position = asked.cursor.flatMap { KeysetCursor.position($0, by: items.sort.key) }
        if asked.cursor != nil, position == nil { reader.fail("cursor is invalid") }
        keyset = KeysetPlace(position: position, size: asked.size)
    }

    func filter(
        _ scope: ItemScope, caller: User?, access: IssueFilter.ConfidentialAccess
    ) throws -> IssueFilter {
        var filter = IssueFilter(try items.filter(for: caller), scope: scope, confidentialAccess: access)
        filter.state = state
        filter.isConfidential = isConfidential
        return filter
    }
}

/// A page of issues and what their answers need.
struct ShownIssues: Sendable {
    private let related: RelatedRows
    private let showsLabelDetails: Bool
    private let group: String?
    private let today: CalendarDate

    init(_ issues: [Issue], _ query: IssueQuery, _ lookup: Lookup) throws {
        try self.init(issues, showsLabelDetails: query.items.showsLabelDetails, lookup)
    }

    init(_ issues: [Issue], showsLabelDetails: Bool, _ lookup: Lookup) throws {
        related = try RelatedRows.of(issues, in: lookup.connection)
        self.showsLabelDetails = showsLabelDetails
        group = try lookup.shownGroup
        today = lookup.today
    }

    func answer(_ issue: Issue, externalURL: String) -> IssueAnswer {
        IssueAnswer(
            issue: issue, related: related,
            place: related.place(of: issue.projectID, externalURL: externalURL, group: group), today: today,
            showsLabelDetails: showsLabelDetails)
    }
}
