/// A reaction under an issue, a merge request or a note.
public struct AwardEmoji: Sendable, Hashable {
    /// What can be reacted to, in GitLab's words.
    public enum AwardableKind: String, Sendable, Codable {
        case issue = "Issue"
        case mergeRequest = "MergeRequest"
        case note = "Note"
        case snippet = "Snippet"
    }

    /// The thing somebody reacted to.
    public struct Awardable: Sendable, Hashable {
        public var kind: AwardableKind
        /// Its row.
        public var id: Int64

        public init(kind: AwardableKind, id: Int64) {
            self.kind = kind
            self.id = id
        }

        /// The row a note stands on, as far as one can react to it.
        public init?(_ noteable: Noteable) {
            switch noteable.kind {
            case .issue: kind = .issue
            case .mergeRequest: kind = .mergeRequest
            case .snippet: kind = .snippet
            case .commit: return nil
            }
            id = noteable.id
        }
    }

    public var id: AwardEmojiID
    /// GitLab's name of the emoji (`thumbsup`).
    public var name: String
    public var userID: UserID
    /// Login at the source of whoever reacted, kept where they became somebody else.
    public var sourceAuthor: String?
    public var awardable: Awardable
    public var createdAt: Timestamp

    public init(
        id: AwardEmojiID, name: String, userID: UserID, sourceAuthor: String?, awardable: Awardable,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.userID = userID
        self.sourceAuthor = sourceAuthor
        self.awardable = awardable
        self.createdAt = createdAt
    }
}

/// What GitLab makes of the emoji `thumbsup` and `thumbsdown`.
public struct Votes: Sendable, Hashable {
    public var up: Int
    public var down: Int

    public init(up: Int = 0, down: Int = 0) {
        self.up = up
        self.down = down
    }
}
