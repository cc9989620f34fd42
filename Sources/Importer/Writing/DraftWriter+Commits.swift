import Model
import Store

extension DraftWriter {
    /// A comment on a commit; comments at one line of it are one discussion, as the source shows them.
    func write(_ draft: CommitCommentDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        let key = NoteKeys.commitComment(draft.sourceKey)
        let body = try rewritten(draft.body, .commitComment, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        let thread =
            try draft.threadKey.map { NoteKeys.commitComment($0) }
            ?? draft.placeKey.flatMap { try ImportedThreads.at(place: $0, project: project, in: connection) } ?? key
        let discussion = ImportedNotes.NewDiscussion(
            sourceKey: thread, key: discussionKey(thread), noteable: .commit(in: project),
            isIndividualNote: draft.placeKey == nil, position: draft.position, commit: draft.commit,
            createdAt: draft.createdAt, isOpening: thread == key)
        try writeNote(
            ImportedNotes.NewNote(
                sourceKey: key, sourceURL: draft.sourceURL, body: body, bodySource: draft.body,
                author: resolver.user(draft.author), sourceAuthor: login(draft.author), isSystem: false,
                createdAt: draft.createdAt, updatedAt: draft.updatedAt),
            in: discussion, isNew: !existing.contains(key, in: .notes), connection)
        if let place = draft.placeKey, thread == key {
            try ImportedThreads.setPlace(
                place, diffPlace: draft.diffPlace, of: thread, project: project, in: connection)
        }
        count(.commitComment, key, in: .notes, &tally)
    }
}

extension CommitCommentDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var texts: [String] { [body] }
    var row: (ImportedTable, SourceKey)? { (.notes, NoteKeys.commitComment(sourceKey)) }
    var ledgerName: LedgerName { LedgerName(.commitComment, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
