import Model
import RemoteREST

/// `GET /gists`: a gist in the list of the token's owner.
struct GitHubGist: Decodable, Sendable {
    struct File: Decodable, Sendable {
        var filename: String
        var size: Int64?
    }

    var id: String
    var htmlURL: String
    var gitPullURL: String
    var description: String?
    var isPublic: Bool
    /// By name. GitHub writes them in git's order, by the names' bytes.
    var files: [String: File]
    var comments: Int?
    var createdAt: Timestamp
    var updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id
        case htmlURL = "html_url"
        case gitPullURL = "git_pull_url"
        case description
        case isPublic = "public"
        case files
        case comments
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Whether the id may stand in an address: what it is made of is the source's word.
    var isNamed: Bool {
        !id.isEmpty && id.utf8.count <= 64
            && id.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 0x20) }
    }

    var draft: GistDraft {
        let names = files.values.map(\.filename).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let isDescribed = description?.contains { !$0.isWhitespace } ?? false
        return GistDraft(
            sourceKey: SourceKey(id), sourceURL: htmlURL, pullURL: gitPullURL,
            title: ((isDescribed ? description : names.first) ?? "").withoutNUL, isPublic: isPublic,
            fileNames: names.map(\.withoutNUL), size: files.values.reduce(0) { ($0 + ($1.size ?? 0).asCount).asCount },
            commentCount: Int(clamping: Int64(comments ?? 0).asCount), createdAt: createdAt, updatedAt: updatedAt)
    }
}

/// `GET /gists/:id/comments`.
struct GitHubGistComment: Decodable, Sendable {
    var id: Int64
    var body: String?
    var user: GitHubUser?
    var createdAt: Timestamp
    var updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id
        case body
        case user
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    var draft: GistCommentDraft {
        GistCommentDraft(
            sourceKey: SourceKey(id), body: (body ?? "").withoutNUL, author: user?.person?.login,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}
