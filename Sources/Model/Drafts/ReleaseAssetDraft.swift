/// A file of a release: what the source says of it before its bytes are here.
public struct ReleaseAssetDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    /// Its name within the release. Anybody's text: never a path.
    public var name: String
    public var mediaType: String?
    /// Bytes.
    public var size: Int64
    /// SHA-256 in lower-case hex, where the source tells it.
    public var digest: String?
    /// Whether the source has all of it: an upload may have broken off there.
    public var isComplete: Bool
    /// Where people download it at the source.
    public var sourceURL: String?
    public var createdAt: Timestamp

    public init(
        sourceKey: SourceKey, name: String, mediaType: String?, size: Int64, digest: String?, isComplete: Bool,
        sourceURL: String?, createdAt: Timestamp
    ) {
        self.sourceKey = sourceKey
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.digest = digest
        self.isComplete = isComplete
        self.sourceURL = sourceURL
        self.createdAt = createdAt
    }
}
