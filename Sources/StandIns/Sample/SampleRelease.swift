public import Foundation

/// A label of the repository.
public struct SampleLabel: Sendable, Equatable, Codable {
    public var id: Int
    public var name: String
    /// Six hexadecimal digits.
    public var color: String
    public var description: String?

    public init(id: Int, name: String, color: String, description: String? = nil) {
        self.id = id
        self.name = name
        self.color = color
        self.description = description
    }
}

/// A milestone.
public struct SampleMilestone: Sendable, Equatable, Codable {
    public var number: Int
    public var title: String
    public var description: String?
    public var creator: String?
    public var state: SampleIssue.State
    public var createdAt: Date
    public var dueOn: Date?
    public var closedAt: Date?

    public init(
        number: Int, title: String, description: String? = nil, creator: String?, createdAt: Date, dueOn: Date? = nil,
        closedAt: Date? = nil
    ) {
        self.number = number
        self.title = title
        self.description = description
        self.creator = creator
        self.state = closedAt == nil ? .open : .closed
        self.createdAt = createdAt
        self.dueOn = dueOn
        self.closedAt = closedAt
    }

    /// GitHub's `id` of the milestone.
    public var id: Int { 9_400_000 + number }
}

/// A release.
public struct SampleRelease: Sendable, Equatable, Codable {
    public var id: Int
    public var tag: String
    public var name: String?
    public var body: String?
    public var author: String?
    public var isDraft: Bool
    public var isPrerelease: Bool
    public var createdAt: Date
    /// Nil for a draft.
    public var publishedAt: Date?
    public var assets: [SampleAsset]
    public var reactions: [SampleReaction] = []

    public init(
        id: Int, tag: String, name: String?, body: String?, author: String?, isDraft: Bool = false,
        isPrerelease: Bool = false, createdAt: Date, assets: [SampleAsset] = []
    ) {
        self.id = id
        self.tag = tag
        self.name = name
        self.body = body
        self.author = author
        self.isDraft = isDraft
        self.isPrerelease = isPrerelease
        self.createdAt = createdAt
        self.publishedAt = isDraft ? nil : createdAt.addingTimeInterval(600)
        self.assets = assets
    }
}

/// A file of a release.
public struct SampleAsset: Sendable, Equatable, Codable {
    public var id: Int
    public var name: String
    public var contentType: String
    public var content: String

    public init(id: Int, name: String, contentType: String, content: String) {
        self.id = id
        self.name = name
        self.contentType = contentType
        self.content = content
    }
}
