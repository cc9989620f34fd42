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
        return try await answer(request, query) { .project(try $0.projectWithMergeRequests().id) }
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
                try lookup.projectWithMergeRequests(), mergeRequest,
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
