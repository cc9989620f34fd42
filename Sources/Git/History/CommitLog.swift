public import Model

/// Which commits to list, after GitLab's `GET /projects/:id/repository/commits`.
public struct CommitQuery: Sendable {
    /// How commits are ordered.
    public enum Order: Sendable {
        /// Newest first.
        case byDate
        /// No commit before its descendants.
        case topological
    }

    /// Where to begin.
    public var revision: Revision = .head
    /// Commits reachable from these are left out.
    public var excluding: [Revision] = []
    /// Every ref instead of ``revision``.
    public var all = false
    /// Only commits that touch this path; empty for no filter.
    public var path = ""
    /// Follows renames of ``path``, which must be a file.
    public var follow = false
    /// Only the first parent of each merge.
    public var firstParent = false
    /// Part of the author's name or address.
    public var author: String?
    /// Not before this moment (committer's date), seconds since 1970.
    public var since: Int64?
    /// Not after this moment (committer's date), seconds since 1970.
    public var until: Int64?
    /// Order of the answer.
    public var order = Order.byDate
    /// Whether to count changed lines, which costs a diff a commit.
    public var stats = false
    /// Commits to leave out at the beginning.
    public var skip = 0
    /// The most commits to return.
    public var limit = 20

    /// All commits of the default branch, newest first, twenty of them.
    public init() {}

    var filters: [String] {
        var arguments: [String] = []
        if firstParent { arguments.append("--first-parent") }
        if case .topological = order { arguments.append("--topo-order") }
        if follow, !path.isEmpty { arguments.append("--follow") }
        if let author { arguments += ["--fixed-strings", "--author=\(author)"] }
        if let since { arguments.append("--since=@\(since) +0000") }
        if let until { arguments.append("--until=@\(until) +0000") }
        if all { arguments += ["--exclude=refs/landfall/*", "--exclude=refs/keep-around/*", "--all"] }
        return arguments
    }

    var revisions: [String] {
        let start = all ? [] : [revision.text]
        let excluded = excluding.map { "^\($0.text)" }
        return ["--end-of-options"] + start + excluded + ["--"] + (path.isEmpty ? [] : [path])
    }
}

/// One page of commits.
public struct CommitPage: Sendable {
    /// The commits in the order asked for.
    public let commits: [GitCommit]
    /// Whether more follow.
    public let hasMore: Bool
}

extension GitRepository {
    /// Lists commits; one git process, which ends with the page.
    ///
    /// - Throws: ``GitError``; `unknownRevision` also for a repository without commits.
    public func commits(_ query: CommitQuery) async throws -> CommitPage {
        try checkPath(query.path, verb: "log")
        let paging = ["--skip=\(max(0, query.skip))", "--max-count=\(max(0, query.limit) + 1)"]
        let arguments = CommitParser.arguments(stats: query.stats) + paging + query.filters + query.revisions
        let found = try await log(arguments, stats: query.stats)
        return CommitPage(commits: Array(found.prefix(query.limit)), hasMore: found.count > query.limit)
    }

    /// The number of commits the query would list without paging. Cheap without a path; with one it costs a walk
    /// over all trees of the history.
    public func countCommits(_ query: CommitQuery) async throws -> Int {
        try checkPath(query.path, verb: "rev-list")
        let filters = query.filters.filter { $0 != "--follow" && $0 != "--topo-order" }
        let command = command("rev-list", ["--count"] + filters + query.revisions)
        let bytes = try await runner.run(command, limit: 4096)
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber }) ?? 0
    }

    /// One commit; nil when there is none of that name.
    ///
    /// - Parameter stats: whether to count changed lines against the first parent.
    public func commit(_ revision: Revision, stats: Bool = false) async throws -> GitCommit? {
        let arguments =
            CommitParser.arguments(stats: stats) + ["--max-count=1", "--end-of-options", revision.text, "--"]
        do {
            return try await log(arguments, stats: stats).first
        } catch let error as GitError where error.cause == .unknownRevision {
            return nil
        }
    }

    /// Many commits by name, as many as there are; in one process.
    public func commits(_ ids: [ObjectHash]) async throws -> [ObjectHash: GitCommit] {
        guard !ids.isEmpty else { return [:] }
        let arguments = CommitParser.arguments(stats: false) + ["--no-walk=unsorted", "--ignore-missing", "--stdin"]
        let input = ids.map { $0.hex + "\n" }.joined()
        let found = try await log(arguments, stats: false, input: .bytes(Array(input.utf8)))
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    private func log(_ arguments: [String], stats: Bool, input: GitInput = .none) async throws -> [GitCommit] {
        var command = command("log", arguments)
        command.input = input
        return try await runner.run(command, separatedBy: 0, parser: CommitParser(stats: stats)).commits
    }

    /// A path goes to git after `--`; only a NUL could end it early.
    func checkPath(_ path: String, verb: String) throws {
        guard !path.utf8.contains(0), path.utf8.count <= 4096 else {
            throw GitError(verb: verb, cause: .invalidInput("this is no path"))
        }
    }
}
