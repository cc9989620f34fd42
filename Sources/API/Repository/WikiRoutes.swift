import Access
import Git
import Model
import Store

/// The wiki of a project, read from its repository.
struct WikiRoutes: ResourceRoutes {
    /// The most bytes of all pages together that go into one answer.
    private static let contentLimit = 64 << 20

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/wikis", .everyone, use: list)
        router.get("projects/:id/wikis/:slug", .everyone, use: show)
    }

    /// All pages at once: GitLab has no paging here.
    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let withContent = try request.read { $0.optional("with_content", Bool.self) ?? false }
        guard let wiki = try await wiki(request) else { return Answer([WikiPageAnswer]()) }
        let pages = try await pages(of: wiki, at: .head)
        guard withContent else { return Answer(pages.map { WikiPageAnswer(page: $0) }) }
        let contents = try await wiki.reading(orNotFound: "Wiki Page") {
            try await wiki.git.blobs(pages.map(\.blob), limit: Self.contentLimit)
        }
        return Answer(pages.map { WikiPageAnswer(page: $0, content: contents[$0.blob]) })
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let version = try request.read { $0.optional("version", String.self) }
        let slug = request.path("slug")
        guard let wiki = try await wiki(request) else { throw APIError.notFound("Wiki Page") }
        let revision = try wiki.revision(version, orNotFound: "Wiki Page")
        let pages = try await pages(of: wiki, at: revision)
        // Wikis elsewhere begin with "Home", GitLab's with "home".
        let page = pages.first { $0.slug == slug } ?? pages.first { $0.slug.lowercased() == slug.lowercased() }
        guard let page else { throw APIError.notFound("Wiki Page") }
        let content = try await wiki.reading(orNotFound: "Wiki Page") {
            try await wiki.git.blob(page.blob, limit: Self.contentLimit)
        }
        return Answer(WikiPageAnswer(page: page, content: content))
    }

    /// Nil where nobody has written a page yet.
    /// - Throws: `404 Project Not Found`; `403 Forbidden` where the wiki is switched off.
    private func wiki(_ request: APIRequest) async throws -> ProjectRepository? {
        let project = try await api.read(request) { try $0.project() }
        guard project.isWikiEnabled else { throw APIError.forbidden() }
        let git = api.repositories.wiki(project.id)
        guard git.exists else { return nil }
        return ProjectRepository(project: project, git: git, webURL: "\(api.externalURL)/\(project.fullPath)")
    }

    private func pages(of wiki: ProjectRepository, at revision: Revision) async throws -> [WikiPage] {
        guard try await wiki.git.resolve(revision) != nil else { return [] }
        return try await wiki.reading(orNotFound: "Wiki Page") {
            try await wiki.git.tree(revision, recursive: true).entries.compactMap { WikiPage($0) }
        }
    }
}
