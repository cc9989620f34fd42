import Access
import Git
import Model
import Store

/// Comments on commits, and the discussions they are in.
struct CommitNoteRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "projects/:id/repository/commits/:sha"
        router.get("\(path)/comments", .everyone, use: comments)
        router.get("\(path)/discussions", .everyone, use: discussions)
        router.get("\(path)/discussions/:discussion_id", .everyone, use: discussion)
        router.get("\(path)/discussions/:discussion_id/notes/:note_id", .everyone, use: note)
        // GitLab's REST API shows reactions on notes of issues, merge requests and snippets only.
        router.get("\(path)/notes/:note_id/award_emoji", .everyone, use: awards)
    }

    @Sendable private func comments(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let item = try await commit(request)
        let (notes, places, context) = try await api.read(request) { [api] lookup in
            let notes = try CommitNotes.notes(
                project: item.project, commit: item.hash, page: page, in: lookup.connection)
            let found = try Discussions.find(Set(notes.elements.map(\.discussionID)), in: lookup.connection)
            let threads = Dictionary(grouping: notes.elements, by: \.discussionID)
            return (notes, found, try item.context(Array(found.values), threads, api.externalURL, lookup))
        }
        return .page(notes, page, of: request) { note in
            CommitNoteAnswer(note: note, position: places[note.discussionID]?.position, context: context)
        }
    }

    @Sendable private func discussions(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let item = try await commit(request)
        let (discussions, threads, context) = try await api.read(request) { [api] lookup in
            let discussions = try CommitNotes.discussions(
                project: item.project, commit: item.hash, page: page, in: lookup.connection)
            let threads = try Notes.list(in: Set(discussions.elements.map(\.id)), in: lookup.connection)
            return (discussions, threads, try item.context(discussions.elements, threads, api.externalURL, lookup))
        }
        return .page(discussions, page, of: request) { discussion in
            DiscussionAnswer(discussion: discussion, notes: threads[discussion.id] ?? [], context: context)
        }
    }

    @Sendable private func discussion(_ request: APIRequest) async throws -> Answer {
        Answer(try await find(request))
    }

    @Sendable private func note(_ request: APIRequest) async throws -> Answer {
        let id: NoteID = try request.identifier("note_id")
        let found = try await find(request)
        guard let note = found.notes.first(where: { $0.id == id }) else { throw APIError.recordNotFound }
        return Answer(NoteAnswer(note: note, discussion: found.discussion, context: found.context))
    }

    @Sendable private func awards(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let id: NoteID = try request.identifier("note_id")
        let item = try await commit(request)
        let (awards, users) = try await api.read(request) { lookup in
            guard
                let note = try CommitNotes.note(
                    id: id, project: item.project, commit: item.hash, in: lookup.connection)
            else { throw APIError.recordNotFound }
            let awards = try AwardEmojis.list(
                on: AwardEmoji.Awardable(kind: .note, id: note.id.rawValue), page: page, in: lookup.connection)
            return (awards, try Users.byID(awards.elements.map(\.userID), in: lookup.connection))
        }
        return .page(awards, page, of: request) { award in
            AwardEmojiAnswer(award: award, user: users[award.userID], externalURL: api.externalURL)
        }
    }

    private func find(_ request: APIRequest) async throws -> DiscussionAnswer {
        let key = request.path("discussion_id")
        let item = try await commit(request)
        return try await api.read(request) { [api] lookup in
            guard
                let discussion = try Discussions.find(
                    project: item.project, on: .commit(in: item.project), key: key, in: lookup.connection),
                discussion.commit == item.hash
            else { throw APIError.notFound("Discussion") }
            let threads = try Notes.list(in: [discussion.id], in: lookup.connection)
            return DiscussionAnswer(
                discussion: discussion, notes: threads[discussion.id] ?? [],
                context: try item.context([discussion], threads, api.externalURL, lookup))
        }
    }

    /// The commit in the path, whose code the caller may read.
    private func commit(_ request: APIRequest) async throws -> CommentedCommit {
        let repository = try await api.repository(request)
        let commit = try await repository.commit(request.path("sha"))
        return CommentedCommit(project: repository.project.id, hash: commit.id, parent: commit.parents.first)
    }
}

/// A commit as far as its notes show it.
private struct CommentedCommit: Sendable {
    var project: ProjectID
    var hash: ObjectHash
    var parent: ObjectHash?

    func context(
        _ discussions: [Discussion], _ threads: [DiscussionID: [Note]], _ externalURL: String, _ lookup: Lookup
    ) throws -> NoteContext {
        let item = CommentedItem(
            noteable: .commit(in: project), iid: nil, project: project,
            diffRefs: parent.map { DiffRefs(base: $0, start: $0, head: hash) }, head: hash)
        return try item.context(discussions, threads, externalURL, lookup)
    }
}

/// A comment on a commit in few words (GitLab's `CommitNote`).
private struct CommitNoteAnswer: Entity {
    var note: Note
    var position: Position?
    var context: NoteContext

    func write(_ object: inout JSONObject) {
        object.add("note", note.body)
        object.add("path", position?.newPath)
        object.add("line", position?.line.flatMap { $0.new ?? $0.old })
        object.add("line_type", lineType)
        object.add("author", context.person(note.authorID))
        object.add("created_at", note.createdAt)
        object.addSourceAuthor(note.sourceAuthor)
    }

    private var lineType: String? {
        position?.line.flatMap { $0.kind == .context ? nil : $0.kind.rawValue }
    }
}
