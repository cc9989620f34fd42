import Secrets

/// A file: one that a text shows, or a download of the repository.
public struct BitbucketFile: Sendable, Equatable {
    /// What texts of the sample name it by.
    public var key: String
    public var name: String
    public var contentType: String
    public var content: [UInt8]
    /// Whether it was deleted, so that its address leads nowhere.
    public var isMissing = false
    /// Whether Cloud keeps it where images of texts lie, else where uploads do.
    public var isImage: Bool { contentType.hasPrefix("image/") }

    public init(key: String, name: String, contentType: String, content: [UInt8], isMissing: Bool = false) {
        self.key = key
        self.name = name
        self.contentType = contentType
        self.content = content
        self.isMissing = isMissing
    }

    /// SHA-256 of the content.
    public var sha256: String { Digest.sha256(content) }
}
