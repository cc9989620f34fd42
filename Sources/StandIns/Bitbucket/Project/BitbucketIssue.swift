public import Foundation

/// An issue of Bitbucket Cloud's tracker.
public struct BitbucketIssue: Sendable {
    public var number: Int
    public var title: String
    public var text: String
    /// Cloud's words: `new`, `open`, `on hold`, `resolved`, `wontfix`…
    public var state = "new"
    public var kind = "bug"
    public var priority = "major"
    public var component: String?
    public var version: String?
    public var milestone: String?
    public var reporter: String?
    public var assignee: String?
    public var createdAt: Date
    public var updatedAt: Date
    public var editedAt: Date?
    public var votes = 0
    /// Keys of ``BitbucketProject/files``.
    public var attachments: [String] = []

    public init(number: Int, title: String, text: String, reporter: String?, createdAt: Date) {
        self.number = number
        self.title = title
        self.text = text
        self.reporter = reporter
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}

/// A comment on an issue; one without a text only says that something was changed.
public struct BitbucketIssueComment: Sendable {
    public var id: Int
    public var issue: Int
    public var author: String?
    public var text: String?
    public var createdAt: Date
    public var updatedAt: Date?
}

/// A change of an issue's fields.
public struct BitbucketIssueChange: Sendable {
    /// Also the id of the comment it shows as.
    public var id: Int
    public var issue: Int
    public var person: String?
    public var at: Date
    public var field: String
    public var old: String
    public var new: String
}
