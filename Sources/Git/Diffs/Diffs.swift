import Model

extension GitRepository {
    /// What a commit changed against its first parent; against nothing for a root commit.
    ///
    /// - Parameters:
    ///   - revision: the commit.
    ///   - paths: only these files or directories; empty for all.
    ///   - limits: how much is kept.
    /// - Throws: ``GitError``; `unknownRevision`.
    public func diff(
        of revision: Revision, paths: [String] = [], limits: DiffLimits = DiffLimits()
    ) async throws -> FileDiffs {
        let options = ["--root", "--no-commit-id", "--diff-merges=first-parent"]
        return try await diff(options, [revision.text], paths: paths, limits: limits)
    }

    /// What changed from one revision to another.
    ///
    /// - Parameters:
    ///   - from: the base; ``ObjectHash/emptyTree`` shows all of `to`.
    ///   - to: the head.
    ///   - straight: compares the two as they are; otherwise the second with the merge base of both, so that only
    ///     its own changes show.
    ///   - paths: only these files or directories; empty for all.
    ///   - limits: how much is kept.
    /// - Throws: ``GitError``; `unknownRevision`; `noMergeBase`, never when straight.
    public func diff(
        from: Revision, to: Revision, straight: Bool = false, paths: [String] = [], limits: DiffLimits = DiffLimits()
    ) async throws -> FileDiffs {
        let options = straight ? [] : ["--merge-base"]
        return try await diff(options, [from.text, to.text], paths: paths, limits: limits)
    }

    private func diff(
        _ options: [String], _ revisions: [String], paths: [String], limits: DiffLimits
    ) async throws -> FileDiffs {
        for path in paths { try checkPath(path, verb: "diff-tree") }
        // 30 % is what Gitaly takes for a rename, so that the same files count as renamed.
        let common = [
            "-r", "--raw", "--patch", "--full-index", "--find-renames=30%", "-l1000", "--no-ext-diff",
            "--no-textconv", "--no-color", "--submodule=short", "--unified=3",
        ]
        let arguments = common + options + ["--end-of-options"] + revisions + ["--"] + paths
        var parser = try await runner.run(
            command("diff-tree", arguments), separatedBy: UInt8(ascii: "\n"), parser: DiffParser(limits: limits))
        return parser.result()
    }
}

/// Two revisions set side by side; GitLab's `repository/compare`.
public struct Comparison: Sendable {
    /// The commits of the head that the base lacks, oldest first.
    public let commits: [GitCommit]
    /// Whether older commits were left out because of the limit.
    public let hasMoreCommits: Bool
    /// The files.
    public let diffs: FileDiffs
}

extension GitRepository {
    /// Compares two revisions: two processes at once.
    ///
    /// Without a common history there is nothing to compare unless `straight`: the diffs are empty, as in GitLab.
    public func compare(
        from: Revision, to: Revision, straight: Bool = false, commitLimit: Int = 1000,
        limits: DiffLimits = DiffLimits()
    ) async throws -> Comparison {
        var query = CommitQuery()
        query.revision = to
        query.excluding = [from]
        query.limit = commitLimit
        async let page = commits(query)
        let diffs: FileDiffs
        do {
            diffs = try await diff(from: from, to: to, straight: straight, limits: limits)
        } catch let error as GitError where error.cause == .noMergeBase {
            diffs = FileDiffs(files: [], overflow: false)
        }
        let found = try await page
        return Comparison(commits: found.commits.reversed(), hasMoreCommits: found.hasMore, diffs: diffs)
    }
}
