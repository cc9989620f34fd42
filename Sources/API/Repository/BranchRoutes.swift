import Access
import Git
import Model
import Store

/// Branches of a project's repository.
struct BranchRoutes: ResourceRoutes {
    private enum Order: String {
        case nameAscending = "name_asc"
        case updatedAscending = "updated_asc"
        case updatedDescending = "updated_desc"
    }

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/repository/branches", .everyone, use: list)
        router.get("projects/:id/repository/branches/:branch", .everyone, use: show)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (query, page) = try request.read { reader in
            var query = RefQuery()
            query.search = reader.search().flatMap { $0.isEmpty ? nil : RefSearch($0) }
            // A person's expression may take for ever to match; a search has "^", "$" and "*" for the same ends.
            if reader.optional("regex", String.self) != nil { reader.fail("regex is not supported") }
            switch reader.optional("sort", among: Order.self) {
            case nil, .nameAscending: query.order = .name
            case .updatedAscending: query.order = .updated
            case .updatedDescending: (query.order, query.descending) = (.updated, true)
            }
            let page = reader.page()
            (query.skip, query.limit) = (page.offset, page.size)
            return (query, page)
        }
        let repository = try await api.repository(request)
        let found = try await repository.reading(orNotFound: "Repository") { try await repository.git.branches(query) }
        let answers = try await answers(found.items, repository, try await api.protection(request))
        return .page(PagedRows(elements: answers, total: found.total), page, of: request) { $0 }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let name = request.path("branch")
        let repository = try await api.repository(request)
        guard RefName(branch: name) != nil else { throw APIError.badRequest("The branch refname is invalid") }
        let branch = try await repository.reading(orNotFound: "Branch") { try await repository.git.branch(name) }
        guard let branch,
            let answer = try await answers([branch], repository, try await api.protection(request)).first
        else { throw APIError.notFound("Branch") }
        return Answer(answer)
    }

    /// The default branch counts as merged into nothing, as in GitLab.
    private func answers(
        _ branches: [GitBranch], _ repository: ProjectRepository, _ protection: RefProtection
    ) async throws -> [BranchAnswer] {
        let git = repository.git
        let root = git.defaultBranch()
        var merged: Set<RefName> = []
        if let target = try await git.resolve(.head) {
            merged = try await git.mergedBranches(among: branches.map(\.ref), into: target)
        }
        return branches.map { branch in
            BranchAnswer(
                branch: branch, isMerged: branch.ref != root && merged.contains(branch.ref),
                isDefault: branch.ref == root, protection: protection.branch(branch.name), webURL: repository.webURL)
        }
    }
}
