import Access
import Importer
import Model
import Store

/// What assignees are asked, and their word: GitLab has a page for it, which a mail leads to. Here they find it
/// themselves, also for groups they cannot see.
struct OwnSourceUserRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "user/source_users"
        router.get(path, use: list)
        router.get("\(path)/:source_user_id", use: show)
        router.post("\(path)/:source_user_id/accept") { request in
            try await decide(request) { try $0.accept($1, by: $2) }
        }
        router.post("\(path)/:source_user_id/reject") { request in
            try await decide(request) { try $0.reject($1, by: $2) }
        }
        router.post("\(path)/:source_user_id/revoke") { request in
            try await decide(request) { decisions, id, _ in try decisions.revoke(id) }
        }
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let externalURL = api.externalURL
        let answers = try await api.read(request) { lookup in
            let rows = try SourceUsers.list(assignedTo: lookup.account().id, page: page, in: lookup.connection)
            return PagedRows(
                elements: try SourceUserAnswer.all(
                    rows.elements, externalURL: externalURL, showsToken: true, in: lookup.connection),
                total: rows.total)
        }
        return .page(answers, page, of: request) { $0 }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let externalURL = api.externalURL
        let answer = try await api.read(request) { lookup in
            try SourceUserAnswer.all(
                [lookup.ownSourceUser()], externalURL: externalURL, showsToken: true, in: lookup.connection)
        }
        return Answer(answer[0])
    }

    private func decide(
        _ request: APIRequest,
        _ decide: @escaping @Sendable (SourceUserDecisions, SourceUserID, User) throws -> SourceUser
    ) async throws -> Answer {
        try await api.decide(request) { lookup, decisions in
            try decide(decisions, lookup.ownSourceUser().id, lookup.account())
        }
    }
}

extension Lookup {
    /// The source user in the path, a number or the token of a request, whose assignee the caller is.
    fileprivate func ownSourceUser() throws -> SourceUser {
        let name = request.path("source_user_id")
        let account = try account()
        let found =
            try name.count == 32
            ? SourceUsers.find(token: name, in: connection)
            : Int64(name).flatMap { try SourceUsers.find(SourceUserID($0), in: connection) }
        guard let sourceUser = found, sourceUser.reassignToUserID == account.id else {
            throw APIError.notFound("Source User")
        }
        return sourceUser
    }
}
