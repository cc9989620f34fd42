public import Model

/// A page of the journal, without its payload.
public struct JournalPage: Sendable, Hashable {
    public var id: Identifier<JournalPage>
    public var cursor: String
    /// Where reading goes on from here.
    public var following: [String]
    public var isApplied: Bool
}

/// Each page as the source sent it, compressed, before anything is made of it.
public enum JournalPages {
    /// Keeps a page. One that is there already (fetched twice around a crash) stays as it was first.
    public static func insert(
        import id: ImportID, collection: String, cursor: String, following: [String], compressed: [UInt8], bytes: Int,
        at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO journal_pages
                (import_id, collection, cursor, next_cursor, payload, payload_bytes, fetched_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (import_id, collection, cursor) DO NOTHING
            """, [id, collection, cursor, try jsonText(following), compressed, bytes, now])
    }

    /// The pages of a collection that are here, without their payloads.
    public static func list(
        import id: ImportID, collection: String, in connection: any ReadConnection
    ) throws -> [JournalPage] {
        try connection.rows(
            """
            SELECT \(columns) FROM journal_pages WHERE import_id = $1 AND collection = $2 ORDER BY id
            """, [id, collection], page)
    }

    /// Those of some pages that are here.
    public static func list(
        _ cursors: [String], import id: ImportID, collection: String, in connection: any ReadConnection
    ) throws -> [JournalPage] {
        try batches(of: cursors).flatMap { batch in
            var condition = Condition()
            condition.add("import_id = ?", id)
            condition.add("collection = ?", collection)
            condition.add("cursor", isOneOf: padded(Set(batch)))
            return try connection.rows(
                "SELECT \(columns) FROM journal_pages \(condition.sql) ORDER BY id", condition.parameters, page)
        }
    }

    private static let columns =
        "id, cursor, next_cursor, CASE WHEN applied_at IS NULL THEN 0 ELSE 1 END AS is_applied"

    private static func page(_ row: any ResultRow) throws -> JournalPage {
        JournalPage(
            id: try row("id"), cursor: try row("cursor"), following: try decoded(row("next_cursor"), "next_cursor"),
            isApplied: try row("is_applied"))
    }

    /// The compressed payload, its length when unpacked, and whether it was applied.
    public static func payload(
        import id: ImportID, collection: String, cursor: String, in connection: any ReadConnection
    ) throws -> (compressed: [UInt8], bytes: Int)? {
        try connection.row(
            """
            SELECT payload, payload_bytes FROM journal_pages
            WHERE import_id = $1 AND collection = $2 AND cursor = $3
            """, [id, collection, cursor]
        ) { (try $0("payload"), try $0("payload_bytes")) }
    }

    /// Belongs into the transaction that writes the page's rows.
    public static func markApplied(
        import id: ImportID, collection: String, cursor: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE journal_pages SET applied_at = $1
            WHERE import_id = $2 AND collection = $3 AND cursor = $4
            """, [now, id, collection, cursor])
    }
}

extension JournalPages {
    /// Lets a page be asked for again.
    public static func forget(
        import id: ImportID, collection: String, cursor: String, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "DELETE FROM journal_pages WHERE import_id = $1 AND collection = $2 AND cursor = $3",
            [id, collection, cursor])
    }

    /// Lets all pages of a collection be asked for again.
    public static func forgetAll(import id: ImportID, collection: String, in connection: any WriteConnection) throws {
        try connection.execute(
            "DELETE FROM journal_pages WHERE import_id = $1 AND collection = $2", [id, collection])
    }

    /// Lets all pages of the first reading of a collection be written again.
    public static func unmarkApplied(
        import id: ImportID, collection: String, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE journal_pages SET applied_at = NULL WHERE import_id = $1 AND collection = $2", [id, collection])
    }

    /// Lets a page be written again.
    public static func unmarkApplied(
        import id: ImportID, collection: String, cursor: String, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE journal_pages SET applied_at = NULL WHERE import_id = $1 AND collection = $2 AND cursor = $3",
            [id, collection, cursor])
    }
}
