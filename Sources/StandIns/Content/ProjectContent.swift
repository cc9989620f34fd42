import Foundation

/// The repositories of a project on disk, and what git says about it.
struct ProjectContent: Sendable {
    /// The bare repository.
    let repository: String
    /// The wiki's bare repository; nil when it has no page.
    let wiki: String?
    /// Commit ids by position in the history.
    let commits: [String]
    /// The changes above each review comment that does not bring its own.
    let hunks: [Int: DiffHunk]

    /// The id of the commit at `position`; what was added to a project after the start has none and answers zeros.
    func commit(_ position: Int) -> String {
        commits.indices.contains(position) ? commits[position] : String(repeating: "0", count: 40)
    }

    /// Makes the repositories of a project below `folder`.
    /// - Throws: ``ContentError``.
    static func make(_ project: SampleProject, below folder: String) async throws -> ProjectContent {
        let path = "\(folder)/\(project.repository.id).git"
        try await makeRepository(path, branch: project.repository.defaultBranch)
        let commits = try await FastImport(repository: path).write(project.history)
        let git = GitCommand(repository: path)
        let wiki = try await makeWiki(project, path: "\(folder)/\(project.repository.id).wiki.git")
        let hunks = try await findHunks(project, commits: commits, git: git)
        return ProjectContent(repository: path, wiki: wiki, commits: commits, hunks: hunks)
    }

    static func makeRepository(_ path: String, branch: String) async throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ContentError.files(path: path)
        }
        try await GitCommand(repository: path).run("init", "--quiet", "--bare", "--initial-branch=\(branch)")
    }

    private static func makeWiki(_ project: SampleProject, path: String) async throws -> String? {
        guard project.repository.hasWiki, !project.wikiPages.isEmpty else { return nil }
        try await makeRepository(path, branch: "master")
        var history = SampleHistory()
        let owner = project.repository.owner
        let files = Dictionary(project.wikiPages.map { ($0.path, Optional($0.content)) }) { $1 }
        let commit = history.commit(
            SampleCommit(
                parents: [], message: "Write down what everybody asks", authorName: owner,
                authorEmail: "\(owner)@users.noreply.github.com", date: project.repository.createdAt, files: files))
        history.point("refs/heads/master", at: commit)
        _ = try await FastImport(repository: path).write(history)
        return path
    }

    private static func findHunks(
        _ project: SampleProject, commits: [String], git: GitCommand
    ) async throws -> [Int: DiffHunk] {
        var diffs: [String: String] = [:]
        var hunks: [Int: DiffHunk] = [:]
        for comment in project.reviewComments where comment.diffHunk == nil {
            guard let pull = project.issue(comment.pullRequest)?.pullRequest else { continue }
            let range = "\(commits[pull.baseCommit])...\(commits[comment.commit])"
            let key = "\(range) \(comment.path)"
            if diffs[key] == nil {
                diffs[key] = try await git.run("diff", "--no-color", "--no-ext-diff", "-U3", range, "--", comment.path)
            }
            guard let hunk = DiffHunk.find(line: comment.originalLine, on: comment.side, in: diffs[key] ?? "") else {
                throw ContentError.lineNotInChanges(comment: comment.id, path: comment.path)
            }
            hunks[comment.id] = hunk
        }
        return hunks
    }
}
