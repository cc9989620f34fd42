import Foundation
public import Model
public import Secrets

/// Imports, one for each imported project.
public enum Imports {
    static let columns = """
        id, project_id, kind, source, settings, status, correlation_id, failure, requested_by, created_at, started_at,
        finished_at
        """

    /// What is needed to ask for an import.
    public struct New: Sendable {
        public var projectID: ProjectID
        public var source: ImportSource
        public var settings: ImportSettings
        public var correlationID: String
        public var requestedBy: UserID

        public init(
            projectID: ProjectID, source: ImportSource, settings: ImportSettings, correlationID: String,
            requestedBy: UserID
        ) {
            self.projectID = projectID
            self.source = source
            self.settings = settings
            self.correlationID = correlationID
            self.requestedBy = requestedBy
        }
    }

    /// Writes a scheduled import.
    public static func insert(_ new: New, at now: Timestamp, in connection: any WriteConnection) throws -> ImportID {
        let id: ImportID? = try connection.value(
            """
            INSERT INTO imports
                (project_id, kind, source, full_name, settings, status, correlation_id, requested_by, created_at)
            VALUES ($1, $2, $3, $4, $5, 'scheduled', $6, $7, $8)
            RETURNING id AS value
            """,
            [
                new.projectID, new.source.kind, try jsonText(new.source), new.source.fullName,
                try jsonText(new.settings), new.correlationID, new.requestedBy, now,
            ])
        guard let id else { throw StoreError.failed("an import could not be written") }
        return id
    }

    public static func find(_ id: ImportID, in connection: any ReadConnection) throws -> Import? {
        try connection.row("SELECT \(columns) FROM imports WHERE id = $1", [id], read)
    }

    public static func find(project: ProjectID, in connection: any ReadConnection) throws -> Import? {
        try connection.row("SELECT \(columns) FROM imports WHERE project_id = $1", [project], read)
    }

    /// Unfinished imports, oldest first.
    public static func inProgress(in connection: any ReadConnection) throws -> [Import] {
        try connection.rows(
            "SELECT \(columns) FROM imports WHERE status IN ('scheduled', 'started') ORDER BY id", [], read)
    }

    public static func setCredential(
        _ secret: SealedSecret, of id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE imports SET credential = $1 WHERE id = $2", [secret.rawValue, id])
    }

    public static func credential(of id: ImportID, in connection: any ReadConnection) throws -> SealedSecret? {
        let bytes: [UInt8]?? = try connection.value("SELECT credential AS value FROM imports WHERE id = $1", [id])
        return bytes.flatMap(\.self).map(SealedSecret.init(rawValue:))
    }

    /// Applies an event of the state machine; erases the credential when the import ends.
    /// - Returns: whether the event applied in the state the import was in.
    @discardableResult
    public static func apply(
        _ event: ImportStatus.Event, to id: ImportID, failure: String? = nil, at now: Timestamp,
        in connection: any WriteConnection
    ) throws -> Bool {
        guard
            let current: ImportStatus = try connection.value("SELECT status AS value FROM imports WHERE id = $1", [id]),
            let next = current.after(event)
        else { return false }
        try connection.execute(
            """
            UPDATE imports
            SET status = $1, failure = $2,
                started_at = CASE WHEN $1 = 'started' THEN coalesce(started_at, $3) ELSE started_at END,
                finished_at = CASE WHEN $4 = 1 THEN $3 ELSE NULL END,
                credential = CASE WHEN $4 = 1 THEN NULL ELSE credential END
            WHERE id = $5
            """, [next, failure, now, next.isComplete, id])
        return true
    }

    public static func setSource(_ source: ImportSource, of id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute("UPDATE imports SET source = $1 WHERE id = $2", [try jsonText(source), id])
    }

    /// JSON of what the import has cost, as the importer writes it.
    public static func setSpending(_ json: String, of id: ImportID, in connection: any WriteConnection) throws {
        try connection.execute("UPDATE imports SET spending = $1 WHERE id = $2", [json, id])
    }

    public static func spending(of id: ImportID, in connection: any ReadConnection) throws -> String {
        try connection.value("SELECT spending AS value FROM imports WHERE id = $1", [id]) ?? "{}"
    }

    static func read(_ row: any ResultRow) throws -> Import {
        Import(
            id: try row("id"), projectID: try row("project_id"), source: try decoded(row("source"), "source"),
            settings: try decoded(row("settings"), "settings"), status: try row("status"),
            correlationID: try row("correlation_id"), failure: try row("failure"),
            requestedBy: try row("requested_by"), createdAt: try row("created_at"), startedAt: try row("started_at"),
            finishedAt: try row("finished_at"))
    }
}

/// A value as the JSON text it is kept as, with sorted keys so that the same value is the same text.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func decoded<Value: Decodable>(_ text: String, _ column: String) throws -> Value {
    do {
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
        throw StoreError.malformedValue(column: column, expected: "JSON of \(Value.self)")
    }
}
