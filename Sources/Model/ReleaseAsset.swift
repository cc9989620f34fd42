/// A file of a release whose bytes are here (GitLab's release link).
public struct ReleaseAsset: Sendable, Hashable {
    public var id: ReleaseAssetID
    public var releaseID: ReleaseID
    public var name: String
    public var mediaType: String?
    /// SHA-256 of its content, in lower-case hex.
    public var digest: String
    /// Bytes.
    public var size: Int64
    public var createdAt: Timestamp

    public init(
        id: ReleaseAssetID, releaseID: ReleaseID, name: String, mediaType: String?, digest: String, size: Int64,
        createdAt: Timestamp
    ) {
        self.id = id
        self.releaseID = releaseID
        self.name = name
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.createdAt = createdAt
    }
}

public typealias ReleaseAssetID = Identifier<ReleaseAsset>
