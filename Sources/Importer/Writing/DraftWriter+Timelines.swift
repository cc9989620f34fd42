import Model
import Remote
import Store

extension DraftWriter {
    /// What happened is a resource event where GitLab keeps a list of its kind, else a system note.
    func write(_ draft: TimelineEventDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let noteable = try item(draft.number, draft.item, in: connection) else {
            return try listOrphan(.event, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        if try isOpening(draft, in: connection) {
            tally.leaveOut()
            return try writeConsequences(of: draft, noteable, in: connection)
        }
        if let (change, title) = change(of: draft.event) {
            try ImportedResourceEvents.upsert(
                ImportedResourceEvents.NewEvent(
                    sourceKey: draft.sourceKey, noteable: noteable, user: resolver.user(draft.actor),
                    sourceAuthor: login(draft.actor), createdAt: draft.createdAt, change: change, title: title),
                project: project, in: connection)
        } else if let note = draft.note(webOrigin: run.record.source.webOrigin) {
            try write(note, of: draft, noteable, &tally, in: connection)
        } else {
            return try tally.list(.eventWithoutWords(draft), at: now, in: connection)
        }
        try writeConsequences(of: draft, noteable, in: connection)
        if let (table, key) = draft.row { count(.event, key, in: table, &tally) }
    }

    private func change(of event: TimelineEvent) -> (ResourceEvent.Change, title: String?)? {
        switch event {
        case .closed(_, .commit(let commit)): (.state(.closed, commit: commit.commit, mergeRequest: nil), nil)
        case .closed(_, .item(let item)):
            (.state(.closed, commit: nil, mergeRequest: mergeRequest(item)), nil)
        case .closed: (.state(.closed, commit: nil, mergeRequest: nil), nil)
        case .reopened: (.state(.reopened, commit: nil, mergeRequest: nil), nil)
        case .merged(let commit, _): (.state(.merged, commit: commit, mergeRequest: nil), nil)
        case .labelled(let title, _): (.label(resolver.label(title), .add), title)
        case .unlabelled(let title, _): (.label(resolver.label(title), .remove), title)
        case .milestoned(let title): (.milestone(resolver.milestone(titled: title), .add), title)
        case .demilestoned(let title): (.milestone(resolver.milestone(titled: title), .remove), title)
        default: nil
        }
    }

    private func write(
        _ note: SystemNoteText, of draft: TimelineEventDraft, _ noteable: Noteable, _ tally: inout Tally,
        in connection: any WriteConnection
    ) throws {
        let key = NoteKeys.event(draft.sourceKey)
        let body = try rewritten(note.source, .event, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        try writeNote(
            ImportedNotes.NewNote(
                sourceKey: key, sourceURL: draft.sourceURL, body: body, bodySource: note.source,
                author: resolver.user(draft.actor), sourceAuthor: login(draft.actor), isSystem: true,
                action: note.action, createdAt: draft.createdAt, updatedAt: draft.createdAt),
            in: plainDiscussion(key, noteable, draft.createdAt), isNew: false, connection)
    }

    /// What an event says beyond itself: that two items have to do with each other, what its head was.
    private func writeConsequences(
        of draft: TimelineEventDraft, _ noteable: Noteable, in connection: any WriteConnection
    ) throws {
        switch draft.event {
        case .mentioned(let other, _):
            guard other.repository == nil, let other = resolver.item(other.number, other.item)
            else { return }
            try relate(noteable, other, in: connection)
        case .headForcePushed(let before, let after, _), .headMoved(let before, let after, _, _):
            guard noteable.kind == .mergeRequest else { return }
            try MergeRequestPushes.upsert(
                MergeRequestPushes.Push(before: before, after: after, createdAt: draft.createdAt),
                sourceKey: draft.sourceKey, mergeRequest: MergeRequestID(noteable.id), project: project, in: connection)
        default: break
        }
    }

    /// Only a merge request and an issue are related like this.
    private func relate(_ one: Noteable, _ other: Noteable, in connection: any WriteConnection) throws {
        let pair = one.kind == .mergeRequest ? (one, other) : (other, one)
        guard pair.0.kind == .mergeRequest, pair.1.kind == .issue else { return }
        try MergeRequestIssues.relate(
            MergeRequestID(pair.0.id), IssueID(pair.1.id), isClosing: false, in: connection)
    }

    /// The merge request here, for one of the repository that is imported.
    private func mergeRequest(_ reference: ItemReference) -> MergeRequestID? {
        guard reference.repository == nil else { return nil }
        return resolver.mergeRequest(reference.number).map { MergeRequestID($0.id) }
    }
}

extension ImportException {
    fileprivate static func eventWithoutWords(_ draft: TimelineEventDraft) -> ImportException {
        ImportException(
            kind: .event, sourceKey: draft.sourceKey, sourceURL: draft.sourceURL, outcome: .failed,
            reason: "what happened has neither a place nor words here",
            cure: Cure.report)
    }
}

extension TimelineEventDraft: WritableDraft {
    /// Whom it only names does not become a source user by that, as they may have done nothing here; but for those
    /// named by account, whose names only source users keep.
    var people: [PersonDraft] { ([actor] + [event.named].filter { $0?.isNamedByAccount ?? false }).compactMap(\.self) }
    var hangsOn: Int64? { number }
    var refersTo: [Int64] {
        switch event {
        case .mentioned(let item, _) where item.repository == nil: [item.number]
        case .closed(_, .item(let item)) where item.repository == nil: [item.number]
        default: []
        }
    }
    var texts: [String] { [note(webOrigin: "")?.source].compactMap(\.self) }
    var namesBaseData: Bool {
        switch event {
        case .labelled, .unlabelled, .milestoned, .demilestoned: true
        default: false
        }
    }
    var row: (ImportedTable, SourceKey)? {
        switch event {
        case .closed, .reopened, .merged: (.stateEvents, sourceKey)
        case .labelled, .unlabelled: (.labelEvents, sourceKey)
        case .milestoned, .demilestoned: (.milestoneEvents, sourceKey)
        default: (.notes, NoteKeys.event(sourceKey))
        }
    }
    var ledgerName: LedgerName { LedgerName(.event, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }

    fileprivate func note(webOrigin: String) -> SystemNoteText? {
        event.systemNote(on: item, webOrigin: webOrigin)
    }
}
