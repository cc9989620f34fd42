import Model
import RemoteREST

/// A comment with all replies to it, however deep: one thread, in the conversation or on a diff.
struct BitbucketServerThread: Sendable {
    let number: Int64
    let place: BitbucketServerPlace
    let root: BitbucketServerComment
    /// `nil` in the conversation.
    let anchor: BitbucketServerAnchor?
    /// Whether it is on a diff, and the source does not show where.
    private let hasLostPlace: Bool
    let diff: BitbucketServerDiff?
    /// The root first, then all replies in the order in which they were written.
    private let comments: [BitbucketServerComment]
    private let faults: [ImportException]

    /// Replies of one thread: beyond them the source makes them up.
    private static let mostReplies = 10_000

    init(
        root: BitbucketServerComment, anchor: Lenient<BitbucketServerAnchor>?, diff: Lenient<BitbucketServerDiff>?,
        number: Int64, place: BitbucketServerPlace
    ) {
        self.root = root
        let known = try? anchor?.result.get()
        self.anchor = known
        hasLostPlace = anchor != nil && known == nil
        self.diff = try? diff?.result.get()
        self.number = number
        self.place = place
        (comments, faults) = Self.flattened(root, kind: known == nil ? .note : .diffNote)
    }

    static func flattened(
        _ root: BitbucketServerComment, kind: ObjectKind
    ) -> ([BitbucketServerComment], [ImportException]) {
        var replies: [BitbucketServerComment] = []
        var faults: [ImportException] = []
        var seen: Set<Int64> = [root.id]
        var open = [root]
        while let next = open.popLast(), replies.count < mostReplies {
            let read = Lenient.read(next.comments ?? [], kind: kind)
            faults += read.exceptions
            let new = read.values.filter { !$0.isHidden && seen.insert($0.id).inserted }
            replies += new
            open += new
        }
        return ([root] + replies.sorted { ($0.createdDate, $0.id) < ($1.createdDate, $1.id) }, faults)
    }

    var replyIDs: Set<Int64> { Set(comments.dropFirst().map(\.id)) }

    private var kind: ObjectKind { anchor == nil ? .note : .diffNote }

    func mapped() -> MappedPage {
        var page = MappedPage(exceptions: faults)
        if hasLostPlace {
            let reason = "it is on a diff, and the source does not show where; here it stands in the conversation"
            page.exceptions.append(line(root, reason, cure: nil))
        }
        for comment in comments {
            page.drafts.append(anchor.map { diffNote(comment, $0) } ?? note(comment))
            let tasks = Lenient.read(comment.tasks ?? [], kind: .note)
            page.drafts += tasks.values.flatMap { $0.mapped(on: number, url(comment)) }
            page.exceptions += tasks.exceptions.numbered(after: BitbucketServerTask.keyPrefix)
        }
        if let resolution { page.drafts.append(.threadResolution(resolution)) }
        page.exceptions += taskLines
        for comment in comments {
            let target = ReactionTarget(anchor == nil ? .comment : .reviewComment, comment.key)
            page.append(comment.reactions(on: target, url(comment)))
        }
        return page
    }

    private func url(_ comment: BitbucketServerComment) -> String { place.page(ofComment: comment.id, on: number) }

    private func note(_ comment: BitbucketServerComment) -> Draft {
        var draft = NoteDraft(
            sourceKey: comment.key, number: number, body: (comment.text ?? "").withoutNUL,
            author: comment.author?.person, createdAt: comment.createdDate.timestamp, updatedAt: comment.updatedAt,
            sourceURL: url(comment))
        draft.item = .mergeRequest
        draft.threadKey = root.key
        draft.isResolvable = canBeResolved
        return .note(draft)
    }

    private func diffNote(_ comment: BitbucketServerComment, _ anchor: BitbucketServerAnchor) -> Draft {
        let position = anchor.located(in: diff)
        let text = SuggestionBlock.rewritten(
            (comment.text ?? "").withoutNUL, linesAbove: anchor.linesAbove(position))
        return .diffNote(
            DiffNoteDraft(
                sourceKey: comment.key, threadKey: root.key, mergeRequestNumber: number, reviewKey: nil,
                body: text, author: comment.author?.person, position: position, diffHunk: nil,
                originalCommit: position.head, isOutdated: anchor.isOrphaned ?? false,
                createdAt: comment.createdDate.timestamp, updatedAt: comment.updatedAt, sourceURL: url(comment)))
    }

    private func line(_ comment: BitbucketServerComment, _ reason: String, cure: String?) -> ImportException {
        ImportException(
            kind: kind, sourceKey: comment.key, sourceURL: url(comment), outcome: .degraded, reason: reason, cure: cure)
    }
}

// MARK: - Tasks and whether the thread is resolved

extension BitbucketServerThread {
    private var tasks: [BitbucketServerComment] { comments.filter(\.isTask) }

    /// A task that is open keeps its thread open, whatever the thread itself says: it may hold up the merge. Where all
    /// are done, nothing is left to do: nobody has to resolve a thread at the source for that.
    private var isResolved: Bool {
        tasks.isEmpty ? root.isThreadResolved == true : tasks.allSatisfy(\.isResolvedTask)
    }

    /// The server lets people resolve every comment. One that nobody has answered or resolved, and that asks for
    /// nothing, would look here like something to be done.
    private var canBeResolved: Bool {
        guard tasks.isEmpty else { return true }
        return root.isThreadResolved == true || root.isThreadResolved != nil && comments.count > 1
    }

    /// `nil` where the server does not tell.
    private var resolution: ThreadResolutionDraft? {
        guard root.isThreadResolved != nil || !tasks.isEmpty else { return nil }
        var draft = ThreadResolutionDraft(
            threadKey: root.key, mergeRequestNumber: number, isResolved: isResolved, resolvedBy: nil)
        draft.comments = comments.map(\.key)
        guard isResolved else { return draft }
        if root.isThreadResolved == true {
            draft.resolvedBy = root.threadResolver?.person
            draft.resolvedAt = root.threadResolvedDate?.timestamp
        } else {
            let last = tasks.max { ($0.resolvedDate ?? $0.createdDate) < ($1.resolvedDate ?? $1.createdDate) }
            draft.resolvedBy = last?.resolver?.person
            draft.resolvedAt = last?.resolvedDate?.timestamp
        }
        return draft
    }

    /// What a thread as a whole cannot say of single tasks.
    private var taskLines: [ImportException] {
        tasks.compactMap { task in
            if task.id == root.id, tasks.count == 1 {
                guard root.isThreadResolved == true, !task.isResolvedTask else { return nil }
                return line(
                    task, "the thread is marked as resolved while its task is open; here it stays unresolved",
                    cure: "Resolve the thread where the task is done")
            }
            let done = task.isResolvedTask ? "done, by \(task.resolver?.shown ?? "somebody")" : "open"
            return line(
                task, "it is a task (\(done)) among the replies of a thread, which is resolved as a whole",
                cure: task.isResolvedTask ? nil : "Resolve the thread when all that is asked for in it is done")
        }
    }
}
