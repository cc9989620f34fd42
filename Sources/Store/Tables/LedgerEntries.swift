public import Model

/// The counts of an import, and a line for every object that did not arrive whole.
public enum LedgerEntries {
    /// Adds to the counts of one kind.
    public static func add(
        fetched: Int64, imported: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        guard fetched != 0 || imported != 0 else { return }
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, fetched, imported) VALUES ($1, $2, $3, $4)
            ON CONFLICT (import_id, kind) DO UPDATE
            SET fetched = ledger_entries.fetched + excluded.fetched,
                imported = ledger_entries.imported + excluded.imported
            """, [id, kind, fetched, imported])
    }

    /// Adds to what the source says there is.
    public static func announce(
        _ count: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, source) VALUES ($1, $2, $3)
            ON CONFLICT (import_id, kind) DO UPDATE SET source = coalesce(ledger_entries.source, 0) + excluded.source
            """, [id, kind, count])
    }

    /// Sets counts that are known as a whole.
    public static func set(_ entry: LedgerEntry, import id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, source, fetched, imported) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (import_id, kind) DO UPDATE
            SET source = excluded.source, fetched = excluded.fetched, imported = excluded.imported
            """, [id, entry.kind, entry.source, entry.fetched, entry.imported])
    }

    public static func setSource(
        _ count: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, source) VALUES ($1, $2, $3)
            ON CONFLICT (import_id, kind) DO UPDATE SET source = excluded.source
            """, [id, kind, count])
    }

    /// Forgets how many of a kind have arrived: all of them are about to be written anew.
    public static func uncount(
        _ kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE ledger_entries SET fetched = fetched - imported, imported = 0 WHERE import_id = $1 AND kind = $2
            """, [id, kind])
    }

    /// Forgets kinds of which there was nothing but lines that have gone.
    public static func removeEmpty(import id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            DELETE FROM ledger_entries
            WHERE import_id = $1 AND source IS NULL AND fetched = 0 AND imported = 0 AND left_behind = 0
            """, [id])
    }

    /// Every kind that occurred, in the order of ``ObjectKind``.
    public static func list(import id: ImportID, in connection: any ReadConnection) throws -> [LedgerEntry] {
        var entries: [ObjectKind: LedgerEntry] = [:]
        try connection.forEachRow(
            "SELECT kind, source, fetched, imported, left_behind FROM ledger_entries WHERE import_id = $1", [id]
        ) { row in
            let kind: ObjectKind = try row("kind")
            entries[kind] = LedgerEntry(
                kind: kind, source: try row("source"), fetched: try row("fetched"), imported: try row("imported"),
                skipped: try row("left_behind"))
        }
        try connection.forEachRow(
            """
            SELECT kind, outcome, count(DISTINCT source_key) AS objects FROM import_exceptions
            WHERE import_id = $1 GROUP BY kind, outcome
            """, [id]
        ) { row in
            let kind: ObjectKind = try row("kind")
            let outcome: Outcome = try row("outcome")
            let objects: Int64 = try row("objects")
            var entry = entries[kind] ?? LedgerEntry(kind: kind)
            switch outcome {
            case .degraded: entry.degraded = objects
            case .skipped: entry.skipped = max(entry.skipped, objects)
            case .failed: entry.failed = objects
            }
            entries[kind] = entry
        }
        return ObjectKind.allCases.compactMap { entries[$0] }
    }
}

/// The lines of the ledger.
public enum ImportExceptions {
    /// - Returns: whether the line is new.
    @discardableResult
    public static func insert(
        _ exception: ImportException, from origin: ExceptionOrigin? = nil, import id: ImportID, at now: Timestamp,
        in connection: any WriteConnection
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO import_exceptions
                (import_id, kind, source_key, source_url, outcome, reason, cure, created_at, stage, collection, cursor,
                 needs_fetch)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT DO NOTHING
            """,
            [
                id, exception.kind, exception.sourceKey, exception.sourceURL, exception.outcome, exception.reason,
                exception.cure, now, origin?.stage, origin?.page?.collection, origin?.page?.cursor,
                origin?.needsFetch ?? false,
            ]) > 0
    }

    /// Takes a line out: what it names has arrived after all.
    /// - Returns: how it had ended; `nil` where there was no such line.
    public static func remove(
        kind: ObjectKind, sourceKey: SourceKey, import id: ImportID, in connection: any WriteConnection
    ) throws -> Outcome? {
        let outcome: Outcome? = try connection.value(
            "SELECT outcome AS value FROM import_exceptions WHERE import_id = $1 AND kind = $2 AND source_key = $3",
            [id, kind, sourceKey])
        guard outcome != nil else { return nil }
        try connection.execute(
            "DELETE FROM import_exceptions WHERE import_id = $1 AND kind = $2 AND source_key = $3",
            [id, kind, sourceKey])
        return outcome
    }

    /// A listed line with the number and time GitLab's `failed_relations` shows.
    public struct Listed: Sendable {
        public var id: Int64
        public var createdAt: Timestamp
        public var exception: ImportException
    }

    /// The lines in the order they were written, from after `previous` on.
    public static func list(
        import id: ImportID, outcomes: [Outcome] = [.degraded, .skipped, .failed], after previous: Int64 = 0,
        limit: Int, in connection: any ReadConnection
    ) throws -> [Listed] {
        var condition = Condition()
        condition.add("import_id = ?", id)
        condition.add("id > ?", previous)
        condition.add("outcome", isOneOf: outcomes)
        return try connection.rows(
            """
            SELECT id, created_at, kind, source_key, source_url, outcome, reason, cure FROM import_exceptions
            \(condition.sql) ORDER BY id LIMIT \(limit)
            """, condition.parameters
        ) { row in
            Listed(
                id: try row("id"), createdAt: try row("created_at"),
                exception: ImportException(
                    kind: try row("kind"), sourceKey: try row("source_key"), sourceURL: try row("source_url"),
                    outcome: try row("outcome"), reason: try row("reason"), cure: try row("cure")))
        }
    }
}
