public import Model

/// Where collections begin by what pages of others have said.
public enum ImportBeginnings {
    /// Keeps what a page says; belongs into the transaction that keeps the page. What an earlier page has said stays as
    /// it is: whoever found it first reads it.
    /// - Parameter pass: the look that has found it; `nil` for the first.
    public static func insert(
        _ cursors: [String], of collection: String, pass: String?, import id: ImportID,
        in connection: any WriteConnection
    ) throws {
        for cursor in cursors {
            try connection.execute(
                """
                INSERT INTO import_beginnings (import_id, collection, cursor, pass) VALUES ($1, $2, $3, $4)
                ON CONFLICT (import_id, collection, cursor) DO NOTHING
                """, [id, collection, cursor, pass ?? ""])
        }
    }

    /// What a look has found of a collection, in the order in which it was found.
    public static func list(
        _ collection: String, pass: String?, import id: ImportID, in connection: any ReadConnection
    ) throws -> [String] {
        try connection.rows(
            """
            SELECT cursor FROM import_beginnings WHERE import_id = $1 AND collection = $2 AND pass = $3 ORDER BY id
            """, [id, collection, pass ?? ""]
        ) { try $0("cursor") }
    }

    /// Leaves to the first look what later ones have found and not read to its end: their pages are not asked for any
    /// more once another look begins.
    /// - Returns: the collections in question.
    public static func returnUnread(
        import id: ImportID, in connection: any WriteConnection
    ) throws -> [String] {
        let unread = """
            import_id = $1 AND pass <> '' AND NOT EXISTS (
                SELECT 1 FROM journal_pages AS page
                WHERE page.import_id = import_beginnings.import_id
                    AND page.collection = import_beginnings.collection || '#' || import_beginnings.pass
                    AND page.cursor = import_beginnings.cursor AND page.applied_at IS NOT NULL)
            """
        let collections: [String] = try connection.rows(
            "SELECT DISTINCT collection FROM import_beginnings WHERE \(unread) ORDER BY collection", [id]
        ) { try $0("collection") }
        try connection.execute("UPDATE import_beginnings SET pass = '' WHERE \(unread)", [id])
        return collections
    }
}
