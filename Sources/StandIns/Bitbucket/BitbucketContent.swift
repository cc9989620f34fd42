import Foundation

/// A project's repositories on disk, and what git says about it.
struct BitbucketContent: Sendable {
    let repository: String
    /// nil when it has no page.
    let wiki: String?
    /// Forks by their owners, each holding only its own branches (Cloud).
    let forks: [String: String]
    /// Commit ids by position in the history.
    let commits: [String]
    /// The changes of files, by ``key(_:)``.
    let diffs: [String: BitbucketDiff]

    /// The id of the commit at `position`; what was added after the start has none and answers zeros.
    func commit(_ position: Int) -> String {
        commits.indices.contains(position) ? commits[position] : String(repeating: "0", count: 40)
    }

    static func key(_ anchor: BitbucketAnchor) -> String { "\(anchor.from) \(anchor.to) \(anchor.path)" }

    /// - Throws: ``ContentError``.
    static func make(
        _ project: BitbucketProject, face: StandInBitbucket.Face, below folder: String
    ) async throws -> BitbucketContent {
        let path = "\(folder)/\(project.slug).git"
        try await ProjectContent.makeRepository(path, branch: project.defaultBranch)
        var history = project.history
        if face == .server {
            for pull in project.pullRequests where pull.state == .open {
                guard let head = pull.commits.last else { continue }
                history.point("refs/pull-requests/\(pull.number)/from", at: head)
            }
        }
        let commits = try await FastImport(repository: path).write(history)
        return BitbucketContent(
            repository: path, wiki: try await makeWiki(project, path: "\(folder)/\(project.slug).wiki.git"),
            forks: try await makeForks(project, commits, of: path, below: folder), commits: commits,
            diffs: try await findDiffs(project, commits, git: GitCommand(repository: path)))
    }

    private static func makeWiki(_ project: BitbucketProject, path: String) async throws -> String? {
        guard !project.wikiPages.isEmpty else { return nil }
        try await ProjectContent.makeRepository(path, branch: "master")
        var history = SampleHistory()
        let files = Dictionary(project.wikiPages.map { ($0.path, Optional($0.content)) }) { $1 }
        let commit = history.commit(
            SampleCommit(
                parents: [], message: "Write down what everybody asks", authorName: "Mira Keel",
                authorEmail: "mira@harbor.example", date: project.createdAt, files: files))
        history.point("refs/heads/master", at: commit)
        _ = try await FastImport(repository: path).write(history)
        return path
    }

    /// Forks borrow the project's objects.
    private static func makeForks(
        _ project: BitbucketProject, _ commits: [String], of path: String, below folder: String
    ) async throws -> [String: String] {
        var forks: [String: String] = [:]
        for owner in project.forkOwners {
            let fork = "\(folder)/fork-\(owner).git"
            try await ProjectContent.makeRepository(fork, branch: project.defaultBranch)
            var refs = "# pack-refs with: peeled fully-peeled sorted \n"
            let pulls = project.pullRequests.filter { $0.source == .fork(owner: owner) }
            for pull in pulls.sorted(by: { $0.sourceBranch < $1.sourceBranch }) {
                guard let head = pull.commits.last else { continue }
                refs += "\(commits[head]) refs/heads/\(pull.sourceBranch)\n"
            }
            do {
                try "\(path)/objects\n".write(
                    toFile: "\(fork)/objects/info/alternates", atomically: true, encoding: .utf8)
                try refs.write(toFile: "\(fork)/packed-refs", atomically: true, encoding: .utf8)
            } catch { throw ContentError.files(path: fork) }
            forks[owner] = fork
        }
        return forks
    }

    private static func findDiffs(
        _ project: BitbucketProject, _ commits: [String], git: GitCommand
    ) async throws -> [String: BitbucketDiff] {
        var diffs: [String: BitbucketDiff] = [:]
        for anchor in project.comments.compactMap(\.anchor) where diffs[key(anchor)] == nil {
            let paths = [anchor.sourcePath, anchor.path].compactMap { $0 }
            let text = try await git.run(
                ["diff", "--no-color", "--no-ext-diff", "-M", "-U5", commits[anchor.from], commits[anchor.to], "--"]
                    + paths)
            diffs[key(anchor)] = BitbucketDiff(text)
        }
        return diffs
    }
}
