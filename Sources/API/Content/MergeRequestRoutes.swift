import Access
import Git
import Model
import Store

/// Merge requests: of a project, of a group, of everything the caller may see. Their commits and diffs are read from
/// git, by other routes.
struct MergeRequestRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("merge_requests", .everyone, use: listEverywhere)
        router.get("groups/:id/merge_requests", .everyone, use: listInGroup)
        router.get("projects/:id/merge_requests", .everyone, use: listInProject)
        router.get("projects/:id/merge_requests/:iid", .everyone, use: show)
        router.get("projects/:id/merge_requests/:iid/participants", .everyone, use: participants)
    }

    @Sendable private func listInProject(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { MergeRequestQuery(&$0, defaultScope: .all) }
        return try await answer(request, query) { .project(try $0.projectWithCode().id) }
    }

    @Sendable private func listInGroup(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { MergeRequestQuery(&$0, defaultScope: .all) }
        return try await answer(request, query) { .group(try $0.group().id, $0.viewer, leastRole: .reporter) }
    }

    @Sendable private func listEverywhere(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { MergeRequestQuery(&$0, defaultScope: .createdByMe) }
        return try await answer(request, query) { .everywhere($0.viewer, leastRole: .reporter) }
    }

    private func answer(
        _ request: APIRequest, _ query: MergeRequestQuery, _ scope: @escaping @Sendable (Lookup) throws -> ItemScope
    ) async throws -> Answer {
        let (found, shown) = try await api.read(request) { lookup in
            let filter = try query.filter(scope(lookup), caller: lookup.caller.user)
            let found = try MergeRequests.list(filter, sort: query.items.sort, page: query.page, in: lookup.connection)
            let details = query.items.showsLabelDetails
            return (found, try ShownMergeRequests(found.elements, showsLabelDetails: details, lookup))
        }
        if query.isSimple {
            return .page(found, query.page, of: request) { shown.simpleAnswer($0, externalURL: api.externalURL) }
        }
        return .page(found, query.page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let (project, mergeRequest, shown) = try await api.read(request) { lookup in
            let mergeRequest = try lookup.mergeRequest()
            return (
                try lookup.projectWithCode(), mergeRequest,
                try ShownMergeRequests([mergeRequest], showsLabelDetails: false, lookup)
            )
        }
        var answer = shown.answer(mergeRequest, externalURL: api.externalURL)
        answer.detail = MergeRequestAnswer.Detail(
            changesCount: try await changesCount(mergeRequest, of: project))
        return Answer(answer)
    }

    /// `nil` before the repository is there, and where it lacks the commits.
    private func changesCount(_ mergeRequest: MergeRequest, of project: Project) async throws -> String? {
        guard let refs = mergeRequest.diffRefs, api.repositories.project(project.id).exists else { return nil }
        let changes = try await MergeRequestChanges(refs, in: api.repository(of: project))
        return try await changes?.diffs().countText
    }

    @Sendable private func participants(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let users = try await api.read(request) { lookup in
            try Participants.list(of: lookup.mergeRequest().id, page: page, in: lookup.connection)
        }
        return .page(users, page, of: request) { UserBasicAnswer(user: $0, externalURL: api.externalURL) }
    }
}

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
        let words = optional("approved_by_ids", [String].self) ?? []
        let names = optional("approved_by_usernames", [String].self) ?? []
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
