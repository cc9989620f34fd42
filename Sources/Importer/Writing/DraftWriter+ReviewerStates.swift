import Model
import Store

extension ReviewerStateDraft: WritableDraft {
    var people: [PersonDraft] { [person] }
    var hangsOn: Int64? { mergeRequestNumber }
    var ledgerName: LedgerName {
        LedgerName(.review, SourceKey("state:\(mergeRequestNumber):\(person.identifier)"), sourceURL)
    }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let noteable = try writer.item(mergeRequestNumber, .mergeRequest, in: connection) else {
            return try writer.listOrphan(.review, ledgerName.sourceKey, sourceURL, &tally, in: connection)
        }
        try MergeRequestReviewers.setTold(
            state, of: writer.resolver.user(person), mergeRequest: MergeRequestID(noteable.id),
            at: reviewedAt, in: connection)
    }
}
