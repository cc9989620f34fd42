import Model
import Store

extension DraftWriter {
    func write(_ draft: ProtectedBranchDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try ProtectedBranches.upsert(draft, project: project, in: connection)
        if draft.requiresResolvedDiscussions { try Projects.requireResolvedDiscussions(project, in: connection) }
        count(.protectedBranch, draft.sourceKey, in: .protectedBranches, &tally)
    }

    func write(_ draft: ProtectedTagDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try ProtectedTags.upsert(draft, project: project, in: connection)
        count(.protectedTag, draft.sourceKey, in: .protectedTags, &tally)
    }
}

extension ProtectedBranchDraft: WritableDraft {
    var row: (ImportedTable, SourceKey)? { (.protectedBranches, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.protectedBranch, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension ProtectedTagDraft: WritableDraft {
    var row: (ImportedTable, SourceKey)? { (.protectedTags, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.protectedTag, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
