import Access
import Git
import Model
import Store

/// Commits of a project's repository, and what is known about one of them.
struct CommitRoutes: ResourceRoutes {
    private enum RefKind: String {
        case branch, tag, all
    }

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "projects/:id/repository/commits"
        router.get(path, .everyone, use: list)
        router.get("\(path)/:sha", .everyone, use: show)
        router.get("\(path)/:sha/diff", .everyone, use: diff)
        router.get("\(path)/:sha/refs", .everyone, use: refs)
        router.get("\(path)/:sha/merge_requests", .everyone, use: mergeRequests)
        router.get("\(path)/:sha/statuses", .everyone, use: statuses)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let input = try request.read(CommitListParameters.init)
        let repository = try await api.repository(request)
        guard let query = try await input.query(in: repository) else {
            return .page(PagedRows<CommitAnswer>(elements: [], total: 0), input.page, of: request) { $0 }
        }
        let found = try await repository.reading(orNotFound: "Commit") { try await repository.git.commits(query) }
        // Counting costs a walk over the whole history: the total is told where the last page tells it for nothing.
        let isEnd = !found.hasMore && !(found.commits.isEmpty && input.page.number > 1)
        let total = isEnd ? input.page.offset + found.commits.count : nil
        return .page(PagedRows(elements: found.commits, total: total), input.page, of: request) {
            CommitAnswer(commit: $0, webURL: repository.webURL)
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let stats = try request.read { $0.optional("stats", Bool.self) ?? true }
        let repository = try await api.repository(request)
        let commit = try await repository.commit(request.path("sha"), stats: stats)
        return Answer(CommitAnswer(commit: commit, webURL: repository.webURL, projectID: repository.project.id))
    }

    @Sendable private func diff(_ request: APIRequest) async throws -> Answer {
        let (page, isUnidiff) = try request.read { ($0.page(), $0.optional("unidiff", Bool.self) ?? false) }
        let repository = try await api.repository(request)
        let commit = try await repository.commit(request.path("sha"))
        let diffs = try await repository.reading(orNotFound: "Commit") {
            try await repository.git.diff(of: Revision(commit.id))
        }
        return .page(PagedRows(diffs.files, page), page, of: request) { DiffAnswer(file: $0, isUnidiff: isUnidiff) }
    }

    @Sendable private func refs(_ request: APIRequest) async throws -> Answer {
        let (kind, page) = try request.read { ($0.optional("type", among: RefKind.self) ?? .all, $0.page()) }
        let repository = try await api.repository(request)
        let commit = try await repository.commit(request.path("sha"))
        var refs: [RefName] = []
        if kind != .tag { refs += try await repository.git.refs(under: "refs/heads/", containing: commit.id) }
        if kind != .branch { refs += try await repository.git.refs(under: "refs/tags/", containing: commit.id) }
        return .page(PagedRows(refs, page), page, of: request) { BasicRefAnswer(ref: $0) }
    }

    @Sendable private func mergeRequests(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let repository = try await api.repository(request)
        let commit = try await repository.commit(request.path("sha"))
        guard let hash = ObjectHash(commit.id.hex) else { throw APIError.notFound("Commit") }
        let (found, shown) = try await api.read(request) { lookup in
            let project = try lookup.projectWithMergeRequests()
            let found = try MergeRequests.list(project: project.id, commit: hash, page: page, in: lookup.connection)
            return (found, try ShownMergeRequests(found.elements, showsLabelDetails: false, lookup))
        }
        return .page(found, page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    /// Nothing is built here, and what was built at the source is not imported.
    @Sendable private func statuses(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let repository = try await api.repository(request)
        _ = try await repository.commit(request.path("sha"))
        return .page(PagedRows<String>(elements: [], total: 0), page, of: request) { $0 }
    }
}

/// What a request says about a list of commits.
struct CommitListParameters: Sendable {
    private enum Order: String {
        case `default`, topo
    }

    let page: Page
    private let ref: String?
    /// All but where to begin.
    private let template: CommitQuery

    init(_ reader: inout ParameterReader) {
        var query = CommitQuery()
        ref = reader.optional("ref_name", String.self).flatMap { $0.isEmpty ? nil : $0 }
        query.since = reader.optional("since", Timestamp.self).map { $0.millisecondsSinceEpoch / 1000 }
        query.until = reader.optional("until", Timestamp.self).map { $0.millisecondsSinceEpoch / 1000 }
        query.path = reader.optional("path", String.self) ?? ""
        query.follow = reader.optional("follow", Bool.self) ?? false
        query.author = reader.optional("author", String.self).flatMap { $0.isEmpty ? nil : $0 }
        query.all = reader.optional("all", Bool.self) ?? false
        query.stats = reader.optional("with_stats", Bool.self) ?? false
        query.firstParent = reader.optional("first_parent", Bool.self) ?? false
        query.order = reader.optional("order", among: Order.self) == .topo ? .topological : .byDate
        page = reader.page()
        (query.skip, query.limit) = (page.offset, page.size)
        template = query
    }

    /// What git is asked; nil for a repository without commits, which has nothing to list.
    /// - Throws: `404 Commit Not Found` where a name was given that the repository doesn't know.
    func query(in repository: ProjectRepository) async throws -> CommitQuery? {
        var query = template
        query.revision = try repository.revision(ref)
        if !query.all, try await repository.git.resolve(query.revision) == nil {
            guard ref == nil else { throw APIError.notFound("Commit") }
            return nil
        }
        return query
    }
}
