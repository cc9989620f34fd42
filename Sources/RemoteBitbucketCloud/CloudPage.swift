import Foundation
import Model
import Remote
import RemoteREST

/// What a mapping knows beside the payload: the same for all pages of an import.
struct CloudMapping: Sendable {
    var address: CloudRepositoryAddress
    var commits: CommitNames = .none

    /// The whole name of a commit, which Bitbucket cuts to 12 digits on pull requests.
    func commit(_ hash: String?) -> ObjectHash? {
        guard let hash else { return nil }
        return ObjectHash(hash) ?? AbbreviatedHash(hash).flatMap { commits[$0] }
    }
}

/// A row of a list that becomes drafts.
protocol CloudRow: Decodable, Sendable {
    /// What a row that cannot be read is counted as.
    static var kind: ObjectKind { get }

    func mapped(_ mapping: CloudMapping) -> MappedPage
}

/// A page of a list, or several put together.
struct CloudPage<Row: Decodable & Sendable>: Decodable, Sendable {
    var values: [Lenient<Row>?]
    var next: String?
    /// How many rows the whole list has, where the source says so.
    var size: Int64?
    /// How many rows a page has at most.
    var length: Int64?
    /// Where rows were counted and not given.
    var lacking: [CloudShortfall]

    enum CodingKeys: String, CodingKey {
        case values
        case next
        case size
        case length = "pagelen"
        case parts
        case lacking = "landfall_lacking"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        lacking = []
        if let parts = try container.decodeIfPresent([CloudPage<Row>].self, forKey: .parts) {
            values = parts.flatMap(\.values)
            next = nil
            lacking = try container.decodeIfPresent([CloudShortfall].self, forKey: .lacking) ?? []
            lacking += parts.flatMap(\.lacking)
        } else {
            values = try container.decode([Lenient<Row>?].self, forKey: .values)
            // A link that is none must not pass for the last page.
            next = try container.decodeIfPresent(String.self, forKey: .next)
            size = try? container.decodeIfPresent(Int64.self, forKey: .size)
            length = try? container.decodeIfPresent(Int64.self, forKey: .length)
        }
    }

    func read(_ kind: ObjectKind) -> (values: [Row], exceptions: [ImportException]) {
        let (rows, exceptions) = Lenient.read(values, kind: kind)
        return (rows, exceptions + lacking.map { $0.exception(kind) })
    }
}

extension CloudPage where Row: CloudRow {
    func mapped(_ mapping: CloudMapping) -> MappedPage {
        let (rows, exceptions) = read(Row.kind)
        var page = MappedPage(exceptions: exceptions)
        for row in rows { page.append(row.mapped(mapping)) }
        return page
    }

    /// Element by element: a bad one becomes an exception, the others go on.
    /// - Throws: ``RemoteError/malformed(what:)`` where the page is no list.
    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let page: Self = try JSONText.decode(payload, what: "a page of \(Row.kind.rawValue) objects")
        return page.mapped(mapping)
    }
}

/// A page about one item that does not say which: the reader adds it.
struct CloudItemPage<Row: Decodable & Sendable>: Decodable, Sendable {
    var number: Int64
    /// When the item was made.
    var createdAt: Timestamp?
    var page: CloudPage<Row>

    enum CodingKeys: String, CodingKey {
        case number
        case createdAt = "created_at"
        case page
    }

    static func read(_ payload: [UInt8], what: String) throws(RemoteError) -> Self {
        try JSONText.decode(payload, what: what)
    }
}

/// Puts answers together into one payload, as they came.
enum CloudPayload {
    /// A page about one item, with the item's number, and which list it is a page of.
    static func item(_ list: CloudList, _ number: Int64, createdAt: Timestamp? = nil, page: [UInt8]) -> [UInt8] {
        let time = createdAt.map { ",\"created_at\":\"\($0.iso8601)\"" } ?? ""
        return Array("\(listMark)\(list.word)\",\"number\":\(number)\(time),\"page\":".utf8) + page + Array("}".utf8)
    }

    private static let listMark = "{\"landfall_list\":\""

    /// Which list a page about one item is of; `nil` for other pages.
    static func list(of payload: [UInt8]) -> String? {
        let mark = Array(listMark.utf8)
        guard payload.starts(with: mark) else { return nil }
        let word = payload.dropFirst(mark.count).prefix(40).prefix { $0 != UInt8(ascii: "\"") }
        return String(decoding: word, as: UTF8.self)
    }

    /// - Parameter shortfall: what they lack together.
    static func parts(_ pages: [[UInt8]], lacking shortfall: CloudShortfall? = nil) -> [UInt8] {
        if pages.count == 1, shortfall == nil { return pages[0] }
        let list = Array("[".utf8) + pages.joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8)
        let mark = shortfall.flatMap { try? JSONEncoder().encode([$0]) }.map { [("landfall_lacking", Array($0))] }
        return object([("parts", list)] + (mark ?? []))
    }

    /// An object of several answers by name.
    static func object(_ members: [(name: String, value: [UInt8])]) -> [UInt8] {
        var out = Array("{".utf8)
        for (index, member) in members.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += Array("\"\(member.name)\":".utf8) + member.value
        }
        return out + Array("}".utf8)
    }

    /// A text as JSON.
    static func text(_ text: String) -> [UInt8] {
        (try? JSONEncoder().encode(text)).map { Array($0) } ?? Array("\"\"".utf8)
    }

    static let emptyPage = Array("{\"values\":[]}".utf8)

    /// A page in place of a row that the source gives up on.
    static func unreadable(_ row: String, because reason: String) -> [UInt8] {
        Array("{\"values\":[{\"id\":".utf8) + text(row) + Array(",\"landfall_unreadable\":".utf8) + text(reason)
            + Array("}]}".utf8)
    }
}
