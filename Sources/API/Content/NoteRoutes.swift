import Access
import Model
import Store

/// Comments and threads on issues and merge requests.
struct NoteRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        for kind in CommentedKind.allCases {
            let path = "projects/:id/\(kind.rawValue)/:iid"
            router.get("\(path)/notes", .everyone) { try await notes($0, on: kind) }
            router.get("\(path)/notes/:note_id", .everyone) { try await note($0, on: kind) }
            router.get("\(path)/discussions", .everyone) { try await discussions($0, on: kind) }
            router.get("\(path)/discussions/:discussion_id", .everyone) { try await discussion($0, on: kind) }
            router.get("\(path)/discussions/:discussion_id/notes", .everyone) { try await thread($0, on: kind) }
            router.get("\(path)/discussions/:discussion_id/notes/:note_id", .everyone) {
                try await noteOfThread($0, on: kind)
            }
        }
    }

    private func notes(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        let (activity, order, direction, page) = try request.read { reader in
            (
                reader.optional("activity_filter", among: Notes.Activity.self) ?? .all,
                reader.optional("order_by", among: Notes.Order.self) ?? .createdAt,
                reader.optional("sort", among: SortDirection.self) ?? .descending, reader.page()
            )
        }
        let (notes, shown) = try await api.read(request) { [api] lookup in
            let item = try kind.find(lookup)
            let notes = try Notes.list(
                on: item.noteable, activity: activity, order: order, direction: direction, page: page,
                in: lookup.connection)
            return (notes, try ShownNotes(notes.elements, on: item, api.externalURL, lookup))
        }
        let answers = PagedRows(elements: notes.elements.compactMap(shown.answer), total: notes.total)
        return .page(answers, page, of: request) { $0 }
    }

    private func note(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        let id: NoteID = try request.identifier("note_id")
        let answer = try await api.read(request) { [api] lookup in
            let item = try kind.find(lookup)
            guard let note = try Notes.find(id: id, on: item.noteable, in: lookup.connection) else {
                throw APIError.recordNotFound
            }
            return try ShownNotes([note], on: item, api.externalURL, lookup).answer(note)
        }
        guard let answer else { throw APIError.recordNotFound }
        return Answer(answer)
    }

    private func discussions(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (discussions, threads, context) = try await api.read(request) { [api] lookup in
            let item = try kind.find(lookup)
            let discussions = try Discussions.list(on: item.noteable, page: page, in: lookup.connection)
            let threads = try Notes.list(in: Set(discussions.elements.map(\.id)), in: lookup.connection)
            return (discussions, threads, try item.context(discussions.elements, threads, api.externalURL, lookup))
        }
        return .page(discussions, page, of: request) { discussion in
            DiscussionAnswer(discussion: discussion, notes: threads[discussion.id] ?? [], context: context)
        }
    }

    private func discussion(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        Answer(try await find(request, on: kind))
    }

    private func thread(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        let found = try await find(request, on: kind)
        return Answer(
            found.notes.map { NoteAnswer(note: $0, discussion: found.discussion, context: found.context) })
    }

    private func noteOfThread(_ request: APIRequest, on kind: CommentedKind) async throws -> Answer {
        let id: NoteID = try request.identifier("note_id")
        let found = try await find(request, on: kind)
        guard let note = found.notes.first(where: { $0.id == id }) else { throw APIError.recordNotFound }
        return Answer(NoteAnswer(note: note, discussion: found.discussion, context: found.context))
    }

    private func find(_ request: APIRequest, on kind: CommentedKind) async throws -> DiscussionAnswer {
        let key = request.path("discussion_id")
        return try await api.read(request) { [api] lookup in
            let item = try kind.find(lookup)
            guard
                let discussion = try Discussions.find(
                    project: item.project, on: item.noteable, key: key, in: lookup.connection)
            else { throw APIError.notFound("Discussion") }
            let threads = try Notes.list(in: [discussion.id], in: lookup.connection)
            return DiscussionAnswer(
                discussion: discussion, notes: threads[discussion.id] ?? [],
                context: try item.context([discussion], threads, api.externalURL, lookup))
        }
    }
}

/// What can be commented on, as it stands in paths.
enum CommentedKind: String, CaseIterable {
    case issues
    case mergeRequests = "merge_requests"

    func find(_ lookup: Lookup) throws -> CommentedItem {
        switch self {
        case .issues:
            let issue = try lookup.issue()
            return CommentedItem(noteable: .issue(issue.id), iid: issue.iid, project: issue.projectID)
        case .mergeRequests:
            let mergeRequest = try lookup.mergeRequest()
            return CommentedItem(
                noteable: .mergeRequest(mergeRequest.id), iid: mergeRequest.iid, project: mergeRequest.projectID,
                diffRefs: mergeRequest.diffRefs, head: mergeRequest.head)
        }
    }
}

/// An issue or merge request as far as its notes show it.
struct CommentedItem {
    var noteable: Noteable
    var iid: Int64?
    var project: ProjectID
    var diffRefs: DiffRefs?
    var head: ObjectHash?

    /// What the answers about these threads have in common.
    func context(
        _ discussions: [Discussion], _ threads: [DiscussionID: [Note]], _ externalURL: String, _ lookup: Lookup
    ) throws -> NoteContext {
        let authors = threads.values.joined().map(\.authorID)
        let people = Set(authors).union(discussions.compactMap(\.resolvedByID))
        return NoteContext(
            iid: iid, importKind: try RelatedRows.projects([project], in: lookup.connection)[project]?.importKind,
            diffRefs: diffRefs, head: head, users: try Users.byID(people, in: lookup.connection),
            externalURL: externalURL)
    }
}

/// A page of notes and what their answers need.
private struct ShownNotes: Sendable {
    private let discussions: [DiscussionID: Discussion]
    private let context: NoteContext

    init(_ notes: [Note], on item: CommentedItem, _ externalURL: String, _ lookup: Lookup) throws {
        discussions = try Discussions.find(Set(notes.map(\.discussionID)), in: lookup.connection)
        context = try item.context(
            Array(discussions.values), Dictionary(grouping: notes, by: \.discussionID), externalURL, lookup)
    }

    func answer(_ note: Note) -> NoteAnswer? {
        discussions[note.discussionID].map { NoteAnswer(note: note, discussion: $0, context: context) }
    }
}
