import Access
import Model
import Store

/// What a request says about a list of merge requests.
struct MergeRequestQuery: Sendable {
    private enum State: String {
        case opened, closed, merged, locked, all
    }

    private enum View: String {
        case simple
    }

    private enum Choice: String {
        case yes, no
    }

    var items: ItemParameters
    var page: Page
    var isSimple: Bool
    /// All but the scope, which needs a lookup.
    private var template: @Sendable (ItemScope) -> MergeRequestFilter

    private static let orders: KeyValuePairs<String, ItemSort.Key> = [
        "created_at": .createdAt, "updated_at": .updatedAt, "title": .title, "merged_at": .mergedAt,
        "milestone_due": .milestoneDue, "priority": .createdAt, "label_priority": .createdAt,
        "popularity": .createdAt,
    ]

    init(_ reader: inout ParameterReader, defaultScope: ItemParameters.Scope) {
        let state = reader.optional("state", among: State.self).flatMap { MergeRequest.State(rawValue: $0.rawValue) }
        items = reader.items(orders: Self.orders, defaultScope: defaultScope)
        let branches = (
            source: reader.optional("source_branch", String.self), target: reader.optional("target_branch", String.self)
        )
        let isWorkInProgress = reader.optional("wip", among: Choice.self).map { $0 == .yes }
        let isDraft = reader.optional("draft", Bool.self) ?? isWorkInProgress
        let reviewers = reader.people(id: "reviewer_id", usernames: "reviewer_username")
        let approvedBy = reader.approvers(reader.optional("approved", among: Choice.self).map { $0 == .yes })
        let mergedBy = reader.person(id: "merge_user_id", username: "merge_user_username")
        let merged = (
            after: reader.optional("merged_after", Timestamp.self),
            before: reader.optional("merged_before", Timestamp.self)
        )
        let excludedReviewer = reader.excludedReviewer()
        isSimple = reader.optional("view", among: View.self) != nil
        page = reader.page()
        template = { scope in
            var filter = MergeRequestFilter(scope: scope)
            filter.state = state
            (filter.sourceBranch, filter.targetBranch) = branches
            filter.isDraft = isDraft
            (filter.reviewers, filter.approvedBy, filter.mergedBy) = (reviewers, approvedBy, mergedBy)
            (filter.mergedAfter, filter.mergedBefore) = merged
            filter.excludedReviewer = excludedReviewer
            return filter
        }
    }

    func filter(_ scope: ItemScope, caller: User?) throws -> MergeRequestFilter {
        var filter = template(scope)
        filter.items = try items.filter(for: caller)
        return filter
    }
}

extension ParameterReader {
    /// `approved_by_ids` and `approved_by_usernames`, `None` and `Any` among them, or else what `approved` says.
    fileprivate mutating func approvers(_ isApproved: Bool?) -> ItemFilter.Wanted<ItemFilter.Person>? {
        let words = conditions("approved_by_ids") ?? []
        let names = conditions("approved_by_usernames") ?? []
        mutuallyExclusive("approved_by_ids", "approved_by_usernames")
        switch (words + names).first?.lowercased() {
        case nil: return isApproved.map { $0 ? .any : ItemFilter.Wanted.none }
        case "none"?: return ItemFilter.Wanted.none
        case "any"?: return .any
        default: break
        }
        let numbers = words.compactMap { Int64($0) }
        if numbers.count < words.count { fail("approved_by_ids is invalid") }
        return .all(numbers.map { .id(UserID($0)) } + names.map { .username($0) })
    }

    fileprivate mutating func excludedReviewer() -> ItemFilter.Person? {
        var person: ItemFilter.Person?
        guard let excluded = optional("not", RequestParameters.self) else { return nil }
        nested(excluded, under: "not") { person = $0.person(id: "reviewer_id", username: "reviewer_username") }
        return person
    }
}

/// A page of merge requests and what their answers need.
struct ShownMergeRequests: Sendable {
    private let related: RelatedRows
    private let showsLabelDetails: Bool
    private let group: String?
    private let today: CalendarDate

    init(_ mergeRequests: [MergeRequest], showsLabelDetails: Bool, _ lookup: Lookup) throws {
        related = try RelatedRows.of(mergeRequests, in: lookup.connection)
        self.showsLabelDetails = showsLabelDetails
        group = try lookup.shownGroup
        today = lookup.today
    }

    /// As lists show it; set its `detail` for the answer about a single one.
    func answer(_ mergeRequest: MergeRequest, externalURL: String) -> MergeRequestAnswer {
        MergeRequestAnswer(
            mergeRequest: mergeRequest, related: related, place: place(mergeRequest, externalURL), today: today,
            showsLabelDetails: showsLabelDetails)
    }

    func simpleAnswer(_ mergeRequest: MergeRequest, externalURL: String) -> MergeRequestSimpleAnswer {
        MergeRequestSimpleAnswer(mergeRequest: mergeRequest, place: place(mergeRequest, externalURL))
    }

    private func place(_ mergeRequest: MergeRequest, _ externalURL: String) -> AnswerPlace {
        related.place(of: mergeRequest.projectID, externalURL: externalURL, group: group)
    }
}
