import Model

/// How branches and tags are ordered.
public enum RefOrder: Sendable, Hashable {
    /// By name.
    case name
    /// By date of the commit, or of the tag.
    case updated
    /// By version number, `v1.9` before `v1.10`.
    case version
}

/// Which branches or tags to list.
public struct RefQuery: Sendable {
    /// Keeps what fits; nil keeps all.
    public var search: RefSearch?
    /// The order.
    public var order = RefOrder.name
    /// Turns the order round.
    public var descending = false
    /// Refs to leave out at the beginning.
    public var skip = 0
    /// The most refs to return.
    public var limit = 20

    /// All by name, the first twenty.
    public init() {}

    func sortArgument(date: String) -> String {
        let key =
            switch order {
            case .name: "refname"
            case .updated: date
            case .version: "version:refname"
            }
        return "--sort=\(descending ? "-" : "")\(key)"
    }
}

/// A page and how many there are in all.
public struct RefPage<Element: Sendable>: Sendable {
    /// The page.
    public let items: [Element]
    /// All that fit the search.
    public let total: Int
}

/// A branch and its commit.
public struct GitBranch: Sendable, Hashable {
    /// The full name of its ref.
    public let ref: RefName
    /// Its last commit.
    public let commit: GitCommit
    /// Its name.
    public var name: String { ref.short }
}

extension GitRepository {
    /// Lists branches with their commits: two processes, whatever the number of branches.
    public func branches(_ query: RefQuery) async throws -> RefPage<GitBranch> {
        let names = try await refNames(under: "refs/heads/", query, date: "committerdate")
        let commits = try await commits(names.page.map(\.target))
        let items = names.page.compactMap { ref in
            commits[ref.target].map { GitBranch(ref: ref.name, commit: $0) }
        }
        return RefPage(items: items, total: names.total)
    }

    /// One branch; nil when there is none of that name.
    public func branch(_ name: String) async throws -> GitBranch? {
        guard let ref = RefName(branch: name) else { return nil }
        return try await commit(Revision(ref)).map { GitBranch(ref: ref, commit: $0) }
    }

    /// Sorts all names by git and keeps those of the page.
    func refNames(
        under prefix: String, _ query: RefQuery, date: String
    ) async throws -> (page: [GitRef], total: Int) {
        let arguments = [query.sortArgument(date: date), "--format=%(objectname) %(refname)", "--", prefix]
        let command = command("for-each-ref", arguments)
        let picker = RefPicker(query: query)
        let picked = try await runner.run(command, separatedBy: UInt8(ascii: "\n"), parser: picker)
        return (picked.page, picked.total)
    }
}

/// Counts the refs that fit and keeps one page of them.
private struct RefPicker: RecordParser {
    let query: RefQuery
    var page: [GitRef] = []
    var total = 0

    init(query: RefQuery) {
        self.query = query
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let parts = String(decoding: record, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let target = ObjectHash(parts[0]), let name = RefName(parts[1]) else { return .more }
        guard query.search?.matches(name.short) ?? true else { return .more }
        if total >= query.skip, page.count < query.limit { page.append(GitRef(name: name, target: target)) }
        total += 1
        return .more
    }
}
