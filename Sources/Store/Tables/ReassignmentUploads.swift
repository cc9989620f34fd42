public import Model

/// A CSV of decisions about source users, and what became of its lines.
public struct ReassignmentUpload: Sendable, Hashable {
    public var id: Identifier<ReassignmentUpload>
    /// The top-level group.
    public var namespaceID: NamespaceID
    public var requestedBy: UserID
    /// `nil` as soon as all lines are dealt with.
    public var csv: String?
    /// The next line to deal with, from 0; the header is none.
    public var nextLine: Int
    public var matched: Int
    public var failed: Int
    public var skipped: Int
    /// CSV of the lines that failed, each with its error.
    public var failures: String
    public var createdAt: Timestamp
    public var finishedAt: Timestamp?
}

public typealias ReassignmentUploadID = Identifier<ReassignmentUpload>

/// Uploaded CSVs.
public enum ReassignmentUploads {
    private static let columns = """
        id, namespace_id, requested_by, csv, next_line, matched, failed, skipped, failures, created_at, finished_at
        """

    /// - Parameter failures: the header of the CSV of failures.
    public static func insert(
        _ csv: String, namespace: NamespaceID, requestedBy: UserID, failures: String, at now: Timestamp,
        in connection: any WriteConnection
    ) throws -> ReassignmentUploadID {
        let id: ReassignmentUploadID? = try connection.value(
            """
            INSERT INTO reassignment_uploads (namespace_id, requested_by, csv, failures, created_at)
            VALUES ($1, $2, $3, $4, $5) RETURNING id AS value
            """, [namespace, requestedBy, csv, failures, now])
        guard let id else { throw StoreError.failed("an upload could not be written") }
        return id
    }

    public static func find(
        _ id: ReassignmentUploadID, in connection: any ReadConnection
    ) throws -> ReassignmentUpload? {
        try connection.row("SELECT \(columns) FROM reassignment_uploads WHERE id = $1", [id], read)
    }

    /// The newest first.
    public static func list(
        namespace: NamespaceID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<ReassignmentUpload> {
        var condition = Condition()
        condition.add("namespace_id = ?", namespace)
        return try connection.page(
            columns, from: "reassignment_uploads", where: condition, order: "id DESC", page: page, read)
    }

    /// Keeps how far it is.
    public static func update(_ upload: ReassignmentUpload, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            UPDATE reassignment_uploads SET csv = $2, next_line = $3, matched = $4, failed = $5, skipped = $6,
                failures = $7, finished_at = $8
            WHERE id = $1
            """,
            [
                upload.id, upload.csv, upload.nextLine, upload.matched, upload.failed, upload.skipped,
                upload.failures, upload.finishedAt,
            ])
    }

    private static func read(_ row: any ResultRow) throws -> ReassignmentUpload {
        ReassignmentUpload(
            id: try row("id"), namespaceID: try row("namespace_id"), requestedBy: try row("requested_by"),
            csv: try row("csv"), nextLine: try row("next_line"), matched: try row("matched"),
            failed: try row("failed"), skipped: try row("skipped"), failures: try row("failures"),
            createdAt: try row("created_at"), finishedAt: try row("finished_at"))
    }
}

extension AccessTokens {
    /// The groups whose tokens act as this account.
    public static func groups(of user: UserID, in connection: any ReadConnection) throws -> [NamespaceID] {
        try connection.rows(
            "SELECT DISTINCT group_id FROM access_tokens WHERE user_id = $1 AND group_id IS NOT NULL", [user]
        ) { try $0("group_id") }
    }
}
