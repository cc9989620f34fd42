import Foundation
import Model
import Remote
import RemoteREST

/// The envelope of every list: `{ size, limit, isLastPage, start, nextPageStart, values }`.
struct BitbucketServerPage<Value: Decodable & Sendable>: Decodable, Sendable {
    var values: [Lenient<Value>?]
    var end: BitbucketServerPageEnd

    enum CodingKeys: String, CodingKey {
        case values
    }

    init(from decoder: any Decoder) throws {
        values = try decoder.container(keyedBy: CodingKeys.self).decode([Lenient<Value>?].self, forKey: .values)
        end = try BitbucketServerPageEnd(from: decoder)
    }
}

/// How a page ends, and whether another follows.
struct BitbucketServerPageEnd: Decodable, Sendable, Hashable {
    var start: Int64?
    var isLastPage: Bool?
    var nextPageStart: Int64?

    enum CodingKeys: String, CodingKey {
        case start
        case isLastPage
        case nextPageStart
    }

    /// Where the next page begins. It is never reckoned from what was asked for: the server gives fewer rows than that
    /// where it has a limit of its own, and leaves out those that may not be seen. Places only ever rise: a list that
    /// leads back would be read for ever.
    /// - Parameter start: what this page was asked for.
    func next(after start: Int64) -> Int64? {
        guard isLastPage != true, let nextPageStart, nextPageStart > start else { return nil }
        return nextPageStart
    }

    /// Whether the list says that it goes on, and not where.
    var isBroken: Bool {
        isLastPage == false && (nextPageStart.map { $0 <= start ?? 0 } ?? true)
    }
}

/// Answers that were put together into one page of the journal.
enum BitbucketServerBundle {
    static func list(_ bodies: [[UInt8]]) -> [UInt8] {
        Array("[".utf8) + bodies.joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8)
    }

    /// - Parameter parts: plain names, each with JSON.
    static func object(_ parts: [(name: String, body: [UInt8])]) -> [UInt8] {
        let members = parts.map { Array("\"\($0.name)\":".utf8) + $0.body }
        return Array("{".utf8) + members.joined(separator: [UInt8(ascii: ",")]) + Array("}".utf8)
    }

    static func names(_ names: [String]) -> [UInt8] { list(names.map { Array("\"\($0)\"".utf8) }) }
}
