public import Model

/// The comments on issues and merge requests.
public enum Notes {
    /// GitLab's `activity_filter`.
    public enum Activity: String, Sendable, CaseIterable {
        case all = "all_notes"
        case onlyComments = "only_comments"
        case onlyActivity = "only_activity"
    }

    public enum Order: String, Sendable, CaseIterable {
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    static let columns = """
        id, project_id, noteable_kind, noteable_id, discussion_id, body, author_id, source_author, is_system, created_at,
        updated_at, minimized_reason
        """

    public static func list(
        on noteable: Noteable, activity: Activity = .all, order: Order = .createdAt,
        direction: SortDirection = .descending, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Note> {
        var condition = Condition()
        condition.add("noteable_kind = ? AND noteable_id = ?", noteable.kind, noteable.id)
        switch activity {
        case .all: break
        case .onlyComments: condition.add("is_system = 0")
        case .onlyActivity: condition.add("is_system = 1")
        }
        return try connection.page(
            columns, from: "notes", where: condition,
            order: "\(order.rawValue) \(direction.sql), id \(direction.sql)", page: page, read)
    }

    public static func find(
        id: NoteID, on noteable: Noteable, in connection: any ReadConnection
    ) throws -> Note? {
        try connection.row(
            "SELECT \(columns) FROM notes WHERE id = $1 AND noteable_kind = $2 AND noteable_id = $3",
            [id, noteable.kind, noteable.id], read)
    }

    /// The notes of several discussions, the oldest first in each.
    public static func list(
        in discussions: Set<DiscussionID>, in connection: any ReadConnection
    ) throws -> [DiscussionID: [Note]] {
        let found = try connection.rows(
            "SELECT \(columns) FROM notes", where: "discussion_id", isOneOf: discussions,
            order: "discussion_id, created_at, id", read)
        return Dictionary(grouping: found, by: \.discussionID)
    }

    static func read(_ row: any ResultRow) throws -> Note {
        var note = Note(
            id: try row("id"), projectID: try row("project_id"),
            noteable: Noteable(kind: try row("noteable_kind"), id: try row("noteable_id")),
            discussionID: try row("discussion_id"), body: try row("body"), authorID: try row("author_id"),
            sourceAuthor: try row("source_author"), isSystem: try row("is_system"), createdAt: try row("created_at"),
            updatedAt: try row("updated_at"))
        note.minimizedReason = try row("minimized_reason")
        return note
    }
}
