public import Model

extension Users {
    /// Which accounts a list is to hold.
    public struct Filter: Sendable {
        /// Who looks.
        public var viewer: Viewer
        /// Looked for in usernames, names and (exactly) e-mail addresses: the public ones and, for administrators, the
        /// others.
        public var search: String?
        public var username: String?
        public var state: User.State?
        /// Only accounts of people and bots, as GitLab's list of users.
        public var humansOnly = false
        public var isExternal: Bool?
        public var isAdministrator: Bool?

        public init(viewer: Viewer) {
            self.viewer = viewer
        }
    }

    /// By which column a list is ordered.
    public enum Order: String, Sendable, CaseIterable {
        case id
        case name
        case username
        case createdAt = "created_at"

        var column: String {
            switch self {
            case .id: "users.id"
            case .name: "users.name"
            case .username: "users.username_key"
            case .createdAt: "users.created_at"
            }
        }
    }

    public static func list(
        _ filter: Filter, order: Order, direction: SortDirection, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<User> {
        try connection.page(
            columns, from: "users", where: condition(filter),
            order: "\(order.column) \(direction.sql), users.id \(direction.sql)", page: page, read)
    }

    /// The rows after (`desc`: before) an id: keyset pagination.
    public static func list(
        _ filter: Filter, after id: UserID?, direction: SortDirection, limit: Int, in connection: any ReadConnection
    ) throws -> [User] {
        var condition = condition(filter)
        if let id { condition.add("users.id \(direction == .ascending ? ">" : "<") ?", id) }
        return try connection.rows(
            "SELECT \(columns) FROM users \(condition.sql) ORDER BY users.id \(direction.sql) LIMIT \(limit)",
            condition.parameters, read)
    }

    private static func condition(_ filter: Filter) -> Condition {
        var condition = Condition()
        limit(&condition, to: filter.viewer)
        if let username = filter.username { condition.add("users.username_key = ?", username.lowercased()) }
        if let search = filter.search {
            let pattern = containing(search)
            // Whoever could look for the other addresses as well could find out whose they are.
            let own = filter.viewer.isAdministrator ? " OR lower(users.email) = ?" : ""
            let values: [any SQLConvertible] = [pattern, pattern, search.lowercased()]
            condition.add(
                """
                (users.username_key LIKE ? ESCAPE '\\' OR lower(users.name) LIKE ? ESCAPE '\\' \
                OR lower(users.public_email) = ?\(own))
                """, values + (own.isEmpty ? [] : [search.lowercased()]))
        }
        if let state = filter.state { condition.add("users.state = ?", state) }
        if filter.humansOnly { condition.add("users.kind = ?", User.Kind.human) }
        if let isExternal = filter.isExternal { condition.add("users.is_external = ?", isExternal) }
        if let isAdministrator = filter.isAdministrator {
            condition.add("users.is_administrator = ?", isAdministrator)
        }
        return condition
    }
}
