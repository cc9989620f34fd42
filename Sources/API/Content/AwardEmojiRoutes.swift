import Access
import Model
import Store

/// Reactions under issues and merge requests, and under notes.
struct AwardEmojiRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        for kind in CommentedKind.allCases {
            let path = "projects/:id/\(kind.rawValue)/:iid"
            router.get("\(path)/award_emoji", .everyone) { try await list($0) { try kind.awardable($0) } }
            router.get("\(path)/award_emoji/:award_id", .everyone) { try await show($0) { try kind.awardable($0) } }
            router.get("\(path)/notes/:note_id/award_emoji", .everyone) { try await list($0) { try kind.note($0) } }
            router.get("\(path)/notes/:note_id/award_emoji/:award_id", .everyone) {
                try await show($0) { try kind.note($0) }
            }
        }
    }

    private func list(
        _ request: APIRequest, on find: @escaping @Sendable (Lookup) throws -> AwardEmoji.Awardable
    ) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (awards, users) = try await api.read(request) { lookup in
            let awards = try AwardEmojis.list(on: find(lookup), page: page, in: lookup.connection)
            return (awards, try Users.byID(awards.elements.map(\.userID), in: lookup.connection))
        }
        return .page(awards, page, of: request) { award in
            AwardEmojiAnswer(award: award, user: users[award.userID], externalURL: api.externalURL)
        }
    }

    private func show(
        _ request: APIRequest, on find: @escaping @Sendable (Lookup) throws -> AwardEmoji.Awardable
    ) async throws -> Answer {
        let id: AwardEmojiID = try request.identifier("award_id")
        let (award, users) = try await api.read(request) { lookup in
            guard let award = try AwardEmojis.find(id: id, on: find(lookup), in: lookup.connection) else {
                throw APIError.recordNotFound
            }
            return (award, try Users.byID([award.userID], in: lookup.connection))
        }
        return Answer(AwardEmojiAnswer(award: award, user: users[award.userID], externalURL: api.externalURL))
    }
}

extension CommentedKind {
    /// The item in the path.
    fileprivate func awardable(_ lookup: Lookup) throws -> AwardEmoji.Awardable {
        guard let awardable = AwardEmoji.Awardable(try find(lookup).noteable) else { throw APIError.recordNotFound }
        return awardable
    }

    /// The note in the path, on the item in the path.
    fileprivate func note(_ lookup: Lookup) throws -> AwardEmoji.Awardable {
        let id: NoteID = try lookup.request.identifier("note_id")
        let item = try find(lookup)
        guard let note = try Notes.find(id: id, on: item.noteable, in: lookup.connection) else {
            throw APIError.recordNotFound
        }
        return AwardEmoji.Awardable(kind: .note, id: note.id.rawValue)
    }
}
