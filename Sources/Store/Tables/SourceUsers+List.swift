public import Model

extension SourceUsers {
    /// Which source users a list is to hold.
    public struct Filter: Sendable {
        /// The top-level group.
        public var root: NamespaceID
        /// Looked for in names and usernames of the source.
        public var search: String?
        /// None: all states.
        public var statuses: [SourceUser.Status]
        public var hostname: String?

        public init(
            root: NamespaceID, search: String? = nil, statuses: [SourceUser.Status] = [], hostname: String? = nil
        ) {
            self.root = root
            self.search = search
            self.statuses = statuses
            self.hostname = hostname
        }
    }

    /// GitLab's orders of source users.
    public enum Sort: String, Sendable, CaseIterable {
        case nameAscending = "source_name_asc"
        case nameDescending = "source_name_desc"
        case statusAscending = "status_asc"
        case statusDescending = "status_desc"
        case idAscending = "id_asc"
        case idDescending = "id_desc"

        var sql: String {
            switch self {
            case .nameAscending: "lower(coalesce(name, username, '')), id"
            case .nameDescending: "lower(coalesce(name, username, '')) DESC, id DESC"
            case .statusAscending: "\(Self.statusNumber), id"
            case .statusDescending: "\(Self.statusNumber) DESC, id DESC"
            case .idAscending: "id"
            case .idDescending: "id DESC"
            }
        }

        /// GitLab sorts by the states' numbers.
        private static let statusNumber = """
            CASE status WHEN 'pending_reassignment' THEN 0 WHEN 'awaiting_approval' THEN 1 \
            WHEN 'reassignment_in_progress' THEN 2 WHEN 'rejected' THEN 3 WHEN 'failed' THEN 4 \
            WHEN 'completed' THEN 5 WHEN 'keep_as_placeholder' THEN 6 ELSE 7 END
            """
    }

    public static func list(
        _ filter: Filter, sort: Sort, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<SourceUser> {
        try connection.page(
            columns, from: "source_users", where: condition(filter), order: sort.sql, page: page, read)
    }

    /// The rows after an id, for those who go through all of them.
    public static func list(
        _ filter: Filter, after id: SourceUserID?, limit: Int, in connection: any ReadConnection
    ) throws -> [SourceUser] {
        var condition = condition(filter)
        if let id { condition.add("id > ?", id) }
        return try connection.rows(
            "SELECT \(columns) FROM source_users \(condition.sql) ORDER BY id LIMIT \(limit)", condition.parameters,
            read)
    }

    /// Source users whose contributions somebody got or is asked to take.
    public static func list(
        assignedTo user: UserID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<SourceUser> {
        var condition = Condition()
        condition.add("reassign_to_user_id = ?", user)
        return try connection.page(columns, from: "source_users", where: condition, order: "id", page: page, read)
    }

    /// Keeps all who await a decision as placeholder users.
    /// - Returns: how many.
    public static func keepAll(
        root: NamespaceID, by user: UserID?, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Int {
        try connection.execute(
            """
            DELETE FROM placeholder_memberships WHERE source_user_id IN (
                SELECT id FROM source_users WHERE namespace_id = $1 AND status IN ('pending_reassignment', 'rejected'))
            """, [root])
        return try connection.execute(
            """
            UPDATE source_users SET status = 'keep_as_placeholder', reassign_to_user_id = NULL,
                reassigned_by_user_id = $2, reassignment_expires_at = NULL, updated_at = $3
            WHERE namespace_id = $1 AND status IN ('pending_reassignment', 'rejected')
            """, [root, user, now])
    }

    private static func condition(_ filter: Filter) -> Condition {
        var condition = Condition()
        condition.add("namespace_id = ?", filter.root)
        if let hostname = filter.hostname { condition.add("hostname = ?", hostname) }
        if !filter.statuses.isEmpty { condition.add("status", isOneOf: filter.statuses) }
        if let search = filter.search, !search.isEmpty {
            let pattern = containing(search)
            condition.add(
                """
                (lower(coalesce(name, '')) LIKE ? ESCAPE '\\' OR lower(coalesce(username, '')) LIKE ? ESCAPE '\\')
                """, pattern, pattern)
        }
        return condition
    }

    /// The usernames here of reassigned people, by their logins at the source in lower case. A login that two people
    /// have had means nobody.
    public static func usernames(
        logins: some Sequence<String>, root: NamespaceID, importKind: ImportKind, hostname: String,
        in connection: any ReadConnection
    ) throws -> [String: String] {
        var found: [String: [String?]] = [:]
        for batch in batches(of: Set(logins.map { $0.lowercased() }).sorted(), size: 200) {
            var condition = Condition()
            condition.add("source_users.namespace_id = ?", root)
            condition.add("source_users.hostname = ?", hostname)
            condition.add("source_users.import_kind = ?", importKind)
            condition.add("lower(source_users.username)", isOneOf: padded(Set(batch)))
            try connection.forEachRow(
                """
                SELECT lower(source_users.username) AS login, users.username AS username FROM source_users
                LEFT JOIN users ON users.id = source_users.reassign_to_user_id
                    AND source_users.status IN ('reassignment_in_progress', 'completed', 'failed')
                \(condition.sql)
                """, condition.parameters
            ) { row in found[try row("login"), default: []].append(try row("username")) }
        }
        return found.compactMapValues { $0.count == 1 ? $0[0] : nil }
    }
}
