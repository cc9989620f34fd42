import Model

extension Payloads {
    static let commit = String(repeating: "c", count: 40)
    static let otherCommit = String(repeating: "d", count: 40)

    /// A page of items with timelines.
    static func items(_ nodes: String..., next: String? = nil) -> [UInt8] {
        data(#""repository":{"items":{"pageInfo":\#(pageInfo(next)),"nodes":[\#(nodes.joined(separator: ","))]}}"#)
    }

    /// An issue or pull request of `a/b`, with its details and events.
    static func item(
        _ kind: ItemKind, _ number: Int = 12, state: String = "CLOSED", fields: String = "", events: String...,
        count: Int? = nil, next: String? = nil
    ) -> String {
        let count = count ?? events.count
        return """
            {"__typename":"\(kind == .issue ? "Issue" : "PullRequest")","id":"X_\(number)","number":\(number),
            "url":"https://github.com/a/b/x/\(number)","state":"\(state)","repository":{"nameWithOwner":"A/b"},
            "author":null\(fields.isEmpty ? "" : ",")\(fields),
            "timelineItems":{\(count < 0 ? "" : "\"filteredCount\":\(count),")"pageInfo":\(pageInfo(next)),
            "nodes":[\(events.joined(separator: ","))]}}
            """
    }

    static func event(_ type: String, _ fields: String = "", id: String = "E_1", actor: String = "null") -> String {
        """
        {"__typename":"\(type)","id":"\(id)","createdAt":"2021-01-01T00:00:00Z","actor":\(actor)\
        \(fields.isEmpty ? "" : ",")\(fields)}
        """
    }

    /// An issue or pull request that an event names.
    static func subject(_ kind: ItemKind, _ number: Int, in repository: String = "a/b") -> String {
        let type = kind == .issue ? "Issue" : "PullRequest"
        return #"{"__typename":"\#(type)","number":\#(number),"repository":{"nameWithOwner":"\#(repository)"}}"#
    }
}
