import Git
import Model
import Store

/// A release (GitLab's `Release`).
struct ReleaseAnswer: Entity {
    var release: Release
    var author: User?
    /// The commit its tag leads to; `nil` where the repository has no such tag.
    var commit: GitCommit?
    var place: AnswerPlace
    var now: Timestamp
    /// Whether the reader may see files: whoever may not is told neither the tag nor where to get them.
    var showsCode: Bool
    var mayEdit: Bool
    /// Its files whose bytes are here.
    var assets: [ReleaseAsset] = []

    func write(_ object: inout JSONObject) {
        object.add("name", showsCode ? release.name : "Release-\(release.id)")
        if showsCode { object.add("tag_name", release.tag) }
        object.add("description", release.description)
        object.add("created_at", release.createdAt)
        object.add("released_at", release.releasedAt)
        object.add("upcoming_release", release.releasedAt > now)
        if let author { object.add("author", UserBasicAnswer(user: author, externalURL: place.externalURL)) }
        if showsCode { writeCommit(&object) }
        writeAssets(&object)
        if showsCode { object.add("evidences", [String]()) }
        writeLinks(&object)
        object.addSourceAuthor(release.sourceAuthor)
        // Landfall's own keys: GitLab knows neither.
        if release.isDraft { object.add("draft", true) }
        if release.isPrerelease { object.add("prerelease", true) }
    }

    private func writeCommit(_ object: inout JSONObject) {
        let webURL = "\(place.externalURL)/\(place.project.fullPath)"
        object.add("commit", commit.map { CommitAnswer(commit: $0, webURL: webURL) })
        if let commit { object.add("commit_path", "/\(place.project.fullPath)/-/commit/\(commit.id)") }
        object.add("tag_path", "/\(place.project.fullPath)/-/tags/\(tag)")
    }

    private var tag: String { NestedForm.escape(release.tag) }

    /// The archives that `GET /projects/:id/repository/archive` makes.
    private static let formats = ["zip", "tar.gz", "tar.bz2", "tar"]

    private func writeAssets(_ object: inout JSONObject) {
        object.add("assets") { assets in
            let links = showsCode ? self.assets.reversed() : []
            assets.add("count", (showsCode ? Self.formats.count : 0) + links.count)
            if showsCode {
                assets.add(
                    "sources",
                    Self.formats.map { format in
                        ReleaseSourceAnswer(
                            format: format, url: place.apiURL("/repository/archive.\(format)?sha=\(tag)"))
                    })
            }
            assets.add("links", links.map { ReleaseLinkAnswer(asset: $0, tag: release.tag, place: place) })
        }
    }

    private func writeLinks(_ object: inout JSONObject) {
        object.add("_links") { links in
            guard showsCode else { return }
            links.add("closed_issues_url", list("issues", "closed"))
            links.add("closed_merge_requests_url", list("merge_requests", "closed"))
            if mayEdit { links.add("edit_url", place.webURL("releases/\(tag)/edit")) }
            links.add("merged_merge_requests_url", list("merge_requests", "merged"))
            links.add("opened_issues_url", list("issues", "opened"))
            links.add("opened_merge_requests_url", list("merge_requests", "opened"))
            links.add("self", place.webURL("releases/\(tag)"))
        }
    }

    private func list(_ kind: String, _ state: String) -> String {
        place.webURL("\(kind)?release_tag=\(tag)&scope=all&state=\(state)")
    }
}

private struct ReleaseSourceAnswer: Entity {
    var format: String
    var url: String

    func write(_ object: inout JSONObject) {
        object.add("format", format)
        object.add("url", url)
    }
}
