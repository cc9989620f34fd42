import Model
import Remote
import Store

extension DraftWriter {
    func write(_ draft: LabelDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try Labels.upsert(draft, project: project, in: connection)
        count(.label, draft.sourceKey, in: .labels, &tally)
    }

    func write(_ draft: MilestoneDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try ImportedMilestones.upsert(
            draft, description: draft.description.map(text.rewrite), at: run.facts.createdAt, project: project,
            in: connection)
        count(.milestone, draft.sourceKey, in: .milestones, &tally)
    }

    /// A release without notes says which tag it is for, as GitLab's importer writes it.
    func write(_ draft: ReleaseDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        let notes = draft.description.flatMap { $0.isEmpty ? nil : text.rewrite($0) }
        try ImportedReleases.upsert(
            draft, description: notes ?? "Release for tag \(draft.tag)",
            author: resolver.user(draft.author), at: now, project: project, in: connection)
        try ReleaseAssets.upsert(draft.assets, of: draft.sourceKey, project: project, in: connection)
        count(.release, draft.sourceKey, in: .releases, &tally)
    }
}

extension LabelDraft: WritableDraft {
    var row: (ImportedTable, SourceKey)? { (.labels, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.label, sourceKey) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension MilestoneDraft: WritableDraft {
    var texts: [String] { [description].compactMap(\.self) }
    var row: (ImportedTable, SourceKey)? { (.milestones, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.milestone, sourceKey) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension ReleaseDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var texts: [String] { [description].compactMap(\.self) }
    var row: (ImportedTable, SourceKey)? { (.releases, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.release, sourceKey) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
