/// A release of a project.
public struct Release: Sendable, Hashable {
    public var id: ReleaseID
    public var projectID: ProjectID
    public var tag: String
    public var name: String
    public var description: String?
    public var authorID: UserID
    public var sourceAuthor: String?
    /// Seen by Maintainers only: GitLab's importer publishes drafts, Landfall does not.
    public var isDraft: Bool
    public var isPrerelease: Bool
    public var createdAt: Timestamp
    public var releasedAt: Timestamp

    public init(
        id: ReleaseID, projectID: ProjectID, tag: String, name: String, description: String?, authorID: UserID,
        sourceAuthor: String?, isDraft: Bool, isPrerelease: Bool, createdAt: Timestamp, releasedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.tag = tag
        self.name = name
        self.description = description
        self.authorID = authorID
        self.sourceAuthor = sourceAuthor
        self.isDraft = isDraft
        self.isPrerelease = isPrerelease
        self.createdAt = createdAt
        self.releasedAt = releasedAt
    }
}
