import Model
import RemoteREST

/// `GET /repositories/:id/releases`: a release. Drafts are in it where the token may write.
struct GitHubRelease: GitHubRow {
    static let kind = ObjectKind.release
    static let path = "releases"

    var id: Int64
    var tag: String
    var name: String?
    var body: String?
    var author: GitHubUser?
    var isDraft: Bool
    var isPrerelease: Bool
    var createdAt: Timestamp
    var publishedAt: Timestamp?
    var assets: [Lenient<GitHubAsset>]?
    var htmlURL: String?
    var reactions: GitHubReactionTotal?

    enum CodingKeys: String, CodingKey {
        case id
        case tag = "tag_name"
        case name
        case body
        case author
        case isDraft = "draft"
        case isPrerelease = "prerelease"
        case createdAt = "created_at"
        case publishedAt = "published_at"
        case assets
        case htmlURL = "html_url"
        case reactions
    }

    func mapped() -> MappedPage {
        let shown = name.flatMap { $0.isEmpty ? nil : $0 } ?? tag
        var draft = ReleaseDraft(
            sourceKey: SourceKey(id), tag: tag.withoutNUL, name: shown.withoutNUL, description: body?.withoutNUL,
            author: author?.person, isDraft: isDraft, isPrerelease: isPrerelease, createdAt: createdAt,
            releasedAt: publishedAt)
        var page = MappedPage()
        for (index, asset) in (assets ?? []).enumerated() {
            switch asset.result {
            case .success(let asset): draft.assets.append(asset.draft)
            case .failure(let fault): page.exceptions.append(fault.exception(kind: .releaseAsset, at: index))
            }
        }
        page.drafts = [.release(draft)]

        if let total = reactions?.total, total > 0 {
            page.exceptions.append(
                ImportException(
                    kind: .release, sourceKey: SourceKey(id), sourceURL: htmlURL, outcome: .degraded,
                    reason: "\(total == 1 ? "a reaction" : "\(total) reactions") on it: releases here have none"))
        }
        return page
    }
}
