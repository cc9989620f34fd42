import Access
import Model
import Store

/// The labels of projects. Groups have none of their own: imports bring a project's.
struct LabelRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/labels", .everyone, use: list)
        router.get("projects/:id/labels/:name", .everyone, use: show)
        router.get("groups/:id/labels", .everyone, use: listInGroup)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (search, withCounts, page) = try request.read { reader in
            (
                reader.search(), reader.optional("with_counts", Bool.self) ?? false,
                reader.page()
            )
        }
        let (labels, counts) = try await api.read(request) { lookup -> (PagedRows<Label>, [LabelID: LabelCounts]) in
            let project = try lookup.project()
            let labels = try Labels.list(project: project.id, search: search, page: page, in: lookup.connection)
            guard withCounts else { return (labels, [:]) }
            let counts = try Labels.counts(
                labels.elements.map(\.id), access: lookup.confidentialAccess(to: project),
                withMergeRequests: lookup.authority.mayReadCode(of: project), in: lookup.connection)
            return (labels, counts)
        }
        return .page(labels, page, of: request) { label in
            LabelAnswer(label: label, counts: withCounts ? counts[label.id] ?? LabelCounts() : nil)
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let name = request.path("name")
        let label = try await api.read(request) { lookup in
            guard let label = try Labels.find(project: lookup.project().id, idOrTitle: name, in: lookup.connection)
            else { throw APIError.notFound("Label") }
            return label
        }
        return Answer(LabelAnswer(label: label))
    }

    @Sendable private func listInGroup(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        _ = try await api.read(request) { try $0.group() }
        return .page(PagedRows<LabelAnswer>([], page), page, of: request) { $0 }
    }
}
