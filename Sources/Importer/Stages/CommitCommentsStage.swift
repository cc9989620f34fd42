import Git
import Model
import Remote

/// Asks about every commit that git has whether there are comments on it, where the source has no list of them and
/// whoever started the import wants them all the same. Commits are taken a batch at a time, and the journal tells what
/// was asked before: so it goes on after a restart, and memory does not grow with the history.
struct CommitCommentsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    /// Beyond it an import would take days.
    private static let mostRequests = 200_000
    private static let commitsAtOnce = 500
    /// Pages that may be refused before asking on would only repeat it.
    private static let mostLost = 100

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        guard repository.exists else { return }
        let commits = try await commits(of: repository)
        let findings = RecountFindings()
        let reader = CollectionStage(
            run: run, collection: .commitComments, progress: progress,
            pass: ReadingPass(name: nil, findings: findings))
        var left = Self.mostRequests
        for start in stride(from: 0, to: commits.count, by: Self.commitsAtOnce) {
            guard left > 0 else {
                return try await list("about the others nothing was asked after \(Self.mostRequests) requests")
            }
            let batch = commits[start..<min(start + Self.commitsAtOnce, commits.count)]
            let cursors = try await cursors(for: Array(batch), atMost: left, in: repository)
            left -= cursors.count
            try await reader.perform(batch: cursors)
            progress.touch()
            guard findings.lostPages < Self.mostLost else {
                return try await list("the source has refused \(findings.lostPages) pages of them")
            }
        }
    }

    /// Where comments are likely first: what merged pull requests, and their heads.
    private func commits(of repository: GitRepository) async throws -> [ObjectHash] {
        let merges = try await repository.everyCommit(merges: true, limit: Self.mostRequests)
        let heads = try await repository.refs(under: "refs/merge-requests/").map(\.target)
        let others = try await repository.everyCommit(merges: false, limit: Self.mostRequests)
        progress.touch()
        var seen: Set<ObjectHash> = []
        return (merges + heads + others).filter { seen.insert($0).inserted }
    }

    private func cursors(
        for batch: [ObjectHash], atMost limit: Int, in repository: GitRepository
    ) async throws -> [Cursor] {
        var known = KnownObjects.nothing
        known.commits =
            switch run.remote.commitCommentList {
            case .ofFile:
                try await repository.changedPaths(of: batch, limit: limit).map {
                    KnownCommit(hash: $0.commit, changedPaths: $0.paths)
                }
            case .ofCommit, .ofRepository: batch.map { KnownCommit(hash: $0) }
            }
        return Array(run.remote.beginnings(of: .commitComments, knowing: known).prefix(limit))
    }

    private func list(_ reason: String) async throws {
        try await run.list(
            ImportException(
                kind: .commitComment, sourceKey: "other commits", sourceURL: nil, outcome: .skipped,
                reason: "there may be more comments on commits: \(reason)",
                cure: "look at the source for those that matter"))
    }
}

extension Stage {
    /// What it needs where each commit is asked for comments: that comes when git has all commits, those among them
    /// that no ref of the source leads to. The second look does not wait for it.
    var needsAskingAboutCommits: [Stage] {
        switch self {
        case .commitComments: [.diffs]
        case .recount: needs.filter { $0 != .commitComments }
        case .texts, .people, .counts: needs + [.commitComments]
        default: needs
        }
    }
}
