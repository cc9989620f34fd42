/// A comment on a commit, or on a line or file of it.
public struct CommitCommentDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var commit: ObjectHash
    public var body: String
    public var author: PersonDraft?
    /// Where in the commit's diff; `nil` for a comment on the whole commit.
    public var position: Position?
    /// How far below the first `@@` of the file's diff it stands, where the source says so; git tells the line.
    public var diffPlace: Int?
    /// The same for all comments that the source shows at one place or as one thread; `nil` for a comment by itself.
    public var placeKey: String?
    /// The comment that opened the thread, where the source names it: it may come later than replies to it.
    public var threadKey: SourceKey?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String

    public init(
        sourceKey: SourceKey, commit: ObjectHash, body: String, author: PersonDraft?, position: Position?,
        placeKey: String?, createdAt: Timestamp, updatedAt: Timestamp, sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.commit = commit
        self.body = body
        self.author = author
        self.position = position
        self.placeKey = placeKey
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}
