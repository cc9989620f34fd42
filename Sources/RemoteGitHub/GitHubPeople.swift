import Model
import Remote
import RemoteREST

/// The names people show, which REST has for one account at a time only: a hundred for one point.
struct GitHubPeople: Decodable, Sendable {
    private var people: [GitHubActor]

    static let batchSize = 100

    static func query(nodes: [String], logins: [String]) -> GitHubQuery {
        var declarations: [String] = []
        var fields: [String] = []
        var variables: [String: GitHubQuery.Variable] = [:]
        if !nodes.isEmpty {
            declarations.append("$ids: [ID!]!")
            fields.append("nodes(ids: $ids) { ...person }")
            variables["ids"] = .list(nodes)
        }
        for (index, login) in logins.enumerated() {
            declarations.append("$login\(index): String!")
            fields.append("user\(index): user(login: $login\(index)) { ...person }")
            variables["login\(index)"] = .text(login)
        }
        return GitHubQuery(
            text: """
                query(\(declarations.joined(separator: ", "))) {
                  \(GitHubQuery.rateLimit)
                  \(fields.joined(separator: "\n  "))
                }
                \(GitHubActor.fragment)
                """,
            variables: variables, calls: 0, what: "the names of \(nodes.count + logins.count) people")
    }

    static func batches(_ people: [PersonDraft], pageSize: Int = batchSize) -> [GitHubCursor] {
        var seen: Set<String> = []
        let each = people.filter { seen.insert($0.identifier).inserted }
        return stride(from: 0, to: each.count, by: pageSize).map { start in
            let batch = each[start..<min(start + pageSize, each.count)]
            return .people(nodes: batch.compactMap(\.nodeID), logins: batch.filter { $0.nodeID == nil }.map(\.login))
        }
    }

    /// Accounts by alias. One that vanished is null, and stays without a name.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Alias.self)
        people = []
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            if key.stringValue == "nodes" {
                let nodes = try container.decode([Lenient<GitHubActor>?].self, forKey: key)
                people += nodes.compactMap { try? $0?.result.get() }
            } else if key.stringValue.hasPrefix("user") {
                let node = try container.decode(Lenient<GitHubActor>?.self, forKey: key)
                if let person = try? node?.result.get() { people.append(person) }
            }
        }
    }

    private struct Alias: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let answer: GraphQLAnswer<Self> = try GitHubRows.decode(payload, what: "a page of people")
        guard let data = answer.data else { throw .malformed(what: "a page of people") }
        return MappedPage(drafts: data.people.map { Optional($0) }.names)
    }
}
