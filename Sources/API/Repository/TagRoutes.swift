import Access
import Git
import Model
import Store

/// Tags of a project's repository.
struct TagRoutes: ResourceRoutes {
    private enum Order: String {
        case name, updated, version
    }

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/repository/tags", .everyone, use: list)
        router.get("projects/:id/repository/tags/:tag_name", .everyone, use: show)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (query, page) = try request.read { reader in
            var query = RefQuery()
            query.descending = reader.optional("sort", among: SortDirection.self) != .ascending
            switch reader.optional("order_by", among: Order.self) {
            case .name: query.order = .name
            case nil, .updated: query.order = .updated
            case .version: query.order = .version
            }
            query.search = reader.search().flatMap { $0.isEmpty ? nil : RefSearch($0) }
            let page = reader.page()
            (query.skip, query.limit) = (page.offset, page.size)
            return (query, page)
        }
        let repository = try await api.repository(request)
        let found = try await repository.reading(orNotFound: "Repository") { try await repository.git.tags(query) }
        let releases = try await releases(of: found.items, repository)
        let protection = try await api.protection(request)
        return .page(PagedRows(elements: found.items, total: found.total), page, of: request) { tag in
            TagAnswer(
                tag: tag, release: releases[tag.name], isProtected: protection.isProtected(tag: tag.name),
                webURL: repository.webURL)
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let name = request.path("tag_name")
        let repository = try await api.repository(request)
        let tag = try await repository.reading(orNotFound: "Tag") { try await repository.git.tag(name) }
        guard let tag else { throw APIError.notFound("Tag") }
        let releases = try await releases(of: [tag], repository)
        let protection = try await api.protection(request)
        return Answer(
            TagAnswer(
                tag: tag, release: releases[tag.name], isProtected: protection.isProtected(tag: tag.name),
                webURL: repository.webURL))
    }

    private func releases(of tags: [GitTag], _ repository: ProjectRepository) async throws -> [String: Release] {
        let project = repository.project.id
        let names = tags.map(\.name)
        return try await api.store.read { connection in
            var releases: [String: Release] = [:]
            for name in names {
                releases[name] = try Releases.find(
                    project: project, tag: name, includesDrafts: false, in: connection)
            }
            return releases
        }
    }
}
