public import Model

/// The releases of projects.
public enum Releases {
    public enum Order: String, Sendable, CaseIterable {
        case releasedAt = "released_at"
        case createdAt = "created_at"
    }

    private static let columns = """
        id, project_id, tag, name, description, author_id, source_author, is_draft, is_prerelease, created_at, released_at
        """

    public static func list(
        project: ProjectID, includesDrafts: Bool, order: Order = .releasedAt, direction: SortDirection = .descending,
        page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Release> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        if !includesDrafts { condition.add("is_draft = 0") }
        return try connection.page(
            columns, from: "releases", where: condition,
            order: "\(order.rawValue) \(direction.sql), id \(direction.sql)", page: page, read)
    }

    /// The release of a tag. Sources allow a draft beside the published one: the published one is meant.
    public static func find(
        project: ProjectID, tag: String, includesDrafts: Bool, in connection: any ReadConnection
    ) throws -> Release? {
        try connection.row(
            """
            SELECT \(columns) FROM releases WHERE project_id = $1 AND tag = $2 AND is_draft <= $3
            ORDER BY is_draft, id LIMIT 1
            """, [project, tag, includesDrafts], read)
    }

    /// The published release with the latest date that is not in the future.
    public static func latest(
        project: ProjectID, now: Timestamp, in connection: any ReadConnection
    ) throws -> Release? {
        try connection.row(
            """
            SELECT \(columns) FROM releases WHERE project_id = $1 AND is_draft = 0 AND released_at <= $2
            ORDER BY released_at DESC, id DESC LIMIT 1
            """, [project, now], read)
    }

    private static func read(_ row: any ResultRow) throws -> Release {
        Release(
            id: try row("id"), projectID: try row("project_id"), tag: try row("tag"), name: try row("name"),
            description: try row("description"), authorID: try row("author_id"),
            sourceAuthor: try row("source_author"), isDraft: try row("is_draft"),
            isPrerelease: try row("is_prerelease"), createdAt: try row("created_at"),
            releasedAt: try row("released_at"))
    }
}
