/// A comment in the conversation of an issue or pull request.
public struct NoteDraft: Sendable, Hashable {
    /// Unique among all comments in conversations: sources that number those of issues and of pull requests apart
    /// (Bitbucket Cloud) need different keys for them.
    public var sourceKey: SourceKey
    /// Which of the two it stands on; `nil` where the source numbers both in one row and does not say (GitHub).
    public var item: ItemKind?
    public var number: Int64
    /// Source key of the comment that opened its thread, its own for the first; `nil` where the source has no threads
    /// in conversations.
    public var threadKey: SourceKey?
    /// Whether its thread can be resolved: a task can, and so can every thread of a source that says so.
    public var isResolvable = false
    public var body: String
    public var author: PersonDraft?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String
    /// Why the source hides it (`spam`, `outdated`…); `nil` where it is shown.
    public var minimizedReason: String?

    public init(
        sourceKey: SourceKey, number: Int64, body: String, author: PersonDraft?, createdAt: Timestamp,
        updatedAt: Timestamp, sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.number = number
        self.body = body
        self.author = author
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}

/// A comment on a pull request's diff.
public struct DiffNoteDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    /// Source key of the comment that opened the thread; its own for the first.
    public var threadKey: SourceKey
    public var mergeRequestNumber: Int64
    public var reviewKey: SourceKey?
    public var body: String
    public var author: PersonDraft?
    public var position: Position
    public var diffHunk: String?
    /// The same for all comments at one place, for comments so old that no reply names what it answers; `nil` for others.
    public var placeKey: String?
    /// The commit the comment was written on.
    public var originalCommit: ObjectHash?
    public var isOutdated: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String

    public init(
        sourceKey: SourceKey, threadKey: SourceKey, mergeRequestNumber: Int64, reviewKey: SourceKey?, body: String,
        author: PersonDraft?, position: Position, diffHunk: String?, originalCommit: ObjectHash?, isOutdated: Bool,
        createdAt: Timestamp, updatedAt: Timestamp, sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.threadKey = threadKey
        self.mergeRequestNumber = mergeRequestNumber
        self.reviewKey = reviewKey
        self.body = body
        self.author = author
        self.position = position
        self.diffHunk = diffHunk
        self.originalCommit = originalCommit
        self.isOutdated = isOutdated
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}

/// Somebody's verdict on a pull request.
public struct ReviewDraft: Sendable, Hashable {
    public enum Verdict: String, Sendable, Codable {
        case approved
        case changesRequested = "changes_requested"
        case commented
        case dismissed
    }

    public var sourceKey: SourceKey
    public var mergeRequestNumber: Int64
    public var verdict: Verdict
    public var body: String
    public var author: PersonDraft?
    public var submittedAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String
    /// Why the source hides its text; `nil` where it is shown.
    public var minimizedReason: String?

    public init(
        sourceKey: SourceKey, mergeRequestNumber: Int64, verdict: Verdict, body: String, author: PersonDraft?,
        submittedAt: Timestamp, updatedAt: Timestamp, sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.mergeRequestNumber = mergeRequestNumber
        self.verdict = verdict
        self.body = body
        self.author = author
        self.submittedAt = submittedAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}

/// Whether a thread is resolved, and by whom.
public struct ThreadResolutionDraft: Sendable, Hashable {
    /// Source key of the comment that opened the thread.
    public var threadKey: SourceKey
    public var mergeRequestNumber: Int64
    public var isResolved: Bool
    public var resolvedBy: PersonDraft?
    /// `nil` where the source does not say when.
    public var resolvedAt: Timestamp?
    /// All comments in it, as far as the source named them.
    public var comments: [SourceKey] = []

    public init(threadKey: SourceKey, mergeRequestNumber: Int64, isResolved: Bool, resolvedBy: PersonDraft?) {
        self.threadKey = threadKey
        self.mergeRequestNumber = mergeRequestNumber
        self.isResolved = isResolved
        self.resolvedBy = resolvedBy
    }
}
