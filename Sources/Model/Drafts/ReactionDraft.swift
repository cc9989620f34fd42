/// Something at the source that people react to, by the name the source gives it.
public struct ReactionTarget: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// An issue or pull request; its key is its number.
        case item
        case comment
        case reviewComment = "review_comment"
        case review
        case commitComment = "commit_comment"
    }

    public var kind: Kind
    public var key: SourceKey

    public init(_ kind: Kind, _ key: SourceKey) {
        self.kind = kind
        self.key = key
    }
}

/// Something of which the source says that it must be asked about reactions, and by which id.
public struct ReactedDraft: Sendable, Hashable {
    public var target: ReactionTarget
    /// The source's opaque id, made of letters, digits and `_-=+/` only.
    public var nodeID: String
    /// How many reactions the source's list shows; 0 where it only says that there may be some.
    public var total: Int64

    public init(target: ReactionTarget, nodeID: String, total: Int64) {
        self.target = target
        self.nodeID = nodeID
        self.total = total
    }
}

/// How many reactions the source counted on something while they were read: newer than what the list showed.
public struct ReactionCountDraft: Sendable, Hashable {
    public var target: ReactionTarget
    public var total: Int64

    public init(target: ReactionTarget, total: Int64) {
        self.target = target
        self.total = min(max(total, 0), 1 << 40)
    }
}

/// One person's reaction.
public struct ReactionDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var target: ReactionTarget
    /// GitLab's name of the emoji (`thumbsup`).
    public var name: String
    public var author: PersonDraft?
    public var createdAt: Timestamp

    public init(
        sourceKey: SourceKey, target: ReactionTarget, name: String, author: PersonDraft?, createdAt: Timestamp
    ) {
        self.sourceKey = sourceKey
        self.target = target
        self.name = name
        self.author = author
        self.createdAt = createdAt
    }
}

/// A comment that the source hides, where the list of comments does not say so.
public struct MinimizedDraft: Sendable, Hashable {
    public var target: ReactionTarget
    /// The source's word for why: `spam`, `outdated`, `off-topic`…
    public var reason: String

    public init(target: ReactionTarget, reason: String) {
        self.target = target
        self.reason = reason
    }
}
