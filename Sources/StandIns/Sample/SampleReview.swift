public import Foundation

/// A review of a pull request.
public struct SampleReview: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable {
        case approved = "APPROVED"
        case changesRequested = "CHANGES_REQUESTED"
        case commented = "COMMENTED"
        case dismissed = "DISMISSED"
        /// Not handed in: nobody but its author sees it, so the stand-in never answers it.
        case pending = "PENDING"
    }

    public var id: Int
    /// Number of the pull request.
    public var pullRequest: Int
    public var author: String?
    public var state: State
    /// Empty when the review has only comments on lines.
    public var body: String
    /// Nil for a pending review.
    public var submittedAt: Date?
    /// The commit it was made on, a position in ``SampleHistory/commits``.
    public var commit: Int
    public var reactions: [SampleReaction] = []
    /// Why its text is hidden; nil when it is not.
    public var minimizedReason: String?

    public init(
        id: Int, pullRequest: Int, author: String?, state: State, body: String, submittedAt: Date?, commit: Int
    ) {
        self.id = id
        self.pullRequest = pullRequest
        self.author = author
        self.state = state
        self.body = body
        self.submittedAt = submittedAt
        self.commit = commit
    }
}

/// A comment on the changes of a pull request.
public struct SampleReviewComment: Sendable, Equatable, Codable {
    public enum Side: String, Sendable, Codable {
        case left = "LEFT"
        case right = "RIGHT"
    }

    public var id: Int
    /// Number of the pull request.
    public var pullRequest: Int
    /// The review it came with.
    public var review: Int
    /// The first comment of the thread; nil when this is it.
    public var inReplyTo: Int?
    public var author: String?
    public var body: String
    public var path: String
    public var side = Side.right
    /// The last line commented on, as it was in ``commit``; nil for a comment on the whole file.
    public var originalLine: Int?
    /// The first of several lines; nil for a single one.
    public var originalStartLine: Int?
    /// True when the lines are no longer in the changes: `line` and `position` are then null.
    public var isOutdated = false
    /// The commit it was made on, a position in ``SampleHistory/commits``.
    public var commit: Int
    /// The changes around the line, if they are known without asking git.
    public var diffHunk: String?
    public var createdAt: Date
    public var updatedAt: Date
    public var reactions: [SampleReaction] = []
    /// Why the comment is hidden (`outdated`, `spam`, …); nil when it is not.
    public var minimizedReason: String?
    /// False for replies from before 2017: REST then does not say what they answer.
    public var namesParent = true
    /// On a thread's first comment: whether the thread is resolved.
    public var isResolved = false
    /// On a thread's first comment: login of who resolved it.
    public var resolvedBy: String?

    public init(
        id: Int, pullRequest: Int, review: Int, author: String?, body: String, path: String, line: Int?, commit: Int,
        createdAt: Date
    ) {
        self.id = id
        self.pullRequest = pullRequest
        self.review = review
        self.author = author
        self.body = body
        self.path = path
        self.originalLine = line
        self.commit = commit
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    /// The line in the pull request as it is now.
    public var line: Int? { isOutdated ? nil : originalLine }
    /// The first of several lines in the pull request as it is now.
    public var startLine: Int? { isOutdated ? nil : originalStartLine }
    /// The first comment of the thread this one is in.
    public var thread: Int { inReplyTo ?? id }
}
