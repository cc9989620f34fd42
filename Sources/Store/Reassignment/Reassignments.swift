public import Model

/// How far the work on one source user's contributions is.
public struct Reassignment: Sendable, Hashable {
    public enum Direction: String, Sendable, SQLConvertible, SQLDecodable {
        /// From the placeholder user to the assignee.
        case forward
        /// Back, after a reassignment was revoked.
        case back
    }

    public var sourceUserID: SourceUserID
    public var direction: Direction
    /// Rows to move, counted when the work starts; texts are not among them.
    public var total: Int?
    public var done: Int
    /// JSON of where the work on texts goes on.
    public var textCursor: String?
    public var isConfirmationSkipped: Bool
    public var startedAt: Timestamp?
    public var finishedAt: Timestamp?
}

/// The work on source users' contributions, one row each: the last one that was asked for.
public enum Reassignments {
    private static let columns = """
        source_user_id, direction, total, done, text_cursor, is_confirmation_skipped, started_at, finished_at
        """

    /// Work that begins anew.
    public static func ask(
        _ id: SourceUserID, _ direction: Reassignment.Direction, isConfirmationSkipped: Bool = false,
        at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO reassignments (source_user_id, direction, is_confirmation_skipped, requested_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (source_user_id) DO UPDATE SET direction = excluded.direction, total = NULL, done = 0,
                text_cursor = NULL, is_confirmation_skipped = excluded.is_confirmation_skipped,
                requested_at = excluded.requested_at, started_at = NULL, finished_at = NULL
            """, [id, direction, isConfirmationSkipped, now])
    }

    public static func find(_ id: SourceUserID, in connection: any ReadConnection) throws -> Reassignment? {
        try byID([id], in: connection)[id]
    }

    public static func byID(
        _ ids: [SourceUserID], in connection: any ReadConnection
    ) throws -> [SourceUserID: Reassignment] {
        let found = try connection.rows(
            "SELECT \(columns) FROM reassignments", where: "source_user_id", isOneOf: Set(ids), read)
        return Dictionary(found.map { ($0.sourceUserID, $0) }) { first, _ in first }
    }

    public static func start(
        _ id: SourceUserID, total: Int, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE reassignments SET total = $2, started_at = $3 WHERE source_user_id = $1", [id, total, now])
    }

    public static func progress(
        _ id: SourceUserID, moved: Int, textCursor: String?, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE reassignments SET done = done + $2, text_cursor = $3 WHERE source_user_id = $1",
            [id, moved, textCursor])
    }

    public static func finish(_ id: SourceUserID, at now: Timestamp, in connection: any WriteConnection) throws {
        try connection.execute(
            "UPDATE reassignments SET finished_at = $2, text_cursor = NULL WHERE source_user_id = $1", [id, now])
    }

    private static func read(_ row: any ResultRow) throws -> Reassignment {
        Reassignment(
            sourceUserID: try row("source_user_id"), direction: try row("direction"), total: try row("total"),
            done: try row("done"), textCursor: try row("text_cursor"),
            isConfirmationSkipped: try row("is_confirmation_skipped"), startedAt: try row("started_at"),
            finishedAt: try row("finished_at"))
    }
}
