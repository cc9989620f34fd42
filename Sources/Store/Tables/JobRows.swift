public import Model

/// A piece of work waiting or running, whatever it is.
public struct JobRow: Sendable, Hashable {
    public var id: Identifier<JobRow>
    public var kind: String
    /// The row the work is about.
    public var subjectID: Int64
    /// Turns are taken among these, so that one tenant does not keep all workers: who asked for the work, and behind a
    /// slash the group it is for.
    public var fairnessKey: String
    /// From 1.
    public var attempt: Int
}

/// The queue. Claiming is one statement, so that two processes never get the same job.
public enum JobRows {
    /// Adds a job, unless one about the same subject is waiting or running already.
    public static func enqueue(
        kind: String, subject: Int64, fairnessKey: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO jobs (kind, subject_id, fairness_key, state, run_at, created_at)
            VALUES ($1, $2, $3, 'available', $4, $4)
            ON CONFLICT DO NOTHING
            """, [kind, subject, fairnessKey, now])
    }

    /// Whether a job waits to be taken.
    public static func isAvailable(
        kind: String, subject: Int64?, at now: Timestamp, in connection: any ReadConnection
    ) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM jobs
            WHERE state = 'available' AND run_at <= $1 AND kind = $2 AND ($3 IS NULL OR subject_id = $3) LIMIT 1
            """, [now, kind, subject])
    }

    /// Takes the next job: of the tenant with the fewest running, and of its groups the one with the fewest, the oldest;
    /// only about `subject` where given.
    public static func claim(
        owner: String, kind: String, subject: Int64? = nil, at now: Timestamp, in connection: any WriteConnection
    ) throws -> JobRow? {
        try connection.row(
            """
            UPDATE jobs SET state = 'running', leased_by = $1, attempt = attempt + 1
            WHERE id = (
                SELECT waiting.id FROM jobs AS waiting
                WHERE waiting.state = 'available' AND waiting.kind = $2 AND waiting.run_at <= $3
                    AND ($4 IS NULL OR waiting.subject_id = $4)
                ORDER BY (
                    SELECT count(*) FROM jobs AS busy
                    WHERE busy.state = 'running' AND busy.kind = $2
                        AND substr(busy.fairness_key || '/', 1, instr(busy.fairness_key || '/', '/'))
                            = substr(waiting.fairness_key || '/', 1, instr(waiting.fairness_key || '/', '/'))
                ), (
                    SELECT count(*) FROM jobs AS busy
                    WHERE busy.state = 'running' AND busy.kind = $2 AND busy.fairness_key = waiting.fairness_key
                ), waiting.run_at, waiting.id
                LIMIT 1
            )
            RETURNING id, kind, subject_id, fairness_key, attempt
            """, [owner, kind, now, subject], read)
    }

    /// Ends a job this owner runs. Does nothing when the job is no longer its own.
    public static func finish(
        _ id: Identifier<JobRow>, owner: String, state: JobEnd, error: String?, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE jobs SET state = $1, leased_by = NULL, last_error = $2, finished_at = $3
            WHERE id = $4 AND leased_by = $5
            """, [state.rawValue, error, now, id, owner])
    }

    /// Puts a running job back into the queue, to be taken up from `runAt` on.
    public static func putBack(
        _ id: Identifier<JobRow>, owner: String, runAt: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE jobs SET state = 'available', leased_by = NULL, run_at = $1 WHERE id = $2 AND leased_by = $3",
            [runAt, id, owner])
    }

    /// Puts a running job back into the queue, where it was.
    public static func putBack(
        _ id: Identifier<JobRow>, owner: String, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE jobs SET state = 'available', leased_by = NULL WHERE id = $1 AND leased_by = $2", [id, owner])
    }

    /// The fairness keys of the jobs that wait to be taken.
    public static func keysWaiting(
        kind: String, at now: Timestamp, in connection: any ReadConnection
    ) throws -> Set<String> {
        Set(
            try connection.rows(
                "SELECT DISTINCT fairness_key FROM jobs WHERE state = 'available' AND run_at <= $1 AND kind = $2",
                [now, kind]
            ) { try $0("fairness_key") })
    }

    /// The fairness key of each job that runs, here or in another process.
    public static func keysRunning(kind: String, in connection: any ReadConnection) throws -> [String] {
        try connection.rows("SELECT fairness_key FROM jobs WHERE state = 'running' AND kind = $1", [kind]) {
            try $0("fairness_key")
        }
    }

    /// Everybody who holds a running job.
    public static func owners(in connection: any ReadConnection) throws -> [String] {
        try connection.rows("SELECT DISTINCT leased_by FROM jobs WHERE state = 'running'") { try $0("leased_by") }
    }

    /// Puts back what a process that is gone was running.
    public static func putBackAll(of owner: String, in connection: any WriteConnection) throws {
        try connection.execute(
            "UPDATE jobs SET state = 'available', leased_by = NULL WHERE state = 'running' AND leased_by = $1", [owner])
    }

    /// Ends the canceled jobs of a process that is gone: nobody else will say that they have stopped.
    public static func endCanceled(of owner: String, at now: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            UPDATE jobs SET state = 'canceled', leased_by = NULL, finished_at = $1
            WHERE state = 'running' AND leased_by = $2 AND cancel_requested = 1
            """, [now, owner])
    }

    /// Asks whoever runs the job to stop; a job that only waits ends at once.
    public static func cancel(
        kind: String, subject: Int64, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE jobs SET state = 'canceled', cancel_requested = 1, finished_at = $1
            WHERE kind = $2 AND subject_id = $3 AND state = 'available'
            """, [now, kind, subject])
        try connection.execute(
            "UPDATE jobs SET cancel_requested = 1 WHERE kind = $1 AND subject_id = $2 AND state = 'running'",
            [kind, subject])
    }

    public static func isCancelRequested(_ id: Identifier<JobRow>, in connection: any ReadConnection) throws -> Bool {
        try connection.exists("SELECT 1 FROM jobs WHERE id = $1 AND cancel_requested = 1", [id])
    }

    /// Whether a job about the subject waits or runs.
    public static func isPending(kind: String, subject: Int64, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            "SELECT 1 FROM jobs WHERE kind = $1 AND subject_id = $2 AND state IN ('available', 'running')",
            [kind, subject])
    }

    private static func read(_ row: any ResultRow) throws -> JobRow {
        JobRow(
            id: try row("id"), kind: try row("kind"), subjectID: try row("subject_id"),
            fairnessKey: try row("fairness_key"), attempt: try row("attempt"))
    }
}

/// How a job ended.
public enum JobEnd: String, Sendable {
    case completed
    case failed
    case canceled
}
