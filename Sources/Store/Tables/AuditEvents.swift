public import Model

/// What people did, in the order they did it. Rows are only added: the schema refuses everything else.
public enum AuditEvents {
    private static let columns = """
        id, event_name, author_id, author_name, token_id, token_name, token_user_id, ip_address, entity_type, \
        entity_id, entity_path, details, created_at
        """

    /// Author of what no account did.
    public static let nobody = UserID(-1)

    /// Writes an event down. Belongs into the transaction that does what it tells of.
    public static func insert(
        _ action: AuditAction, by actor: AuditActor, on entity: AuditEvent.Entity, details: [String: String] = [:],
        at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO audit_events
                (event_name, author_id, author_name, token_id, token_name, token_user_id, ip_address, entity_type,
                entity_id, entity_path, details, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                action.rawValue, actor.userID ?? nobody, actor.name, actor.tokenID, actor.tokenName, actor.tokenUserID,
                actor.address, entity.kind.rawValue, entity.id, entity.path, try jsonText(details), now,
            ])
    }

    public static func find(
        _ id: Identifier<AuditEvent>, in connection: any ReadConnection
    ) throws -> AuditEvent? {
        try connection.row("SELECT \(columns) FROM audit_events WHERE id = $1", [id], read)
    }

    /// Which events a list is to hold.
    public struct Filter: Sendable {
        public var entityKind: AuditEvent.Entity.Kind?
        /// Of ``entityKind``.
        public var entityID: Int64?
        public var author: UserID?
        public var createdAfter: Timestamp?
        public var createdBefore: Timestamp?

        public init() {}

        func condition() -> Condition {
            var condition = Condition()
            if let entityKind { condition.add("entity_type = ?", entityKind.rawValue) }
            if let entityID { condition.add("entity_id = ?", entityID) }
            if let author { condition.add("author_id = ?", author) }
            if let createdAfter { condition.add("created_at >= ?", createdAfter) }
            if let createdBefore { condition.add("created_at <= ?", createdBefore) }
            return condition
        }
    }

    /// The newest first.
    public static func list(
        _ filter: Filter, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<AuditEvent> {
        try connection.page(
            columns, from: "audit_events", where: filter.condition(), order: "id DESC", page: page, read)
    }

    /// The same without counting.
    /// - Parameter last: the event after which the list goes on.
    public static func list(
        _ filter: Filter, after last: Identifier<AuditEvent>?, direction: SortDirection = .descending, limit: Int,
        in connection: any ReadConnection
    ) throws -> [AuditEvent] {
        var condition = filter.condition()
        if let last { condition.add("id \(direction == .descending ? "<" : ">") ?", last) }
        return try connection.rows(
            "SELECT \(columns) FROM audit_events \(condition.sql) ORDER BY id \(direction.sql) LIMIT \(limit)",
            condition.parameters, read)
    }

    private static func read(_ row: any ResultRow) throws -> AuditEvent {
        let (name, kind): (String, String) = (try row("event_name"), try row("entity_type"))
        guard let action = AuditAction(rawValue: name) else {
            throw StoreError.malformedValue(column: "event_name", expected: "a known event")
        }
        guard let kind = AuditEvent.Entity.Kind(rawValue: kind) else {
            throw StoreError.malformedValue(column: "entity_type", expected: "a known entity")
        }
        let author: UserID = try row("author_id")
        return AuditEvent(
            id: try row("id"), action: action,
            actor: AuditActor(
                userID: author == nobody ? nil : author, name: try row("author_name"), tokenID: try row("token_id"),
                tokenName: try row("token_name"), tokenUserID: try row("token_user_id"),
                address: try row("ip_address")),
            entity: AuditEvent.Entity(kind: kind, id: try row("entity_id"), path: try row("entity_path")),
            details: try decoded(row("details"), "details"), createdAt: try row("created_at"))
    }
}
