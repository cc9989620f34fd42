public import Model

/// How far each stage of an import is, so that a restart goes on where it was.
public enum ImportStages {
    public enum State: String, Sendable, SQLConvertible, SQLDecodable {
        case running
        case finished
        /// Given up after a time without progress, because the import is optimistic.
        case abandoned
    }

    public static func states(of id: ImportID, in connection: any ReadConnection) throws -> [String: State] {
        let pairs: [(String, State)] = try connection.rows(
            "SELECT stage, state FROM import_stages WHERE import_id = $1", [id]
        ) { (try $0("stage"), try $0("state")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    public static func set(
        _ state: State, stage: String, of id: ImportID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO import_stages (import_id, stage, state, progressed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (import_id, stage) DO UPDATE
            SET state = excluded.state, progressed_at = excluded.progressed_at
            """, [id, stage, state, now])
    }

    /// Lets the stages that were given up run again, and takes their lines out of the ledger.
    public static func forgetAbandoned(of id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            DELETE FROM import_exceptions WHERE import_id = $1 AND source_key IN (
                SELECT 'stage:' || stage FROM import_stages WHERE import_id = $1 AND state = 'abandoned')
            """, [id])
        try connection.execute("DELETE FROM import_stages WHERE import_id = $1 AND state = 'abandoned'", [id])
    }

    /// JSON a stage left.
    public static func facts(stage: String, of id: ImportID, in connection: any ReadConnection) throws -> String? {
        try connection.value(
            "SELECT facts AS value FROM import_stages WHERE import_id = $1 AND stage = $2", [id, stage])
    }

    public static func setFacts(
        _ json: String, stage: String, of id: ImportID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO import_stages (import_id, stage, state, progressed_at, facts) VALUES ($1, $2, 'running', $3, $4)
            ON CONFLICT (import_id, stage) DO UPDATE SET facts = excluded.facts, progressed_at = excluded.progressed_at
            """, [id, stage, now, json])
    }

    /// Lets stages run again; what they left stays.
    public static func reopen(_ stages: [String], of id: ImportID, in connection: any WriteConnection) throws {
        for stage in stages {
            try connection.execute(
                "UPDATE import_stages SET state = 'running' WHERE import_id = $1 AND stage = $2", [id, stage])
        }
    }
}
