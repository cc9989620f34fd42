import Model
import Store

extension DraftWriter {
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
