public import Model

/// A project with what its answers show beside it.
public struct ProjectDetails: Sendable {
    public var project: Project
    public var namespace: Namespace
    /// Set exactly for projects in personal namespaces.
    public var owner: User?
    /// How it was imported; `nil` where it was not.
    public var imported: ImportFacts?
    public var openIssues: OpenIssues

    /// How many issues are open.
    public struct OpenIssues: Sendable {
        public var all: Int
        /// Those of them that are not for everybody.
        public var confidential: Int

        public func count(withConfidential: Bool) -> Int { withConfidential ? all : all - confidential }
    }

    /// What a project's answer shows of its import.
    public struct ImportFacts: Sendable {
        public var kind: ImportKind
        public var status: ImportStatus
        public var failure: String?
        /// `owner/name` at the source.
        public var fullName: String
    }
}

extension Projects {
    /// Which projects a list is to hold.
    public struct Filter: Sendable {
        /// Who looks: decides what is visible.
        public var viewer: Viewer
        /// Looked for in names, paths and descriptions.
        public var search: String?
        /// Also in the paths of the namespaces (`search_namespaces`).
        public var searchesNamespaces = false
        public var visibility: Visibility?
        public var isArchived: Bool?
        /// Only what the viewer has a role in, at least this one.
        public var leastRole: AccessLevel?
        /// Only what this person's own namespace holds.
        public var ownerID: UserID?
        public var namespaceIDs: [NamespaceID]?
        public var isImported: Bool?
        public var withIssuesEnabled = false
        public var withMergeRequestsEnabled = false
        public var topics: [String] = []
        public var idAfter: ProjectID?
        public var idBefore: ProjectID?
        public var activeAfter: Timestamp?
        public var activeBefore: Timestamp?

        public init(viewer: Viewer) {
            self.viewer = viewer
        }
    }

    /// By which column a list is ordered; ties go by id.
    public enum Order: String, Sendable, CaseIterable {
        case id
        case name
        case path
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case lastActivityAt = "last_activity_at"

        var column: String { "projects.\(rawValue)" }
    }

    private static let detailColumns = """
        \(columns), \(Namespaces.columns), imports.kind AS import_kind, imports.status AS import_status, \
        imports.failure AS import_failure, imports.full_name AS import_full_name, \
        (SELECT count(*) FROM issues WHERE issues.project_id = projects.id AND issues.state = 'opened') \
        AS open_issues_count, \
        (SELECT count(*) FROM issues WHERE issues.project_id = projects.id AND issues.state = 'opened' \
        AND issues.is_confidential = 1) AS open_confidential_issues_count
        """

    private static let detailTables = """
        projects JOIN namespaces ON namespaces.id = projects.namespace_id \
        LEFT JOIN imports ON imports.project_id = projects.id
        """

    public static func list(
        _ filter: Filter, order: Order, direction: SortDirection, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<ProjectDetails> {
        let tie = order == .id ? "" : ", projects.id \(direction.sql)"
        var found = try connection.page(
            detailColumns, from: detailTables, where: condition(filter),
            order: "\(order.column) \(direction.sql)\(tie)", page: page, readDetails)
        found.elements = try withOwners(found.elements, in: connection)
        return found
    }

    /// The rows after (`desc`: before) an id: keyset pagination.
    public static func list(
        _ filter: Filter, after id: ProjectID?, direction: SortDirection, limit: Int,
        in connection: any ReadConnection
    ) throws -> [ProjectDetails] {
        var condition = condition(filter)
        if let id { condition.add("projects.id \(direction == .ascending ? ">" : "<") ?", id) }
        let found = try connection.rows(
            """
            SELECT \(detailColumns) FROM \(detailTables) \(condition.sql)
            ORDER BY projects.id \(direction.sql) LIMIT \(limit)
            """, condition.parameters, readDetails)
        return try withOwners(found, in: connection)
    }

    public static func details(_ id: ProjectID, in connection: any ReadConnection) throws -> ProjectDetails? {
        let found = try connection.rows(
            "SELECT \(detailColumns) FROM \(detailTables) WHERE projects.id = $1", [id], readDetails)
        return try withOwners(found, in: connection).first
    }

    private static func withOwners(
        _ details: [ProjectDetails], in connection: any ReadConnection
    ) throws -> [ProjectDetails] {
        let owners = try Users.byID(details.compactMap(\.namespace.ownerID), in: connection)
        return details.map { details in
            var details = details
            details.owner = details.namespace.ownerID.flatMap { owners[$0] }
            return details
        }
    }

    private static func readDetails(_ row: any ResultRow) throws -> ProjectDetails {
        var facts: ProjectDetails.ImportFacts?
        if let kind: ImportKind = try row("import_kind") {
            facts = ProjectDetails.ImportFacts(
                kind: kind, status: try row("import_status"), failure: try row("import_failure"),
                fullName: try row("import_full_name"))
        }
        return ProjectDetails(
            project: try read(row), namespace: try Namespaces.read(row), owner: nil, imported: facts,
            openIssues: ProjectDetails.OpenIssues(
                all: try row("open_issues_count"), confidential: try row("open_confidential_issues_count")))
    }

    private static func condition(_ filter: Filter) -> Condition {
        var condition = Condition()
        filter.viewer.limitProjects(&condition)
        if let role = filter.leastRole { filter.viewer.requireProjectRole(role, &condition) }
        if let search = filter.search { addSearch(search, filter.searchesNamespaces, &condition) }
        if let visibility = filter.visibility { condition.add("projects.visibility = ?", visibility) }
        if let isArchived = filter.isArchived { condition.add("projects.is_archived = ?", isArchived) }
        if let owner = filter.ownerID { condition.add("namespaces.owner_id = ?", owner) }
        if let ids = filter.namespaceIDs { condition.add("projects.namespace_id", isOneOf: ids) }
        if let isImported = filter.isImported {
            condition.add("imports.project_id IS \(isImported ? "NOT " : "")NULL")
        }
        if filter.withIssuesEnabled { condition.add("projects.are_issues_enabled = ?", true) }
        if filter.withMergeRequestsEnabled { condition.add("projects.are_merge_requests_enabled = ?", true) }
        for topic in filter.topics {
            condition.add("lower(projects.topics) LIKE ? ESCAPE '\\'", containing("\"\(topic)\""))
        }
        if let id = filter.idAfter { condition.add("projects.id > ?", id) }
        if let id = filter.idBefore { condition.add("projects.id < ?", id) }
        if let time = filter.activeAfter { condition.add("projects.last_activity_at >= ?", time) }
        if let time = filter.activeBefore { condition.add("projects.last_activity_at <= ?", time) }
        return condition
    }

    private static func addSearch(_ search: String, _ searchesNamespaces: Bool, _ condition: inout Condition) {
        let pattern = containing(search)
        let place = searchesNamespaces ? "projects.full_path_key" : "lower(projects.path)"
        condition.add(
            """
            (lower(projects.name) LIKE ? ESCAPE '\\' OR \(place) LIKE ? ESCAPE '\\' \
            OR lower(coalesce(projects.description, '')) LIKE ? ESCAPE '\\')
            """, pattern, pattern, pattern)
    }
}
