import Access
import Model
import Store

/// Protected branches: for whoever may read the code (GitLab's `authorize_read_code!`).
struct ProtectedBranchRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/protected_branches", .everyone, use: list)
        router.get("projects/:id/protected_branches/:name", .everyone, use: show)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (search, page) = try request.read { reader in
            (reader.search().flatMap { $0.isEmpty ? nil : $0 }, reader.page())
        }
        let found = try await api.read(request) { lookup in
            try ProtectedBranches.list(
                project: lookup.projectWithCode().id, search: search, page: page, in: lookup.connection)
        }
        return .page(found, page, of: request) { ProtectedBranchAnswer(branch: $0) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let name = request.path("name")
        let branch = try await api.read(request) { lookup in
            guard
                let branch = try ProtectedBranches.find(
                    project: lookup.projectWithCode().id, name: name, in: lookup.connection)
            else { throw APIError.recordNotFound }
            return branch
        }
        return Answer(ProtectedBranchAnswer(branch: branch))
    }
}
