import Access
import Model
import Store

/// Protected tags: for Maintainers (GitLab's `read_protected_tags`).
struct ProtectedTagRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/protected_tags", use: list)
        router.get("projects/:id/protected_tags/:name", use: show)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let found = try await api.read(request) { lookup in
            try ProtectedTags.list(
                project: lookup.project(requiring: .maintainer).id, page: page, in: lookup.connection)
        }
        return .page(found, page, of: request) { ProtectedTagAnswer(tag: $0) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let name = request.path("name")
        let tag = try await api.read(request) { lookup in
            guard
                let tag = try ProtectedTags.find(
                    project: lookup.project(requiring: .maintainer).id, name: name, in: lookup.connection)
            else { throw APIError.recordNotFound }
            return tag
        }
        return Answer(ProtectedTagAnswer(tag: tag))
    }
}
