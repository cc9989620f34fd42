import Model
import Store

extension DraftWriter {
    /// The discussion of a comment in a conversation. A comment alone is one by itself until somebody answers it or it
    /// can be resolved.
    func discussion(of draft: NoteDraft, on noteable: Noteable, in connection: any ReadConnection) throws
        -> ImportedNotes.NewDiscussion
    {
        guard let named = draft.threadKey else {
            return plainDiscussion(NoteKeys.comment(draft.sourceKey), noteable, draft.createdAt)
        }
        let isOpening = named == draft.sourceKey
        let thread = isOpening ? NoteKeys.thread(named) : try threadKey(ofReplyTo: named, in: connection)
        return ImportedNotes.NewDiscussion(
            sourceKey: thread, key: discussionKey(thread), noteable: noteable,
            isIndividualNote: isOpening && !draft.isResolvable, isResolvable: draft.isResolvable,
            createdAt: draft.createdAt, isOpening: isOpening)
    }

    /// Whatever opened the thread its parent is in; the parent, as long as nobody has told.
    private func threadKey(ofReplyTo parent: SourceKey, in connection: any ReadConnection) throws -> SourceKey {
        for key in [NoteKeys.comment(parent), NoteKeys.reviewComment(parent)] {
            if let thread = try ImportedThreads.of(note: key, project: project, in: connection) { return thread }
        }
        return NoteKeys.thread(parent)
    }

    /// Brings replies that came before a reply they answer into its thread.
    func gatherReplies(
        to key: SourceKey, in discussion: ImportedNotes.NewDiscussion, _ connection: any WriteConnection
    ) throws {
        let stray = NoteKeys.thread(key)
        guard discussion.sourceKey != stray else { return }
        try ImportedThreads.join(stray, to: discussion.sourceKey, project: project, in: connection)
    }

    /// The comment that opened the thread a comment on a diff is in: of an old one without a parent, the first at its
    /// place; of a reply, whatever opened the thread its parent is in.
    func threadKey(of draft: DiffNoteDraft, in connection: any ReadConnection) throws -> SourceKey {
        if draft.threadKey == draft.sourceKey {
            let here = try draft.placeKey.flatMap {
                try ImportedThreads.at(place: $0, project: project, in: connection)
            }
            return here ?? NoteKeys.thread(draft.sourceKey)
        }
        return try ImportedThreads.of(
            note: NoteKeys.reviewComment(draft.threadKey), project: project, in: connection)
            ?? NoteKeys.thread(draft.threadKey)
    }
}
