public import Model

/// The milestones of projects.
public enum Milestones {
    /// Which milestones a list holds.
    public struct Filter: Sendable {
        public var state: Milestone.State?
        public var iids: [Int64] = []
        /// The whole title.
        public var title: String?
        /// A part of the title or description.
        public var search: String?
        public var updatedAfter: Timestamp?
        public var updatedBefore: Timestamp?

        public init() {}
    }

    private static let columns = """
        id, project_id, iid, title, description, state, start_date, due_date, created_at, updated_at
        """

    /// Those due first come first, those without a date last.
    public static func list(
        project: ProjectID, _ filter: Filter = Filter(), page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Milestone> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        if let state = filter.state { condition.add("state = ?", state) }
        if !filter.iids.isEmpty { condition.add("iid", isOneOf: filter.iids) }
        if let title = filter.title { condition.add("title = ?", title) }
        if let updatedAfter = filter.updatedAfter { condition.add("updated_at >= ?", updatedAfter) }
        if let updatedBefore = filter.updatedBefore { condition.add("updated_at <= ?", updatedBefore) }
        if let search = filter.search {
            let pattern = containing(search)
            condition.add(
                "(lower(title) LIKE ? ESCAPE '\\' OR lower(coalesce(description, '')) LIKE ? ESCAPE '\\')", pattern,
                pattern)
        }
        return try connection.page(
            columns, from: "milestones", where: condition, order: "coalesce(due_date, '9999-12-31'), title, id",
            page: page, read)
    }

    public static func find(
        project: ProjectID, id: MilestoneID, in connection: any ReadConnection
    ) throws -> Milestone? {
        try connection.row(
            "SELECT \(columns) FROM milestones WHERE id = $1 AND project_id = $2", [id, project], read)
    }

    static func find(
        _ ids: Set<MilestoneID>, in connection: any ReadConnection
    ) throws -> [MilestoneID: Milestone] {
        let found = try connection.rows("SELECT \(columns) FROM milestones", where: "id", isOneOf: ids, read)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    private static func read(_ row: any ResultRow) throws -> Milestone {
        Milestone(
            id: try row("id"), projectID: try row("project_id"), iid: try row("iid"), title: try row("title"),
            description: try row("description"), state: try row("state"), startDate: try row("start_date"),
            dueDate: try row("due_date"), createdAt: try row("created_at"), updatedAt: try row("updated_at"))
    }
}
