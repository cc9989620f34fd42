/// A row's own number in the store, typed by what it numbers so that a user's id cannot be passed for a project's.
public struct Identifier<Entity>: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { String(rawValue) }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

public typealias UserID = Identifier<User>
public typealias NamespaceID = Identifier<Namespace>
public typealias ProjectID = Identifier<Project>
public typealias AccessTokenID = Identifier<AccessToken>
public typealias ImportID = Identifier<Import>
public typealias LabelID = Identifier<Label>
public typealias MilestoneID = Identifier<Milestone>
public typealias IssueID = Identifier<Issue>
public typealias MergeRequestID = Identifier<MergeRequest>
public typealias DiscussionID = Identifier<Discussion>
public typealias NoteID = Identifier<Note>
public typealias ReleaseID = Identifier<Release>
public typealias AwardEmojiID = Identifier<AwardEmoji>
public typealias SourceUserID = Identifier<SourceUser>
public typealias SnippetID = Identifier<Snippet>
