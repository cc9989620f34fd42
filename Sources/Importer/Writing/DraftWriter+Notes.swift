import Model
import Remote
import Secrets
import Store

extension DraftWriter {
    func write(_ draft: NoteDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let noteable = try item(draft.number, draft.item, in: connection) else {
            return try listOrphan(.note, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        let key = NoteKeys.comment(draft.sourceKey)
        let body = try rewritten(draft.body, .note, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        let discussion = try discussion(of: draft, on: noteable, in: connection)
        try writeNote(
            ImportedNotes.NewNote(
                sourceKey: key, sourceURL: draft.sourceURL, body: body, bodySource: draft.body,
                author: resolver.user(draft.author), sourceAuthor: login(draft.author), isSystem: false,
                createdAt: draft.createdAt, updatedAt: draft.updatedAt),
            in: discussion, isNew: !existing.contains(key, in: .notes), connection)
        if draft.threadKey != nil { try gatherReplies(to: draft.sourceKey, in: discussion, connection) }
        if draft.minimizedReason != nil || existing.contains(key, in: .notes) {
            try ImportedThreads.setMinimized(draft.minimizedReason, note: key, project: project, in: connection)
        }
        count(.note, key, in: .notes, &tally)
    }

    func write(_ draft: DiffNoteDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let noteable = try item(draft.mergeRequestNumber, .mergeRequest, in: connection) else {
            return try listOrphan(.diffNote, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        let key = NoteKeys.reviewComment(draft.sourceKey)
        let thread = try threadKey(of: draft, in: connection)
        let body = try rewritten(draft.body, .diffNote, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        let discussion = ImportedNotes.NewDiscussion(
            sourceKey: thread, key: discussionKey(thread), noteable: noteable, isIndividualNote: false,
            position: draft.position, diffHunk: draft.diffHunk, commit: draft.originalCommit,
            isOutdated: draft.isOutdated, isResolvable: true, createdAt: draft.createdAt,
            isOpening: thread == NoteKeys.thread(draft.sourceKey))
        try writeNote(
            ImportedNotes.NewNote(
                sourceKey: key, sourceURL: draft.sourceURL, body: body, bodySource: draft.body,
                author: resolver.user(draft.author), sourceAuthor: login(draft.author), isSystem: false,
                createdAt: draft.createdAt, updatedAt: draft.updatedAt),
            in: discussion, isNew: !existing.contains(key, in: .notes), connection)
        try gatherReplies(to: draft.sourceKey, in: discussion, connection)
        if let place = draft.placeKey {
            try ImportedThreads.setPlace(place, of: thread, project: project, in: connection)
        }
        count(.diffNote, key, in: .notes, &tally)
    }

    func write(_ draft: ThreadResolutionDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        // The source knows which comments are one thread; they may not.
        let comments = draft.comments.flatMap { [NoteKeys.reviewComment($0), NoteKeys.comment($0)] }
        try ImportedThreads.gather(comments, project: project, in: connection)
        let isFirst = try ImportedNotes.setResolution(
            isResolved: draft.isResolved, resolvedBy: draft.resolvedBy.map { resolver.user($0) },
            resolvedAt: draft.resolvedAt, discussion: NoteKeys.thread(draft.threadKey),
            orOfNotes: (NoteKeys.reviewComment(draft.threadKey), NoteKeys.comment(draft.threadKey)),
            project: project, in: connection)
        guard let isFirst else {
            return try listOrphan(.reviewThread, draft.threadKey, nil, &tally, in: connection)
        }
        if isFirst { tally.arrived(.reviewThread) }
    }

    /// A review is a row from which the reviewer's state is made, a note of its text, and a system note for an approval,
    /// or for a request for changes that nothing else tells of.
    func write(_ draft: ReviewDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard let noteable = try item(draft.mergeRequestNumber, .mergeRequest, in: connection) else {
            return try listOrphan(.review, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        let author = resolver.user(draft.author)
        try MergeRequestReviewers.upsertReview(
            draft, mergeRequest: MergeRequestID(noteable.id), author: author, project: project, in: connection)
        if !draft.body.isEmpty {
            let body = try rewritten(draft.body, .review, draft.sourceKey, draft.sourceURL, &tally, in: connection)
            try writeReviewNote(
                NoteKeys.reviewBody(draft.sourceKey), draft, noteable, author,
                body: "**Review:** \(draft.verdict.heading)\n\n\(body)", connection)
            try ImportedThreads.setMinimized(
                draft.minimizedReason, note: NoteKeys.reviewBody(draft.sourceKey), project: project, in: connection)
        }
        if draft.verdict == .approved {
            try writeReviewNote(
                NoteKeys.approval(draft.sourceKey), draft, noteable, author, action: .approved,
                body: "approved this merge request", connection)
        }
        if draft.verdict == .changesRequested, draft.body.isEmpty, !reviewsHaveComments {
            try writeReviewNote(
                NoteKeys.changesRequest(draft.sourceKey), draft, noteable, author, action: .requestedChanges,
                body: "requested changes", connection)
        }
        count(.review, draft.sourceKey, in: .reviews, &tally)
    }

    /// GitHub's reviews without a text have comments on lines instead, and GitLab's import makes no note of them.
    private var reviewsHaveComments: Bool { run.record.source.kind == .github }

    /// - Parameter action: of a system note; `nil` for the review's own text.
    private func writeReviewNote(
        _ key: SourceKey, _ draft: ReviewDraft, _ noteable: Noteable, _ author: UserID,
        action: SystemNoteAction? = nil, body: String, _ connection: any WriteConnection
    ) throws {
        try writeNote(
            ImportedNotes.NewNote(
                sourceKey: key, sourceURL: draft.sourceURL, body: body, bodySource: action == nil ? draft.body : nil,
                author: author, sourceAuthor: login(draft.author), isSystem: action != nil, action: action,
                createdAt: draft.submittedAt, updatedAt: action == nil ? draft.updatedAt : draft.submittedAt),
            in: plainDiscussion(key, noteable, draft.submittedAt),
            isNew: !existing.contains(draft.sourceKey, in: .reviews), connection)
    }

    /// Writes a note and its discussion, and counts it on its item when it is new and a person's.
    func writeNote(
        _ note: ImportedNotes.NewNote, in discussion: ImportedNotes.NewDiscussion, isNew: Bool,
        _ connection: any WriteConnection
    ) throws {
        let id = try ImportedNotes.upsert(discussion, project: project, in: connection)
        try ImportedNotes.upsert(
            note, noteable: discussion.noteable, discussion: id, project: project, in: connection)
        if isNew, !note.isSystem, discussion.noteable.kind != .commit {
            try ImportedNotes.addToNotesCount(1, noteable: discussion.noteable, in: connection)
        }
    }

    func plainDiscussion(
        _ key: SourceKey, _ noteable: Noteable, _ createdAt: Timestamp
    ) -> ImportedNotes.NewDiscussion {
        ImportedNotes.NewDiscussion(
            sourceKey: key, key: discussionKey(key), noteable: noteable, isIndividualNote: true, createdAt: createdAt)
    }

    /// Made of where the discussion came from, so that it is the same in every import of the same source.
    func discussionKey(_ key: SourceKey) -> String {
        let source = run.record.source
        return String(
            Digest.sha256("\(source.kind.rawValue) \(source.webOrigin) \(source.repositoryID) \(key)").prefix(40))
    }

    func listOrphan(
        _ kind: ObjectKind, _ key: SourceKey, _ url: String?, _ tally: inout Tally, in connection: any WriteConnection
    ) throws {
        try tally.list(
            ImportException(
                kind: kind, sourceKey: key, sourceURL: url, outcome: .failed,
                reason: "what it was written on is not in the source's lists",
                cure: Cure.retry),
            at: now, in: connection)
    }

    func login(_ person: PersonDraft?) -> String { person?.login ?? "ghost" }
}

extension ReviewDraft.Verdict {
    /// GitLab's words above a review's text.
    fileprivate var heading: String {
        switch self {
        case .approved: "Approved"
        case .changesRequested: "Changes requested"
        case .commented: "Commented"
        case .dismissed: "Dismissed"
        }
    }
}

extension NoteDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var hangsOn: Int64? { number }
    var texts: [String] { [body] }
    var row: (ImportedTable, SourceKey)? { (.notes, NoteKeys.comment(sourceKey)) }
    var ledgerName: LedgerName { LedgerName(.note, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension DiffNoteDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var hangsOn: Int64? { mergeRequestNumber }
    var texts: [String] { [body] }
    var row: (ImportedTable, SourceKey)? { (.notes, NoteKeys.reviewComment(sourceKey)) }
    var ledgerName: LedgerName { LedgerName(.diffNote, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension ReviewDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) }
    var hangsOn: Int64? { mergeRequestNumber }
    var texts: [String] { [body] }
    var row: (ImportedTable, SourceKey)? { (.reviews, sourceKey) }
    var textRow: (ImportedTable, SourceKey)? { (.notes, NoteKeys.reviewBody(sourceKey)) }
    var ledgerName: LedgerName { LedgerName(.review, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension ThreadResolutionDraft: WritableDraft {
    var people: [PersonDraft] { [resolvedBy].compactMap(\.self) }
    var hangsOn: Int64? { mergeRequestNumber }
    var ledgerName: LedgerName { LedgerName(.reviewThread, threadKey) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
