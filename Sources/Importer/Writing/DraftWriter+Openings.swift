import Model
import Store

extension DraftWriter {
    /// Between the row of a merge request and the event that it was opened.
    private static let openingSeconds = 5.0

    /// Whether what a source tells as a move of the head is that the merge request was opened: Bitbucket Cloud tells both
    /// alike, and only the merge request's own time sets them apart.
    func isOpening(_ draft: TimelineEventDraft, in connection: any ReadConnection) throws -> Bool {
        guard case .headMoved(before: nil, _, _, _) = draft.event, let row = resolver.mergeRequest(draft.number),
            let openedAt = try ImportedMergeRequests.creation(of: MergeRequestID(row.id), in: connection)
        else { return false }
        return draft.createdAt.seconds(since: openedAt) < Self.openingSeconds
    }
}
