import Model
import Store

extension DraftWriter {
    func write(_ draft: ReactionDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let awardable = try awardable(draft.target, in: connection) else {
            return try tally.list(
                ImportException(
                    kind: .reaction, sourceKey: draft.sourceKey, sourceURL: nil, outcome: .skipped,
                    reason: draft.target.kind == .review
                        ? "it is on a review without a text, of which no note is made"
                        : "what it is on is not in the source's lists",
                    cure: draft.target.kind == .review
                        ? nil : "import the repository again once the source is at rest; this copy stays as it is"),
                at: now, in: connection)
        }
        try ImportedReactions.upsert(
            draft, on: awardable, user: resolver.user(draft.author), project: project, in: connection)
        count(.reaction, draft.sourceKey, in: .awardEmoji, &tally)
    }

    func write(_ draft: MinimizedDraft, in connection: any WriteConnection) throws {
        guard let key = NoteKeys.note(draft.target) else { return }
        try ImportedThreads.setMinimized(draft.reason, note: key, project: project, in: connection)
    }

    /// The row that a reaction is shown under; `nil` where there is none.
    private func awardable(
        _ target: ReactionTarget, in connection: any ReadConnection
    ) throws -> AwardEmoji.Awardable? {
        if let key = NoteKeys.note(target) {
            return try ImportedThreads.row(of: key, project: project, in: connection)
                .map { AwardEmoji.Awardable(kind: .note, id: $0.rawValue) }
        }
        return target.number.flatMap { resolver.item($0, nil) }.flatMap { AwardEmoji.Awardable($0) }
    }
}

extension ReactionTarget {
    /// Number of the issue or pull request it is; `nil` for a comment.
    var number: Int64? { kind == .item ? Int64(key.rawValue) : nil }
}

extension ReactionDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var hangsOn: Int64? { target.number }
    var row: (ImportedTable, SourceKey)? { (.awardEmoji, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.reaction, sourceKey) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension ReactedDraft: WritableDraft {
    var ledgerName: LedgerName { LedgerName(.reaction, SourceKey("\(target.kind.rawValue) \(target.key)")) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try ImportedReactions.upsert(self, project: writer.project, in: connection)
    }
}

extension ReactionCountDraft: WritableDraft {
    var ledgerName: LedgerName { LedgerName(.reaction, SourceKey("\(target.kind.rawValue) \(target.key)")) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try ImportedReactions.setCount(self, project: writer.project, in: connection)
    }
}

extension MinimizedDraft: WritableDraft {
    var ledgerName: LedgerName { LedgerName(.diffNote, target.key) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, in: connection)
    }
}
