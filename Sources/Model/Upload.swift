/// A file that a project's texts show.
public struct Upload: Sendable, Hashable {
    public var id: UploadID
    public var projectID: ProjectID
    /// 32 hex digits: with the file's name its address within the project.
    public var secret: String
    public var fileName: String
    /// SHA-256 of its content, in lower-case hex.
    public var digest: String
    /// Bytes.
    public var size: Int64
    public var mediaType: String
    public var createdAt: Timestamp

    public init(
        id: UploadID, projectID: ProjectID, secret: String, fileName: String, digest: String, size: Int64,
        mediaType: String, createdAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.secret = secret
        self.fileName = fileName
        self.digest = digest
        self.size = size
        self.mediaType = mediaType
        self.createdAt = createdAt
    }

    /// Its address as texts of the project write it: `/uploads/SECRET/NAME`.
    public var path: String { Self.path(secret: secret, fileName: fileName) }

    public static func path(secret: String, fileName: String) -> String {
        "/uploads/\(secret)/\(escaped(fileName))"
    }

    /// A name as one element of a path: everything but letters, digits and `-._~` percent-encoded.
    static func escaped(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            let isPlain =
                (48...57).contains(byte) || (97...122).contains(byte | 0x20) && byte < 0x7B
                || "-._~".utf8.contains(byte)
            bytes += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

public typealias UploadID = Identifier<Upload>
