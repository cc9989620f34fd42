/// A few files with a history and no project around them (GitLab's personal snippet).
public struct Snippet: Sendable, Hashable {
    public var id: SnippetID
    public var authorID: UserID
    public var title: String
    public var description: String?
    public var visibility: Visibility
    /// Name of the first file; empty where there is none.
    public var fileName: String
    /// Paths of all files, as git orders them.
    public var files: [String]
    /// The branch that holds them.
    public var defaultBranch: String
    /// Page of the gist it was.
    public var sourceURL: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: SnippetID, authorID: UserID, title: String, description: String? = nil, visibility: Visibility,
        fileName: String, files: [String], defaultBranch: String, sourceURL: String?, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.authorID = authorID
        self.title = title
        self.description = description
        self.visibility = visibility
        self.fileName = fileName
        self.files = files
        self.defaultBranch = defaultBranch
        self.sourceURL = sourceURL
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
