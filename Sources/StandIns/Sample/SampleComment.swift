public import Foundation

/// A comment in the conversation of an issue or a pull request.
public struct SampleComment: Sendable, Equatable, Codable {
    public var id: Int
    /// Number of the issue or pull request.
    public var issue: Int
    /// The author's login; nil for a deleted account.
    public var author: String?
    public var body: String
    public var createdAt: Date
    public var updatedAt: Date
    public var reactions: [SampleReaction] = []
    /// Why the comment is hidden (`outdated`, `spam`, …); nil when it is not.
    public var minimizedReason: String?

    public init(id: Int, issue: Int, author: String?, body: String, createdAt: Date) {
        self.id = id
        self.issue = issue
        self.author = author
        self.body = body
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }
}

/// An emoji somebody put under a text.
public struct SampleReaction: Sendable, Hashable, Codable {
    /// The raw value is the key of REST's roll-up.
    public enum Content: String, Sendable, CaseIterable, Codable {
        case thumbsUp = "+1"
        case thumbsDown = "-1"
        case laugh, hooray, confused, heart, rocket, eyes

        /// GraphQL's name of it.
        var graphQL: String {
            switch self {
            case .thumbsUp: "THUMBS_UP"
            case .thumbsDown: "THUMBS_DOWN"
            default: rawValue.uppercased()
            }
        }
    }

    public var content: Content
    /// The login of who reacted.
    public var user: String

    public init(_ content: Content, by user: String) {
        self.content = content
        self.user = user
    }
}
