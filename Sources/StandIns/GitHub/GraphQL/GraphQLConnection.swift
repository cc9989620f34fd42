import Foundation

/// The items a connection pages through.
struct GraphQLItems: Sendable {
    let count: Int
    /// The size without the filter that made `count`; GitHub's `totalCount` of a timeline.
    let total: Int
    let item: @Sendable (Int) -> GraphQLResult

    init(count: Int, total: Int? = nil, item: @escaping @Sendable (Int) -> GraphQLResult) {
        self.count = count
        self.total = total ?? count
        self.item = item
    }

    /// Items that are objects of one type.
    init<Subject: Sendable>(_ type: String, _ subjects: [Subject]) {
        self.init(count: subjects.count) { .object(type, subjects[$0]) }
    }
}

/// One page of a connection.
struct GraphQLConnection: Sendable {
    let items: GraphQLItems
    let range: Range<Int>
    let node: String

    init(_ items: GraphQLItems, _ arguments: GraphQLArguments, node: String) {
        self.items = items
        self.node = node
        var low = arguments.string("after").flatMap(Self.position).map { min($0, items.count) } ?? 0
        var high =
            arguments.string("before").flatMap(Self.position).map { max(0, min($0 - 1, items.count)) } ?? items.count
        high = max(low, high)
        if let first = arguments.int("first") { high = min(high, low + max(0, first)) }
        if let last = arguments.int("last") { low = max(low, high - max(0, last)) }
        range = low..<high
    }

    /// The cursor of an item: its number from 1, as an opaque text.
    static func cursor(_ position: Int) -> String {
        Data("cursor:\(position + 1)".utf8).base64EncodedString()
    }

    /// The number in a cursor: how many items lie up to it.
    private static func position(_ cursor: String) -> Int? {
        guard let data = Data(base64Encoded: cursor), let text = String(data: data, encoding: .utf8),
            text.hasPrefix("cursor:")
        else { return nil }
        return Int(text.dropFirst(7))
    }

    /// A field that is the same for every connection, except `nodes` and `edges`; nil for those and unknown ones.
    func value(_ field: String) -> JSONValue? {
        switch field {
        case "totalCount": .int(items.total)
        case "filteredCount": .int(items.count)
        case "pageCount": .int(range.count)
        default: nil
        }
    }

    /// A field of `pageInfo`.
    func pageInfo(_ field: String) -> JSONValue {
        switch field {
        case "hasNextPage": .bool(range.upperBound < items.count)
        case "hasPreviousPage": .bool(range.lowerBound > 0)
        case "startCursor": range.isEmpty ? .null : .string(Self.cursor(range.lowerBound))
        case "endCursor": range.isEmpty ? .null : .string(Self.cursor(range.upperBound - 1))
        default: .null
        }
    }

    /// The fields of every connection, and of what is in it.
    static let fields: Set<String> = ["totalCount", "filteredCount", "pageCount", "nodes", "edges", "pageInfo"]
    static let pageInfoFields: Set<String> = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"]
}
