import Model
import Store

extension ReviewerStateDraft: WritableDraft {
    var people: [PersonDraft] { [person] }
    var hangsOn: Int64? { mergeRequestNumber }
    var ledgerName: LedgerName {
        LedgerName(.review, SourceKey("state:\(mergeRequestNumber):\(person.identifier)"), sourceURL)
    }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let mergeRequest = try writer.mergeRequest(mergeRequestNumber, in: connection) else {
            return try writer.listOrphan(.review, ledgerName.sourceKey, sourceURL, &tally, in: connection)
        }
        try MergeRequestReviewers.setTold(
            state, of: writer.resolver.user(person), mergeRequest: mergeRequest, at: reviewedAt,
            in: connection)
    }
}

extension DraftWriter {
    /// The merge request with this number, which this very page may have brought.
    fileprivate func mergeRequest(
        _ number: Int64, in connection: any ReadConnection
    ) throws -> MergeRequestID? {
        if let known = resolver.mergeRequest(number) { return MergeRequestID(known.id) }
        return try ImportedRows.rowsByNumber([number], of: .mergeRequests, project: project, in: connection)[number]
            .map { MergeRequestID($0) }
    }
}
