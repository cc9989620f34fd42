import Access
import Model
import Store

/// Issues: of a project, of a group, of everything the caller may see.
struct IssueRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("issues", .everyone, use: listEverywhere)
        router.get("issues/:id", .administrators, use: showByRow)
        router.get("issues_statistics", use: countEverywhere)
        router.get("groups/:id/issues", .everyone, use: listInGroup)
        router.get("groups/:id/issues_statistics", .everyone, use: countInGroup)
        router.get("projects/:id/issues", .everyone, use: listInProject)
        router.get("projects/:id/issues_statistics", .everyone, use: countInProject)
        router.get("projects/:id/issues/:iid", .everyone, use: show)
        router.get("projects/:id/issues/:iid/participants", .everyone, use: participants)
    }

    // MARK: Lists

    @Sendable private func listInProject(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .all, allowsKeyset: true) }
        return try await answer(request, query) { lookup in
            let project = try lookup.project()
            return try query.filter(
                lookup.issueScope(of: project), caller: lookup.caller.user,
                access: lookup.confidentialAccess(to: project))
        }
    }

    @Sendable private func listInGroup(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .all) }
        return try await answer(request, query) { try groupFilter(query, $0) }
    }

    @Sendable private func listEverywhere(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .createdByMe) }
        return try await answer(request, query) { try everywhereFilter(query, $0) }
    }

    private func groupFilter(_ query: IssueQuery, _ lookup: Lookup) throws -> IssueFilter {
        try query.filter(
            .group(lookup.group().id, lookup.viewer, leastRole: .guest), caller: lookup.caller.user,
            access: lookup.ownConfidentialIssues)
    }

    private func everywhereFilter(_ query: IssueQuery, _ lookup: Lookup) throws -> IssueFilter {
        try query.filter(
            .everywhere(lookup.viewer, leastRole: .guest), caller: lookup.caller.user,
            access: lookup.ownConfidentialIssues)
    }

    private func answer(
        _ request: APIRequest, _ query: IssueQuery, _ filter: @escaping @Sendable (Lookup) throws -> IssueFilter
    ) async throws -> Answer {
        if let keyset = query.keyset { return try await answer(request, query, keyset, filter) }
        let (issues, shown) = try await api.read(request) { lookup in
            let issues = try Issues.list(
                filter(lookup), sort: query.items.sort, page: query.page, in: lookup.connection)
            return (issues, try ShownIssues(issues.elements, query, lookup))
        }
        return .page(issues, query.page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    private func answer(
        _ request: APIRequest, _ query: IssueQuery, _ keyset: IssueQuery.KeysetPlace,
        _ filter: @escaping @Sendable (Lookup) throws -> IssueFilter
    ) async throws -> Answer {
        let (issues, shown) = try await api.read(request) { lookup in
            let issues = try Issues.list(
                filter(lookup), sort: query.items.sort, after: keyset.position, limit: keyset.size,
                in: lookup.connection)
            return (issues, try ShownIssues(issues.elements, query, lookup))
        }
        let next = issues.next.map { [("cursor", KeysetCursor.text($0))] }
        return .keyset(issues.elements, next: next, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    // MARK: Counts

    @Sendable private func countInProject(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .all) }
        return try await count(request) { lookup in
            let project = try lookup.project()
            return try query.filter(
                lookup.issueScope(of: project), caller: lookup.caller.user,
                access: lookup.confidentialAccess(to: project))
        }
    }

    @Sendable private func countInGroup(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .all) }
        return try await count(request) { try groupFilter(query, $0) }
    }

    @Sendable private func countEverywhere(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { try IssueQuery(&$0, defaultScope: .createdByMe) }
        return try await count(request) { try everywhereFilter(query, $0) }
    }

    private func count(
        _ request: APIRequest, _ filter: @escaping @Sendable (Lookup) throws -> IssueFilter
    ) async throws -> Answer {
        let counts = try await api.read(request) { lookup in
            var filter = try filter(lookup)
            filter.state = nil
            return try Issues.counts(filter, in: lookup.connection)
        }
        return Answer(IssueStatisticsAnswer(counts: counts))
    }

    // MARK: One issue

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        try await show(request) { try $0.issue() }
    }

    @Sendable private func showByRow(_ request: APIRequest) async throws -> Answer {
        let id: IssueID = try request.identifier("id")
        return try await show(request) { lookup in
            guard let issue = try Issues.find(id: id, in: lookup.connection) else { throw APIError.recordNotFound }
            return issue
        }
    }

    private func show(
        _ request: APIRequest, _ find: @escaping @Sendable (Lookup) throws -> Issue
    ) async throws -> Answer {
        let (issue, related, today) = try await api.read(request) { lookup in
            let issue = try find(lookup)
            return (issue, try RelatedRows.of([issue], in: lookup.connection), lookup.today)
        }
        return Answer(
            IssueAnswer(
                issue: issue, related: related,
                place: related.place(of: issue.projectID, externalURL: api.externalURL), today: today, isSingle: true))
    }

    @Sendable private func participants(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let users = try await api.read(request) { lookup in
            try Participants.list(of: lookup.issue().id, page: page, in: lookup.connection)
        }
        return .page(users, page, of: request) { UserBasicAnswer(user: $0, externalURL: api.externalURL) }
    }
}
