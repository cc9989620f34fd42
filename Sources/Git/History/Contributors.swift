/// Someone who wrote commits, told apart by address.
public struct GitContributor: Sendable, Hashable {
    /// The name of the latest commit.
    public let name: String
    /// The address.
    public let email: String
    /// Commits that are no merges.
    public var commits: Int
    /// Lines added; 0 where not counted.
    public var additions: Int
    /// Lines removed; 0 where not counted.
    public var deletions: Int
}

extension GitRepository {
    /// Who wrote the commits reachable from a revision, merges left out, most commits first.
    ///
    /// - Parameters:
    ///   - revision: where to begin.
    ///   - countingLines: also counts lines, which costs a diff a commit; GitLab answers 0 instead since 13.4.
    ///   - limit: the most people; beyond it new ones are left out.
    ///   - deadline: the time it may take.
    /// - Throws: ``GitError``.
    public func contributors(
        _ revision: Revision = .head, countingLines: Bool = false, limit: Int = 100_000,
        deadline: Duration = .seconds(120)
    ) async throws -> [GitContributor] {
        var options = ["--no-merges", "-z", "--format=tformat:%x00%aN%x00%aE", "--encoding=UTF-8", "--no-color"]
        options += countingLines ? ["--shortstat", "--no-ext-diff", "--no-textconv"] : ["--no-patch"]
        let command = command("log", options + ["--end-of-options", revision.text, "--"], deadline: deadline)
        let tally = ContributorTally(limit: limit)
        let people = try await runner.run(command, separatedBy: 0, parser: tally).people.values
        return people.sorted { ($1.commits, $0.email) < ($0.commits, $1.email) }
    }
}

/// Adds up `statistics of the commit before, name, address` records.
private struct ContributorTally: RecordParser {
    let limit: Int
    var people: [String: GitContributor] = [:]
    private var fields: [String] = []
    private var latest: String?

    init(limit: Int) {
        self.limit = limit
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let text = String(decoding: record, as: UTF8.self)
        if fields.isEmpty, let latest {
            let stats = GitCommitStats(shortStat: text)
            people[latest]?.additions += stats.additions
            people[latest]?.deletions += stats.deletions
        }
        fields.append(text)
        guard fields.count == 3 else { return .more }
        count(name: fields[1], email: fields[2])
        fields.removeAll(keepingCapacity: true)
        return .more
    }

    private mutating func count(name: String, email: String) {
        latest = email
        if people[email] != nil {
            people[email]?.commits += 1
        } else if people.count < limit {
            people[email] = GitContributor(name: name, email: email, commits: 1, additions: 0, deletions: 0)
        }
    }
}
