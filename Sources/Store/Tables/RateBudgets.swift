public import Model

/// What each source allows each account, learnt from its answers and remembered over restarts.
public enum RateBudgets {
    /// Every account's at every host, as JSON.
    public static func all(in connection: any ReadConnection) throws -> [(account: String, state: String)] {
        try connection.rows("SELECT account, state FROM rate_budgets ORDER BY account") {
            (try $0("account"), try $0("state"))
        }
    }

    /// Forgets what nobody has learnt anything of since.
    public static func forget(before time: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute("DELETE FROM rate_budgets WHERE updated_at < $1", [time])
    }

    public static func setState(
        _ json: String, of account: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO rate_budgets (account, state, updated_at) VALUES ($1, $2, $3)
            ON CONFLICT (account) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
            """, [account, json, now])
    }
}
