/// In which order a list of issues or merge requests is read. Rows that compare equal follow by id, in the same direction.
public struct ItemSort: Sendable, Hashable {
    /// GitLab's `order_by`. Its `priority`, `label_priority`, `popularity` and `weight` need what imports do not bring;
    /// lists asked for in those orders come by ``createdAt``.
    public enum Key: String, Sendable, CaseIterable {
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case title
        case dueDate = "due_date"
        case milestoneDue = "milestone_due"
        /// Merge requests only.
        case mergedAt = "merged_at"
        /// The order things were made in: nobody has moved an imported item by hand.
        case relativePosition = "relative_position"
    }

    public var key: Key
    public var direction: SortDirection

    public init(key: Key = .createdAt, direction: SortDirection = .descending) {
        self.key = key
        self.direction = direction
    }

    /// What is sorted by. Never null, so that rows without the value come last either way, as GitLab has them, and so
    /// that a list can be taken up again behind any row.
    func expression(on table: ItemTable) -> String {
        let last = direction == .ascending ? "'9999-12-31'" : "'0000-01-01'"
        switch key {
        case .createdAt: return "\(table.name).created_at"
        case .updatedAt: return "\(table.name).updated_at"
        case .title: return "lower(\(table.name).title)"
        case .dueDate: return "coalesce(\(table.name).due_date, \(last))"
        case .milestoneDue:
            let dueDate = "SELECT due_date FROM milestones WHERE milestones.id = \(table.name).milestone_id"
            return "coalesce((\(dueDate)), \(last))"
        case .mergedAt:
            return "coalesce(\(table.name).merged_at, \(direction == .ascending ? "9223372036854775807" : "0"))"
        case .relativePosition: return "\(table.name).id"
        }
    }

    /// - Parameter isSmall: the list holds few rows, found by an index of their own. Without the sign the planner walks
    ///   the whole project in the order asked for, to spare itself the sorting of those few.
    func order(on table: ItemTable, isSmall: Bool = false) -> String {
        let sign = isSmall && isNumber ? "+" : ""
        return "\(sign)\(expression(on: table)) \(direction.sql), \(table.name).id \(direction.sql)"
    }

    private var isNumber: Bool {
        switch key {
        case .createdAt, .updatedAt, .mergedAt, .relativePosition: true
        case .title, .dueDate, .milestoneDue: false
        }
    }
}

/// A row's place in a sorted list: where the next page begins.
public struct KeysetPosition: Sendable, Hashable {
    /// What the list is sorted by, as the row has it.
    public var value: SQLValue
    public var id: Int64

    public init(value: SQLValue, id: Int64) {
        self.value = value
        self.id = id
    }
}

/// One page of a list that is walked by place instead of by number.
public struct KeysetRows<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// `nil` on the last page.
    public var next: KeysetPosition?

    public init(elements: [Element], next: KeysetPosition?) {
        self.elements = elements
        self.next = next
    }
}

extension ReadConnection {
    /// Reads the `limit` rows behind `position`, and whether more follow.
    func keysetPage<Element: Sendable>(
        _ columns: String, from tables: String, table: ItemTable, where filter: Condition, sort: ItemSort,
        after position: KeysetPosition?, limit: Int, _ read: (any ResultRow) throws -> Element
    ) throws -> KeysetRows<Element> {
        var condition = filter
        let expression = sort.expression(on: table)
        if let position {
            let comparison = sort.direction == .ascending ? ">" : "<"
            condition.add("(\(expression), \(table.name).id) \(comparison) (?, ?)", position.value, position.id)
        }
        let found = try rows(
            """
            SELECT \(columns), \(expression) AS sort_value FROM \(tables) \(condition.sql)
            ORDER BY \(sort.order(on: table)) LIMIT \(limit + 1)
            """, condition.parameters
        ) { row in
            (element: try read(row), position: KeysetPosition(value: try row.value("sort_value"), id: try row("id")))
        }
        let page = found.prefix(limit)
        return KeysetRows(
            elements: page.map(\.element), next: found.count > limit ? page.last?.position : nil)
    }
}
