import Model
import Store

/// Comments on personal snippets. GitLab shows those on its pages only; the addresses are those it has for notes on
/// the snippets of projects.
struct SnippetNoteRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("snippets/:id/notes", .everyone, use: notes)
        router.get("snippets/:id/notes/:note_id", .everyone, use: note)
        router.get("snippets/:id/discussions", .everyone, use: discussions)
        router.get("snippets/:id/discussions/:discussion_id", .everyone, use: discussion)
    }

    @Sendable private func notes(_ request: APIRequest) async throws -> Answer {
        let (order, direction, page) = try request.read { reader in
            (
                reader.optional("order_by", among: Notes.Order.self) ?? .createdAt,
                reader.optional("sort", among: SortDirection.self) ?? .descending, reader.page()
            )
        }
        let (notes, authors) = try await list(request, order, direction, page)
        return .page(notes, page, of: request) { answer($0, authors) }
    }

    @Sendable private func discussions(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (notes, authors) = try await list(request, .createdAt, .ascending, page)
        return .page(notes, page, of: request) { SnippetDiscussionAnswer(note: answer($0, authors)) }
    }

    private func list(
        _ request: APIRequest, _ order: Notes.Order, _ direction: SortDirection, _ page: Page
    ) async throws -> (PagedRows<SnippetNote>, [UserID: User]) {
        try await api.read(request) { lookup in
            let notes = try SnippetNotes.list(
                on: lookup.snippet().id, order: order, direction: direction, page: page, in: lookup.connection)
            return (notes, try Users.byID(Set(notes.elements.map(\.authorID)), in: lookup.connection))
        }
    }

    @Sendable private func note(_ request: APIRequest) async throws -> Answer {
        let id: Identifier<SnippetNote> = try request.identifier("note_id")
        let (note, authors) = try await api.read(request) { lookup in
            guard let note = try SnippetNotes.find(id: id, on: lookup.snippet().id, in: lookup.connection) else {
                throw APIError.recordNotFound
            }
            return (note, try Users.byID([note.authorID], in: lookup.connection))
        }
        return Answer(answer(note, authors))
    }

    @Sendable private func discussion(_ request: APIRequest) async throws -> Answer {
        let key = request.path("discussion_id")
        let (note, authors) = try await api.read(request) { lookup in
            guard let note = try SnippetNotes.find(key: key, on: lookup.snippet().id, in: lookup.connection) else {
                throw APIError.notFound("Discussion")
            }
            return (note, try Users.byID([note.authorID], in: lookup.connection))
        }
        return Answer(SnippetDiscussionAnswer(note: answer(note, authors)))
    }

    private func answer(_ note: SnippetNote, _ authors: [UserID: User]) -> SnippetNoteAnswer {
        SnippetNoteAnswer(note: note, author: authors[note.authorID], externalURL: api.externalURL)
    }
}
