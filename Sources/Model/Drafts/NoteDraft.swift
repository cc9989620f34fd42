/// A comment in the conversation of an issue or pull request. Sources that number both in one row (GitHub) do not say
/// which of the two it is; the importer knows.
public struct NoteDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var number: Int64
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

/// Whether a thread of diff notes is resolved, and by whom.
public struct ThreadResolutionDraft: Sendable, Hashable {
    /// Source key of the comment that opened the thread.
    public var threadKey: SourceKey
    public var mergeRequestNumber: Int64
    public var isResolved: Bool
    public var resolvedBy: PersonDraft?
    /// All comments in it, as far as the source named them.
    public var comments: [SourceKey] = []

    public init(threadKey: SourceKey, mergeRequestNumber: Int64, isResolved: Bool, resolvedBy: PersonDraft?) {
        self.threadKey = threadKey
        self.mergeRequestNumber = mergeRequestNumber
        self.isResolved = isResolved
        self.resolvedBy = resolvedBy
    }
}
