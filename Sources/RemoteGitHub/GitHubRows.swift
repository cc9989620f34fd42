import Foundation
import Model
import Remote
import RemoteREST

/// A row of a REST list that becomes drafts.
protocol GitHubRow: Decodable, Sendable {
    /// What a row that cannot be read is counted as.
    static var kind: ObjectKind { get }

    func mapped() -> MappedPage
}

enum GitHubRows {
    /// Reads a REST page element by element: a bad one becomes an exception, the others go on.
    /// - Throws: ``RemoteError/malformed(what:)`` where the page is no list.
    static func map<Row: GitHubRow>(_ payload: [UInt8], as row: Row.Type) throws(RemoteError) -> MappedPage {
        let (rows, exceptions) = try read(payload, as: row)
        var page = MappedPage(exceptions: exceptions)
        for row in rows { page.append(row.mapped()) }
        return page
    }

    static func read<Row: GitHubRow>(
        _ payload: [UInt8], as row: Row.Type
    ) throws(RemoteError) -> (rows: [Row], exceptions: [ImportException]) {
        let elements: [Lenient<Row>?] = try decode(payload, what: "a page of \(Row.kind.rawValue) objects")
        let (rows, exceptions) = Lenient.read(elements, kind: Row.kind)
        return (rows, exceptions)
    }

    static func decode<Value: Decodable>(_ payload: [UInt8], what: String) throws(RemoteError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: JSONText.withoutNUL(payload))
        } catch {
            throw .malformed(what: what)
        }
    }
}
