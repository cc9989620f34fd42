public import Model

/// What the list said of each gist, and what became of it.
public enum GistImportItems {
    /// A gist that waits to be brought.
    public struct Waiting: Sendable {
        public var id: Int64
        public var gist: GistDraft
    }

    /// A gist that is not here whole, and why.
    public struct Exception: Sendable, Hashable {
        public var sourceKey: SourceKey
        public var sourceURL: String?
        public var title: String
        /// Whether there is no snippet of it at all.
        public var isMissing: Bool
        public var reason: String

        public init(sourceKey: SourceKey, sourceURL: String?, title: String, isMissing: Bool, reason: String) {
            self.sourceKey = sourceKey
            self.sourceURL = sourceURL
            self.title = title
            self.isMissing = isMissing
            self.reason = reason
        }
    }

    /// How many of them are where.
    public struct Counts: Sendable, Hashable {
        public var source: Int64
        public var imported: Int64
        public var failed: Int64

        public init(source: Int64, imported: Int64, failed: Int64) {
            self.source = source
            self.imported = imported
            self.failed = failed
        }
    }

    /// A list that shifted while it was read names a gist twice: the first word counts.
    static func insert(
        _ gist: GistDraft, import id: Identifier<GistImport>, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO gist_import_items (import_id, source_key, source_url, title, gist, state)
            VALUES ($1, $2, $3, $4, $5, 'waiting') ON CONFLICT DO NOTHING
            """, [id, gist.sourceKey, gist.sourceURL, gist.title, try jsonText(gist)])
    }

    /// A gist that could not even be read.
    static func insert(
        _ gist: Exception, import id: Identifier<GistImport>, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO gist_import_items (import_id, source_key, source_url, title, gist, state, reason)
            VALUES ($1, $2, $3, $4, '{}', 'failed', $5) ON CONFLICT DO NOTHING
            """, [id, gist.sourceKey, gist.sourceURL, gist.title, gist.reason])
    }

    /// The next ones in the order of the list.
    public static func waiting(
        import id: Identifier<GistImport>, limit: Int, in connection: any ReadConnection
    ) throws -> [Waiting] {
        try connection.rows(
            """
            SELECT id, gist FROM gist_import_items WHERE import_id = $1 AND state = 'waiting' ORDER BY id LIMIT \(limit)
            """, [id]
        ) { Waiting(id: try $0("id"), gist: try decoded($0("gist"), "gist")) }
    }

    /// - Parameter degradation: what of it has not arrived; `nil` where it is here whole.
    public static func setImported(
        _ id: Int64, as snippet: SnippetID, degradation: String?, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE gist_import_items SET state = 'imported', snippet_id = $1, degradation = $2, reason = NULL
            WHERE id = $3
            """, [snippet, degradation, id])
    }

    public static func setFailed(_ id: Int64, because reason: String, in connection: any WriteConnection) throws {
        try connection.execute(
            "UPDATE gist_import_items SET state = 'failed', reason = $1 WHERE id = $2", [reason, id])
    }

    public static func counts(import id: Identifier<GistImport>, in connection: any ReadConnection) throws -> Counts {
        var counts = Counts(source: 0, imported: 0, failed: 0)
        try connection.forEachRow(
            "SELECT state, count(*) AS gists FROM gist_import_items WHERE import_id = $1 GROUP BY state", [id]
        ) { row in
            let state: String = try row("state")
            let gists: Int64 = try row("gists")
            counts.source += gists
            if state == "imported" { counts.imported = gists }
            if state == "failed" { counts.failed = gists }
        }
        return counts
    }

    /// What is not here, or not whole, in the order of the list.
    public static func exceptions(
        import id: Identifier<GistImport>, limit: Int, in connection: any ReadConnection
    ) throws -> [Exception] {
        try connection.rows(
            """
            SELECT source_key, source_url, title, state = 'failed' AS is_missing, coalesce(reason, degradation) AS reason
            FROM gist_import_items
            WHERE import_id = $1 AND (state = 'failed' OR degradation IS NOT NULL) ORDER BY id LIMIT \(limit)
            """, [id]
        ) { row in
            Exception(
                sourceKey: try row("source_key"), sourceURL: try row("source_url"), title: try row("title"),
                isMissing: try row("is_missing"), reason: try row("reason"))
        }
    }
}
