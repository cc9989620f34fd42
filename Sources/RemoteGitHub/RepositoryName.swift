/// `owner/name`, as GraphQL wants it. GitHub follows renames by it for as long as nobody takes the old name.
struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
    var owner: String
    var name: String

    init(_ fullName: String) {
        let parts = fullName.split(separator: "/", maxSplits: 1)
        owner = parts.first.map { String($0) } ?? ""
        name = parts.count > 1 ? String(parts[1]) : ""
    }

    /// GitHub tells no names apart by their letters' case.
    func isSame(as other: RepositoryName) -> Bool {
        description.lowercased() == other.description.lowercased()
    }

    var description: String { "\(owner)/\(name)" }

    var variables: [String: GitHubQuery.Variable] { ["owner": .text(owner), "name": .text(name)] }

    func variables(first: Int, after: String?) -> [String: GitHubQuery.Variable] {
        variables.merging(["first": .number(first), "after": after.map { .text($0) } ?? .null]) { _, new in new }
    }
}
