public import Model

/// A comment on a snippet.
public struct SnippetNote: Sendable, Hashable {
    public var id: Identifier<SnippetNote>
    public var snippetID: SnippetID
    /// The 40 hex digits of the discussion of one that it is.
    public var key: String
    public var body: String
    public var authorID: UserID
    /// Who wrote it at the source.
    public var sourceAuthor: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
}

/// The comments on snippets.
public enum SnippetNotes {
    private static let columns =
        "id, snippet_id, key, body, author_id, source_author, created_at, updated_at"

    public static func list(
        on snippet: SnippetID, order: Notes.Order = .createdAt, direction: SortDirection, page: Page,
        in connection: any ReadConnection
    ) throws -> PagedRows<SnippetNote> {
        var condition = Condition()
        condition.add("snippet_id = ?", snippet)
        return try connection.page(
            columns, from: "snippet_notes", where: condition,
            order: "\(order.rawValue) \(direction.sql), id \(direction.sql)", page: page, read)
    }

    public static func find(
        id: Identifier<SnippetNote>, on snippet: SnippetID, in connection: any ReadConnection
    ) throws -> SnippetNote? {
        try connection.row(
            "SELECT \(columns) FROM snippet_notes WHERE id = $1 AND snippet_id = $2", [id, snippet], read)
    }

    public static func find(
        key: String, on snippet: SnippetID, in connection: any ReadConnection
    ) throws -> SnippetNote? {
        try connection.row(
            "SELECT \(columns) FROM snippet_notes WHERE snippet_id = $1 AND key = $2", [snippet, key], read)
    }

    /// Writes a comment; the same one of the source stays the same note.
    ///
    /// - Parameter key: the 40 hex digits its discussion is known by.
    public static func upsert(
        _ comment: GistCommentDraft, key: String, on snippet: SnippetID, author: UserID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO snippet_notes
                (snippet_id, source_key, key, body, author_id, source_author, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (snippet_id, source_key) DO UPDATE
            SET body = excluded.body, source_author = excluded.source_author, created_at = excluded.created_at,
                updated_at = excluded.updated_at
            """,
            [
                snippet, comment.sourceKey, key, comment.body, author, comment.author ?? "ghost", comment.createdAt,
                comment.updatedAt,
            ])
    }

    /// Removes the comments that the source no longer has.
    public static func removeOthers(
        than keys: [SourceKey], on snippet: SnippetID, in connection: any WriteConnection
    ) throws {
        let kept = Set(keys)
        let here: [SourceKey] = try connection.rows(
            "SELECT source_key FROM snippet_notes WHERE snippet_id = $1", [snippet]
        ) { try $0("source_key") }
        for key in here where !kept.contains(key) {
            try connection.execute(
                "DELETE FROM snippet_notes WHERE snippet_id = $1 AND source_key = $2", [snippet, key])
        }
    }

    private static func read(_ row: any ResultRow) throws -> SnippetNote {
        SnippetNote(
            id: try row("id"), snippetID: try row("snippet_id"), key: try row("key"), body: try row("body"),
            authorID: try row("author_id"), sourceAuthor: try row("source_author"), createdAt: try row("created_at"),
            updatedAt: try row("updated_at"))
    }
}
