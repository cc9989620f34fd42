/// A project: its place, its face and what may be done in it. What it holds is keyed by its id.
public struct Project: Sendable, Hashable {
    public var id: ProjectID
    public var namespaceID: NamespaceID
    public var creatorID: UserID
    public var path: String
    public var name: String
    /// The namespace's full path, `/`, and the project's path.
    public var fullPath: String
    public var description: String?
    public var visibility: Visibility
    public var defaultBranch: String?
    public var topics: [String]
    public var homepage: String?
    public var isArchived: Bool
    public var isWikiEnabled: Bool
    public var areIssuesEnabled: Bool
    public var areMergeRequestsEnabled: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var lastActivityAt: Timestamp

    public init(
        id: ProjectID, namespaceID: NamespaceID, creatorID: UserID, path: String, name: String, fullPath: String,
        description: String?, visibility: Visibility, defaultBranch: String?, topics: [String], homepage: String?,
        isArchived: Bool, isWikiEnabled: Bool, areIssuesEnabled: Bool, areMergeRequestsEnabled: Bool,
        createdAt: Timestamp, updatedAt: Timestamp, lastActivityAt: Timestamp
    ) {
        self.id = id
        self.namespaceID = namespaceID
        self.creatorID = creatorID
        self.path = path
        self.name = name
        self.fullPath = fullPath
        self.description = description
        self.visibility = visibility
        self.defaultBranch = defaultBranch
        self.topics = topics
        self.homepage = homepage
        self.isArchived = isArchived
        self.isWikiEnabled = isWikiEnabled
        self.areIssuesEnabled = areIssuesEnabled
        self.areMergeRequestsEnabled = areMergeRequestsEnabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.lastActivityAt = lastActivityAt
    }
}
