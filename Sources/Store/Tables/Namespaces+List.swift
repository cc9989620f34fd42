public import Model

extension Namespaces {
    /// Which groups a list is to hold.
    public struct GroupFilter: Sendable {
        /// Who looks: decides what is visible.
        public var viewer: Viewer
        /// Looked for in names and paths.
        public var search: String?
        /// Only groups in which the viewer has a role, at least this one.
        public var leastRole: AccessLevel?
        public var visibility: Visibility?
        public var topLevelOnly = false
        /// Only groups directly in this one.
        public var parentID: NamespaceID?
        /// Only groups anywhere under the one with this full path.
        public var underPath: String?
        public var skipped: [NamespaceID] = []

        public init(viewer: Viewer) {
            self.viewer = viewer
        }
    }

    /// By which column a list of groups is ordered; ties go by id.
    public enum GroupOrder: String, Sendable, CaseIterable {
        case name
        case path
        case id

        var column: String { "namespaces.\(rawValue)" }
    }

    public static func groups(
        _ filter: GroupFilter, order: GroupOrder, direction: SortDirection, page: Page,
        in connection: any ReadConnection
    ) throws -> PagedRows<Namespace> {
        try connection.page(
            columns, from: "namespaces", where: condition(filter),
            order: "\(order.column) \(direction.sql), namespaces.id \(direction.sql)", page: page, read)
    }

    private static func condition(_ filter: GroupFilter) -> Condition {
        var condition = Condition()
        condition.add("namespaces.kind = ?", Namespace.Kind.group)
        filter.viewer.limitGroups(&condition)
        if let role = filter.leastRole { filter.viewer.requireGroupRole(role, &condition) }
        if let search = filter.search {
            let pattern = containing(search)
            condition.add(
                "(lower(namespaces.name) LIKE ? ESCAPE '\\' OR namespaces.full_path_key LIKE ? ESCAPE '\\')",
                pattern, pattern)
        }
        if let visibility = filter.visibility { condition.add("namespaces.visibility = ?", visibility) }
        if filter.topLevelOnly { condition.add("namespaces.parent_id IS NULL") }
        if let parent = filter.parentID { condition.add("namespaces.parent_id = ?", parent) }
        if let path = filter.underPath?.lowercased() {
            // `0` follows `/`: every path under the group lies between the two.
            condition.add("namespaces.full_path_key >= ? AND namespaces.full_path_key < ?", path + "/", path + "0")
        }
        for id in filter.skipped { condition.add("namespaces.id <> ?", id) }
        return condition
    }

    /// The namespaces a person may see in `GET /namespaces`: their own and the groups in which they have a role.
    public static func list(
        viewer: Viewer, search: String?, ownedOnly: Bool, topLevelOnly: Bool, page: Page,
        in connection: any ReadConnection
    ) throws -> PagedRows<Namespace> {
        var condition = Condition()
        viewer.limitNamespaces(ownedOnly: ownedOnly, &condition)
        if let search {
            let pattern = containing(search)
            condition.add(
                "(lower(namespaces.name) LIKE ? ESCAPE '\\' OR namespaces.full_path_key LIKE ? ESCAPE '\\')",
                pattern, pattern)
        }
        if topLevelOnly { condition.add("namespaces.parent_id IS NULL") }
        return try connection.page(
            columns, from: "namespaces", where: condition, order: "namespaces.id ASC", page: page, read)
    }
}

extension Namespaces {
    /// The own namespaces of these people.
    public static func personal(
        of users: [UserID], in connection: any ReadConnection
    ) throws -> [UserID: NamespaceID] {
        var condition = Condition()
        condition.add("owner_id", isOneOf: users)
        let pairs: [(UserID, NamespaceID)] = try connection.rows(
            "SELECT owner_id, id FROM namespaces \(condition.sql)", condition.parameters
        ) { (try $0("owner_id"), try $0("id")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
