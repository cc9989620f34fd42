/// A gist as its source's list has it.
public struct GistDraft: Sendable, Hashable, Codable {
    /// The gist's id.
    public var sourceKey: SourceKey
    public var sourceURL: String
    /// Where git fetches from, as the source says.
    public var pullURL: String
    /// The description, or the first file's name where there is none; not yet cut to a title's length.
    public var title: String
    public var isPublic: Bool
    /// Names of the files the list shows, in the source's order.
    public var fileNames: [String]
    /// Bytes of these files.
    public var size: Int64
    /// Comments on it.
    public var commentCount: Int
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        sourceKey: SourceKey, sourceURL: String, pullURL: String, title: String, isPublic: Bool, fileNames: [String],
        size: Int64, commentCount: Int, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.sourceKey = sourceKey
        self.sourceURL = sourceURL
        self.pullURL = pullURL
        self.title = title
        self.isPublic = isPublic
        self.fileNames = fileNames
        self.size = size
        self.commentCount = commentCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// What is different once the gist has changed in any way that an import brings.
    public var version: String {
        "\(updatedAt.millisecondsSinceEpoch) \(isPublic) \(commentCount) \(title)"
    }
}

/// A comment on a gist.
public struct GistCommentDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var body: String
    /// Login of who wrote it; `nil` where the source has deleted the account.
    public var author: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(sourceKey: SourceKey, body: String, author: String?, createdAt: Timestamp, updatedAt: Timestamp) {
        self.sourceKey = sourceKey
        self.body = body
        self.author = author
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
