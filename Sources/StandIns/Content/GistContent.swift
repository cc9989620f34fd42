import Foundation

/// The repositories of gists on disk.
enum GistContent {
    /// Makes them below `folder`, and returns where each is, by the gist's id.
    /// - Throws: ``ContentError``.
    static func make(_ gists: [SampleGist], below folder: String) async throws -> [String: String] {
        var paths: [String: String] = [:]
        for gist in gists {
            let path = "\(folder)/gist-\(gist.id).git"
            try await ProjectContent.makeRepository(path, branch: "main")
            var history = SampleHistory()
            var tip: Int?
            for files in gist.commits {
                tip = history.commit(
                    SampleCommit(
                        parents: tip.map { [$0] } ?? [], message: "", authorName: gist.owner,
                        authorEmail: "\(gist.owner)@users.noreply.github.com", date: gist.createdAt, files: files))
            }
            if let tip {
                for branch in ["main"] + gist.extraBranches { history.point("refs/heads/\(branch)", at: tip) }
            }
            _ = try await FastImport(repository: path).write(history)
            paths[gist.id] = path
        }
        return paths
    }
}
