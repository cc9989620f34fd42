public import Foundation

/// A comment on a pull request, in the conversation or on its diff.
public struct BitbucketComment: Sendable {
    public struct Resolution: Sendable, Equatable {
        public var person: String
        public var at: Date
    }

    public struct Reaction: Sendable, Equatable {
        /// Its short name: `thumbsup`.
        public var emoticon: String
        public var people: [String]
    }

    public var id: Int
    public var pullRequest: Int
    /// The comment it answers.
    public var parent: Int?
    public var author: String
    /// With the marks of ``BitbucketText``.
    public var text: String
    public var createdAt: Date
    public var updatedAt: Date
    /// Where it stands on the diff; only the first comment of a thread has one.
    public var anchor: BitbucketAnchor?
    /// Whether its thread is resolved; only the first comment of a thread has one.
    public var resolution: Resolution?
    /// Told by a Server only.
    public var reactions: [Reaction] = []
    /// Told by Cloud only: a Server keeps nothing of what was deleted.
    public var isDeleted = false
}

/// Where a thread stands.
public struct BitbucketAnchor: Sendable, Equatable {
    public enum LineType: String, Sendable {
        case added = "ADDED"
        case removed = "REMOVED"
        case context = "CONTEXT"
    }

    public var path: String
    /// Its path before it was renamed.
    public var sourcePath: String?
    /// Number in the old file; nil for an added line.
    public var oldLine: Int?
    /// Number in the new file; nil for a removed line. Both are nil for the file as a whole.
    public var newLine: Int?
    /// First line of several, on the side of the last.
    public var startLine: Int?
    public var startLineType: LineType?
    public var isOrphaned = false
    /// The commits compared, by position.
    public var from: Int
    public var to: Int

    public init(_ path: String, old: Int? = nil, new: Int? = nil, from: Int, to: Int) {
        self.path = path
        oldLine = old
        newLine = new
        self.from = from
        self.to = to
    }

    public var lineType: LineType? {
        switch (oldLine, newLine) {
        case (nil, nil): nil
        case (nil, _): .added
        case (_, nil): .removed
        default: .context
        }
    }
}

/// A task of a pull request: on a Server a comment that blocks, on Cloud an object of its own.
public struct BitbucketTask: Sendable {
    public var id: Int
    public var pullRequest: Int
    /// The comment it hangs on.
    public var comment: Int?
    public var text: String
    public var author: String
    public var createdAt: Date
    public var resolution: BitbucketComment.Resolution?
}

/// A comment on a commit.
public struct BitbucketCommitComment: Sendable {
    public var id: Int
    /// By position.
    public var commit: Int
    public var path: String
    public var line: Int?
    public var parent: Int?
    public var author: String
    public var text: String
    public var createdAt: Date
}
