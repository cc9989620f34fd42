import Model

/// A file of a release, as the list of releases has it.
struct GitHubAsset: Decodable, Sendable {
    var id: Int64
    var name: String
    var state: String?
    var contentType: String?
    var size: Int64
    /// `sha256:…`, since June 2025.
    var digest: String?
    var downloadURL: String?
    var createdAt: Timestamp
    var updatedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case state
        case contentType = "content_type"
        case size
        case digest
        case downloadURL = "browser_download_url"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    var draft: ReleaseAssetDraft {
        ReleaseAssetDraft(
            sourceKey: SourceKey(id), name: name.withoutNUL, mediaType: contentType.flatMap { $0.isEmpty ? nil : $0 },
            size: size, digest: digest.flatMap(Self.sha256), isComplete: state ?? "uploaded" == "uploaded",
            sourceURL: downloadURL, createdAt: createdAt)
    }

    private static func sha256(_ text: String) -> String? {
        guard text.hasPrefix("sha256:") else { return nil }
        let digest = text.dropFirst("sha256:".count).lowercased()
        return digest.utf8.count == 64 ? digest : nil
    }
}
