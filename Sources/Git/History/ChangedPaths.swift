public import Model

extension GitRepository {
    /// Names of the commits that any ref leads to, the newest first; one process.
    ///
    /// - Parameters:
    ///   - merges: whether those with several parents, or all others.
    ///   - limit: the most that are returned.
    /// - Throws: ``GitError``.
    public func everyCommit(merges: Bool, limit: Int) async throws -> [ObjectHash] {
        let command = command(
            "rev-list",
            [
                "--exclude=refs/landfall/*", "--all", merges ? "--merges" : "--no-merges",
                "--max-count=\(max(0, limit))",
            ],
            deadline: .seconds(1800))
        let found = try await runner.run(command, separatedBy: UInt8(ascii: "\n"), parser: TextRecords())
        return found.records.compactMap { ObjectHash($0) }
    }

    /// The files that each of these commits changes: those of a merge that differ from its first parent, of a commit
    /// without parents all. A renamed file is told by both names. One process.
    ///
    /// - Parameters:
    ///   - commits: must exist.
    ///   - limit: paths after which the rest is left out.
    /// - Throws: ``GitError``.
    public func changedPaths(
        of commits: [ObjectHash], limit: Int
    ) async throws -> [(commit: ObjectHash, paths: [String])] {
        guard !commits.isEmpty else { return [] }
        var command = command(
            "diff-tree",
            [
                "--stdin", "-r", "-z", "--root", "--always", "--name-status", "--no-renames",
                "--diff-merges=first-parent",
            ], deadline: .seconds(600))
        command.input = .bytes(commits.flatMap { Array("\($0.hex)\n".utf8) })
        return try await runner.run(command, separatedBy: 0, parser: ChangedPathsParser(limit: limit)).found
    }
}

/// Reads a commit's name, and behind it a letter and a path for each file, each ended by a NUL.
private struct ChangedPathsParser: RecordParser {
    let limit: Int
    private(set) var found: [(commit: ObjectHash, paths: [String])] = []
    private var count = 0
    private var isPathNext = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let text = String(decoding: record, as: UTF8.self)
        if isPathNext {
            isPathNext = false
            guard count < limit, !found.isEmpty else { return .enough }
            found[found.count - 1].paths.append(text)
            count += 1
        } else if let commit = ObjectHash(text) {
            found.append((commit, []))
        } else {
            isPathNext = true
        }
        return .more
    }
}
