public import Model

/// Where a line of the ledger came from: what must be done again to mend it.
public struct ExceptionOrigin: Sendable, Hashable {
    /// A page of the journal.
    public struct Page: Sendable, Hashable {
        /// The journal's name for the collection.
        public var collection: String
        public var cursor: String

        public init(collection: String, cursor: String) {
            self.collection = collection
            self.cursor = cursor
        }
    }

    public var stage: String?
    public var page: Page?
    /// Whether the page must be asked for again; where not, it is enough to write it again.
    public var needsFetch: Bool
    /// Whether the page is one on which the source hid a whole list.
    public var isHidden: Bool

    public init(stage: String?, page: Page? = nil, needsFetch: Bool = false, isHidden: Bool = false) {
        self.stage = stage
        self.page = page
        self.needsFetch = needsFetch
        self.isHidden = isHidden
    }
}

extension ImportExceptions {
    public static func areAny(import id: ImportID, in connection: any ReadConnection) throws -> Bool {
        try connection.exists("SELECT 1 FROM import_exceptions WHERE import_id = $1 LIMIT 1", [id])
    }

    public static func count(import id: ImportID, in connection: any ReadConnection) throws -> Int64 {
        try connection.value("SELECT count(*) AS value FROM import_exceptions WHERE import_id = $1", [id]) ?? 0
    }

    /// Takes out the lines about a page that is written now; whatever still holds is listed again.
    public static func remove(
        about page: ExceptionOrigin.Page, import id: ImportID, in connection: any WriteConnection
    ) throws {
        var condition = Condition()
        condition.add("import_id = ?", id)
        condition.add("collection = ?", page.collection)
        condition.add("cursor = ?", page.cursor)
        try remove(condition, in: connection)
    }

    /// Takes out what was said against objects that are written now: that they failed, wherever that was found, and
    /// what an earlier page of the collection left of them.
    public static func remove(
        about keys: [SourceKey], of kind: ObjectKind, readIn collection: String, import id: ImportID,
        in connection: any WriteConnection
    ) throws {
        for batch in batches(of: keys) {
            var condition = Condition()
            condition.add("import_id = ?", id)
            condition.add("kind = ?", kind)
            condition.add("source_key", isOneOf: batch)
            condition.add("(outcome = 'failed' OR collection = ? OR collection LIKE ?)", collection, collection + "#%")
            try remove(condition, in: connection)
        }
    }

    /// Takes out the lines about pages of a collection that could not be had, once all of it was read another way.
    public static func removeLostPages(
        of collection: String, import id: ImportID, in connection: any WriteConnection
    ) throws {
        var condition = Condition()
        condition.add("import_id = ?", id)
        condition.add("collection = ?", collection)
        condition.add("source_key LIKE ?", "page:\(collection):%")
        try remove(condition, in: connection)
    }

    /// Takes out what stages have said failed, beside what they said of pages: they are about to be done again.
    /// - Parameter relisting: those of them that find all they have to list anew, whatever its outcome.
    public static func removeFailures(
        of stages: [String], relisting: [String], import id: ImportID, in connection: any WriteConnection
    ) throws {
        for (names, outcomes) in [(stages, "outcome = 'failed'"), (relisting, "outcome <> 'failed'")] {
            var condition = Condition()
            condition.add("import_id = ?", id)
            condition.add("stage", isOneOf: names)
            condition.add("\(outcomes) AND cursor IS NULL")
            try remove(condition, in: connection)
        }
    }

    /// Takes out what failed in a second look, and which of its pages it could not have: it is about to begin anew.
    public static func removeRecountFailures(import id: ImportID, in connection: any WriteConnection) throws {
        var condition = Condition()
        condition.add("import_id = ?", id)
        condition.add("collection LIKE ?", "%#%")
        condition.add(
            "(outcome = 'failed' OR source_key LIKE ? OR source_key LIKE ?)", "page:%", "\(SourceKey.hiddenPrefix)%")
        try remove(condition, in: connection)
    }

    private static func remove(_ condition: Condition, in connection: any WriteConnection) throws {
        try connection.execute("DELETE FROM import_exceptions \(condition.sql)", condition.parameters)
    }

    /// What failed, by where it did; pages and files that the source said it does not have, which it may have again; and
    /// lists that it hid, which it may show to another credential or to one with more rights.
    public static func failures(import id: ImportID, in connection: any ReadConnection) throws -> [ExceptionOrigin] {
        try connection.rows(
            """
            SELECT DISTINCT stage, collection, cursor, needs_fetch, source_key LIKE $2 AS is_hidden
            FROM import_exceptions
            WHERE import_id = $1
                AND (outcome = 'failed' OR outcome = 'skipped' AND (
                    cursor IS NOT NULL AND source_key LIKE 'page:%:' || cursor OR source_key LIKE $2
                    OR needs_fetch = 1 AND stage IN ('attachments', 'release_assets', 'lfs_objects', 'left_behind')))
            """, [id, "\(SourceKey.hiddenPrefix)%"]
        ) { row in
            let collection: String? = try row("collection")
            let cursor: String? = try row("cursor")
            return ExceptionOrigin(
                stage: try row("stage"),
                page: collection.flatMap { name in cursor.map { .init(collection: name, cursor: $0) } },
                needsFetch: try row("needs_fetch"), isHidden: try row("is_hidden"))
        }
    }

    /// The kinds of what failed without a trace of where.
    public static func kindsOfUntracedFailures(
        import id: ImportID, in connection: any ReadConnection
    ) throws -> [ObjectKind] {
        try connection.rows(
            """
            SELECT DISTINCT kind FROM import_exceptions
            WHERE import_id = $1 AND outcome = 'failed' AND stage IS NULL AND collection IS NULL
            """, [id]
        ) { try $0("kind") }
    }
}
