public import Model

/// What the answers about a page of items need besides the items, read in as many statements for one as for a hundred.
public struct RelatedRows: Sendable {
    /// A project as far as an item's answer shows it.
    public struct ItemProject: Sendable, Hashable {
        public var id: ProjectID
        public var fullPath: String
        /// Where it was imported from; `nil` where it was made here.
        public var importKind: ImportKind?

        public init(id: ProjectID, fullPath: String, importKind: ImportKind?) {
            self.id = id
            self.fullPath = fullPath
            self.importKind = importKind
        }
    }

    public var users: [UserID: User] = [:]
    public var projects: [ProjectID: ItemProject] = [:]
    public var milestones: [MilestoneID: Milestone] = [:]
    /// By the item's row, in the order of their titles.
    public var labels: [Int64: [Label]] = [:]
    /// By the item's row, in the order the source has them.
    public var assignees: [Int64: [UserID]] = [:]
    public var reviewers: [Int64: [UserID]] = [:]
    /// Merge requests with a discussion that waits to be resolved.
    public var unresolved: Set<Int64> = []
    /// By the item's row.
    public var votes: [Int64: Votes] = [:]
    /// How many merge requests close it, by the issue.
    public var closingCounts: [IssueID: Int] = [:]

    public init() {}
}

extension RelatedRows {
    public static func of(_ issues: [Issue], in connection: any ReadConnection) throws -> RelatedRows {
        var related = RelatedRows()
        try related.readItems(
            issues.map(\.id.rawValue), table: .issues, projects: issues.map(\.projectID),
            milestones: issues.compactMap(\.milestoneID), in: connection)
        related.votes = try AwardEmojis.votes(on: .issue, issues.map(\.id.rawValue), in: connection)
        related.closingCounts = try MergeRequestIssues.closingCounts(Set(issues.map(\.id)), in: connection)
        try related.readUsers(issues.map(\.authorID) + issues.compactMap(\.closedByID), in: connection)
        return related
    }

    public static func of(
        _ mergeRequests: [MergeRequest], in connection: any ReadConnection
    ) throws -> RelatedRows {
        var related = RelatedRows()
        let rows = mergeRequests.map(\.id.rawValue)
        try related.readItems(
            rows, table: .mergeRequests, projects: mergeRequests.map(\.projectID),
            milestones: mergeRequests.compactMap(\.milestoneID), in: connection)
        related.reviewers = try people(
            "SELECT merge_request_id AS item, user_id FROM merge_request_reviewers", where: "merge_request_id", rows,
            order: "merge_request_id, created_at, user_id", in: connection)
        related.unresolved = try unresolved(rows, in: connection)
        related.votes = try AwardEmojis.votes(on: .mergeRequest, rows, in: connection)
        try related.readUsers(
            mergeRequests.map(\.authorID) + mergeRequests.compactMap(\.closedByID)
                + mergeRequests.compactMap(\.mergedByID) + mergeRequests.compactMap(\.autoMergeByID), in: connection)
        return related
    }

    /// The projects of rows that show no more of them than where they are.
    public static func projects(
        _ ids: some Sequence<ProjectID>, in connection: any ReadConnection
    ) throws -> [ProjectID: ItemProject] {
        let found = try connection.rows(
            """
            SELECT projects.id AS id, projects.full_path AS full_path, imports.kind AS import_kind
            FROM projects LEFT JOIN imports ON imports.project_id = projects.id
            """, where: "projects.id", isOneOf: Set(ids)
        ) { ItemProject(id: try $0("id"), fullPath: try $0("full_path"), importKind: try $0("import_kind")) }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    private mutating func readItems(
        _ rows: [Int64], table: ItemTable, projects: [ProjectID], milestones: [MilestoneID],
        in connection: any ReadConnection
    ) throws {
        self.projects = try Self.projects(projects, in: connection)
        self.milestones = try Milestones.find(Set(milestones), in: connection)
        assignees = try Self.people(
            "SELECT \(table.key) AS item, user_id FROM \(table.assignees)", where: table.key, rows,
            order: "\(table.key), position", in: connection)
        let pairs = try connection.rows(
            """
            SELECT labelled.\(table.key) AS item, labels.id AS id, labels.title AS title,
                labels.description AS description, labels.color AS color
            FROM \(table.labels) AS labelled JOIN labels ON labels.id = labelled.label_id
            """, where: "labelled.\(table.key)", isOneOf: Set(rows), order: "labels.title, labels.id"
        ) { (item: try $0("item") as Int64, label: try Labels.read($0)) }
        labels = Dictionary(grouping: pairs, by: \.item).mapValues { $0.map(\.label) }
    }

    private mutating func readUsers(_ named: [UserID], in connection: any ReadConnection) throws {
        let listed = Set(assignees.values.joined()).union(reviewers.values.joined())
        users = try Users.byID(listed.union(named), in: connection)
    }

    private static func people(
        _ sql: String, where column: String, _ rows: [Int64], order: String, in connection: any ReadConnection
    ) throws -> [Int64: [UserID]] {
        let pairs = try connection.rows(sql, where: column, isOneOf: Set(rows), order: order) {
            (item: try $0("item") as Int64, user: try $0("user_id") as UserID)
        }
        return Dictionary(grouping: pairs, by: \.item).mapValues { $0.map(\.user) }
    }

    private static func unresolved(_ rows: [Int64], in connection: any ReadConnection) throws -> Set<Int64> {
        var condition = Condition()
        condition.add("noteable_kind = 'MergeRequest' AND is_resolvable = 1 AND is_resolved = 0")
        condition.add("noteable_id", isOneOf: padded(Set(rows)))
        return Set(
            try connection.rows(
                "SELECT DISTINCT noteable_id FROM discussions \(condition.sql)", condition.parameters
            ) { try $0("noteable_id") })
    }
}
