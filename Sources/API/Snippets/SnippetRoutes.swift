import Access
import Git
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Store

/// Personal snippets and their files.
struct SnippetRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("snippets") { try await list($0) { .author(try $0.account().id) } }
        router.get("snippets/public") { try await list($0) { _ in .open } }
        router.get("snippets/all") { try await list($0) { .visible(to: $0.viewer) } }
        router.get("snippets/:id", .everyone, use: show)
        router.get("snippets/:id/raw", .everyone, use: showRaw)
        router.get("snippets/:id/files/:ref/:file_path/raw", .everyone, use: showRawFile)
    }

    private func list(
        _ request: APIRequest, _ scope: @escaping @Sendable (Lookup) throws -> Snippets.Scope
    ) async throws -> Answer {
        let (after, before, page) = try request.read { reader in
            (
                reader.optional("created_after", Timestamp.self), reader.optional("created_before", Timestamp.self),
                reader.page()
            )
        }
        let (snippets, authors) = try await api.read(request) { lookup in
            let snippets = try Snippets.list(
                scope(lookup), createdAfter: after, createdBefore: before, page: page, in: lookup.connection)
            return (snippets, try Users.byID(Set(snippets.elements.map(\.authorID)), in: lookup.connection))
        }
        return .page(snippets, page, of: request) {
            SnippetAnswer(snippet: $0, author: authors[$0.authorID], externalURL: api.externalURL)
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let (snippet, author) = try await api.read(request) { lookup in
            let snippet = try lookup.snippet()
            return (snippet, try Users.find(snippet.authorID, in: lookup.connection))
        }
        return Answer(SnippetAnswer(snippet: snippet, author: author, externalURL: api.externalURL))
    }

    @Sendable private func showRaw(_ request: APIRequest) async throws -> Response {
        let snippet = try await api.read(request) { try $0.snippet() }
        guard let path = snippet.files.contains(snippet.fileName) ? snippet.fileName : snippet.files.first else {
            throw APIError.notFound("Snippet")
        }
        return try await raw(path, at: .head, of: snippet, orNotFound: "Snippet")
    }

    @Sendable private func showRawFile(_ request: APIRequest) async throws -> Response {
        let snippet = try await api.read(request) { try $0.snippet() }
        guard let revision = try? Revision(request.path("ref")) else { throw APIError.notFound("Reference") }
        return try await raw(request.path("file_path"), at: revision, of: snippet, orNotFound: "File")
    }

    private func entry(_ path: String, at revision: Revision, in git: GitRepository) async throws -> TreeEntry? {
        do {
            return try await git.treeEntry(revision, path: path)
        } catch is GitError {
            return nil
        }
    }

    /// Text and nothing else, whatever it is: no browser runs it.
    private func raw(
        _ path: String, at revision: Revision, of snippet: Snippet, orNotFound what: String
    ) async throws -> Response {
        let git = api.repositories.snippet(snippet.id)
        guard git.exists, try await git.resolve(revision) != nil else { throw APIError.notFound("Reference") }
        guard let entry = try await entry(path, at: revision, in: git), entry.kind == .blob else {
            throw APIError.notFound(what)
        }
        let place = try await api.transfers.enter()
        let body = ResponseBody(contentLength: entry.size.map { Int($0) }) { writer in
            defer { place.leave() }
            try await git.withBlob(entry.id) { stream in
                for try await chunk in stream { try await writer.write(chunk) }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8", .contentDisposition: ContentDisposition.inline(entry.name),
                .contentSecurityPolicy: ServedFile.contentSecurityPolicy,
            ], body: body)
    }
}

extension Lookup {
    /// The snippet named by `:id`, as far as the caller may see it.
    /// - Throws: `404 Snippet Not Found`.
    func snippet() throws -> Snippet {
        let id: SnippetID = try request.identifier("id")
        guard let snippet = try Snippets.find(id, in: connection), authority.mayRead(snippet) else {
            throw APIError.notFound("Snippet")
        }
        return snippet
    }
}
