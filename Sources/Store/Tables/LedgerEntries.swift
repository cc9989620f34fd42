public import Model

/// The counts of an import, and a line for every object that did not arrive whole.
public enum LedgerEntries {
    /// Adds to the objects of one kind that are in the store.
    public static func add(
        _ imported: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        guard imported != 0 else { return }
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, imported) VALUES ($1, $2, $3)
            ON CONFLICT (import_id, kind) DO UPDATE SET imported = ledger_entries.imported + excluded.imported
            """, [id, kind, imported])
    }

    public static func setImported(
        _ imported: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, imported) VALUES ($1, $2, $3)
            ON CONFLICT (import_id, kind) DO UPDATE SET imported = excluded.imported
            """, [id, kind, imported])
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
    public static func set(
        source: Int64?, imported: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, source, imported) VALUES ($1, $2, $3, $4)
            ON CONFLICT (import_id, kind) DO UPDATE SET source = excluded.source, imported = excluded.imported
            """, [id, kind, source, imported])
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

    /// Every kind that occurred, in the order of ``ObjectKind``.
    ///
    /// Each object is counted once: as here, as skipped or as failed. What was fetched is their sum and not counted by
    /// itself, so that every entry adds up, however often an object was read and a line about it written or taken out.
    /// Only of what has no place here, the row says how many are kept in the journal.
    public static func list(import id: ImportID, in connection: any ReadConnection) throws -> [LedgerEntry] {
        let listed = try ListedObjects.count(import: id, in: connection)
        var entries = Dictionary(uniqueKeysWithValues: listed.keys.map { ($0, LedgerEntry(kind: $0)) })
        var kept: [ObjectKind: Int64] = [:]
        try connection.forEachRow(
            "SELECT kind, source, fetched, imported, left_behind FROM ledger_entries WHERE import_id = $1", [id]
        ) { row in
            let entry = LedgerEntry(
                kind: try row("kind"), source: try row("source"), imported: try row("imported"),
                skipped: try row("left_behind"))
            entries[entry.kind] = entry
            if entry.skipped > 0 { kept[entry.kind] = try row("fetched") }
        }
        return ObjectKind.allCases.compactMap { kind in
            guard var entry = entries[kind] else { return nil }
            if let objects = listed[kind] {
                entry.imported -= objects.lostAndHere
                entry.degraded = objects.degraded
                entry.skipped = max(entry.skipped, objects.skipped)
                entry.failed = objects.failed
            }
            entry.fetched = kept[kind] ?? entry.imported + entry.skipped + entry.failed
            return entry
        }
    }
}

/// The lines of the ledger.
public enum ImportExceptions {
    public static func insert(
        _ exception: ImportException, from origin: ExceptionOrigin? = nil, import id: ImportID, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
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
            ])
    }

    /// Takes out what was said of an object: it has arrived after all, or something else is to be said of it.
    public static func remove(
        kind: ObjectKind, sourceKey: SourceKey, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "DELETE FROM import_exceptions WHERE import_id = $1 AND kind = $2 AND source_key = $3",
            [id, kind, sourceKey])
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
