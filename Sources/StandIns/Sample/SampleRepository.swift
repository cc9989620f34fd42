public import Foundation

/// The attributes of a repository.
public struct SampleRepository: Sendable, Equatable, Codable {
    /// The repository's number, GitHub's `id`; unique on a server.
    public var id: Int
    /// The login of the user or organization it belongs to.
    public var owner: String
    public var name: String
    public var description: String?
    public var homepage: String?
    public var topics: [String] = []
    /// The programming language GitHub would show.
    public var language: String?
    public var defaultBranch = "main"
    /// A private repository answers 404 to tokens that may not see it.
    public var isPrivate = false
    public var isArchived = false
    /// False makes the issues list answer 410, as GitHub does.
    public var hasIssues = true
    /// A repository may have a wiki by its settings and no page in it; git then answers 404.
    public var hasWiki = true
    /// Size as GitHub gives it, in kilobytes.
    public var size = 96
    public var stars = 12
    public var createdAt: Date
    public var updatedAt: Date

    public init(id: Int, owner: String, name: String, createdAt: Date) {
        self.id = id
        self.owner = owner
        self.name = name
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    /// `OWNER/NAME`.
    public var fullName: String { "\(owner)/\(name)" }
}
