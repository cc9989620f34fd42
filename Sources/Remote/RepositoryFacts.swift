public import Model

/// What the source says of the repository itself.
public struct RepositoryFacts: Sendable, Hashable, Codable {
    public var source: ImportSource
    public var name: String
    public var description: String?
    public var homepage: String?
    public var topics: [String]
    public var visibility: Visibility
    public var defaultBranch: String?
    public var isArchived: Bool
    public var hasWiki: Bool
    public var hasIssues: Bool
    /// Kibibytes, as the source counts them.
    public var sizeInKibibytes: Int64?
    public var createdAt: Timestamp
    public var pushedAt: Timestamp?
    public var details: RepositoryDetails?
    /// The source's own time when it said all this: before anything else was read.
    public var answeredAt: Timestamp?
    /// What whoever holds the access token may do with it; `nil` where the source does not say.
    public var permissions: Permissions?

    /// What the source lets the holder of the access token do with the repository.
    public struct Permissions: Sendable, Hashable, Codable {
        public var isAdministrator: Bool
        public var mayPush: Bool

        public init(isAdministrator: Bool, mayPush: Bool) {
            self.isAdministrator = isAdministrator
            self.mayPush = mayPush
        }
    }

    public init(
        source: ImportSource, name: String, description: String?, homepage: String?, topics: [String],
        visibility: Visibility, defaultBranch: String?, isArchived: Bool, hasWiki: Bool, hasIssues: Bool,
        sizeInKibibytes: Int64?, createdAt: Timestamp, pushedAt: Timestamp?
    ) {
        self.source = source
        self.name = name
        self.description = description
        self.homepage = homepage
        self.topics = topics
        self.visibility = visibility
        self.defaultBranch = defaultBranch
        self.isArchived = isArchived
        self.hasWiki = hasWiki
        self.hasIssues = hasIssues
        self.sizeInKibibytes = sizeInKibibytes
        self.createdAt = createdAt
        self.pushedAt = pushedAt
    }
}
