public import Model

extension LedgerEntries {
    /// Says of a whole kind that it has no place here: all that the source counts is left out, with one line that gives
    /// the reason.
    /// - Parameter fetched: how many of them are kept in the journal all the same.
    public static func leaveBehind(
        _ count: Int64, fetched: Int64, kind: ObjectKind, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_entries (import_id, kind, source, fetched, left_behind) VALUES ($1, $2, $3, $4, $3)
            ON CONFLICT (import_id, kind) DO UPDATE
            SET source = excluded.source, fetched = excluded.fetched, left_behind = excluded.left_behind
            """, [id, kind, count, fetched])
    }

    /// Forgets what was left behind, which is about to be counted anew: what the source has no more must not stay.
    public static func forgetLeftBehind(import id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute("DELETE FROM ledger_entries WHERE import_id = $1 AND left_behind > 0", [id])
    }
}
