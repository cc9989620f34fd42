public import Model

extension JobRows {
    /// The longest a job is put off, in seconds: beyond it only a clock that was set back can have put it.
    public static let longestPause = 21_600.0

    /// Jobs that would wait because the machine's clock was set back after they were written become due.
    public static func forgetFuture(at now: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute(
            "UPDATE jobs SET run_at = $1 WHERE state = 'available' AND \(inFuture)",
            [now, now.adding(seconds: longestPause)])
    }

    /// Whether there are such jobs.
    public static func areInFuture(at now: Timestamp, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            "SELECT 1 FROM jobs WHERE state = 'available' AND \(inFuture) LIMIT 1",
            [now, now.adding(seconds: longestPause)])
    }

    private static let inFuture = "run_at > $1 AND (run_at > $2 OR created_at > $1)"
}
