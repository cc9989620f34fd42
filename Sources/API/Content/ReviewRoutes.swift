import Access
import Model
import Store

/// Who reviews and approves a merge request, and the versions of its diff.
struct ReviewRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "projects/:id/merge_requests/:iid"
        router.get("\(path)/approvals", .everyone, use: approvals)
        router.get("\(path)/approval_state", .everyone, use: approvalState)
        router.get("\(path)/reviewers", .everyone, use: reviewers)
        router.get("\(path)/versions", .everyone, use: versions)
    }

    @Sendable private func approvals(_ request: APIRequest) async throws -> Answer {
        let answer = try await api.read(request) { [api] lookup in
            let mergeRequest = try lookup.mergeRequest()
            let approvals = try Reviewers.approvals(mergeRequest: mergeRequest.id, in: lookup.connection)
            return ApprovalsAnswer(
                mergeRequest: mergeRequest, approvals: approvals,
                users: try Users.byID(approvals.map(\.userID), in: lookup.connection), caller: lookup.caller.user?.id,
                externalURL: api.externalURL)
        }
        return Answer(answer)
    }

    @Sendable private func approvalState(_ request: APIRequest) async throws -> Answer {
        _ = try await api.read(request) { try $0.mergeRequest() }
        return Answer(ApprovalStateAnswer())
    }

    @Sendable private func reviewers(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (reviewers, users) = try await api.read(request) { lookup in
            let reviewers = try Reviewers.list(mergeRequest: lookup.mergeRequest().id, in: lookup.connection)
            return (reviewers, try Users.byID(reviewers.map(\.userID), in: lookup.connection))
        }
        let shown = reviewers.compactMap { reviewer in
            users[reviewer.userID].map {
                ReviewerAnswer(
                    reviewer: reviewer, user: UserBasicAnswer(user: $0, externalURL: api.externalURL))
            }
        }
        return .page(PagedRows(shown, page), page, of: request) { $0 }
    }

    @Sendable private func versions(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let versions = try await api.read(request) { lookup in
            try MergeRequestVersions.list(mergeRequest: lookup.mergeRequest().id, page: page, in: lookup.connection)
        }
        return .page(versions, page, of: request) { MergeRequestVersionAnswer(version: $0) }
    }
}
