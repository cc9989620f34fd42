public import Model

/// What a list of issues or of merge requests is narrowed to: the filters GitLab's two lists share.
public struct ItemFilter: Sendable {
    /// Somebody, as a request names them.
    public enum Person: Sendable, Hashable {
        case id(UserID)
        /// Compared without regard to case, as usernames are.
        case username(String)
    }

    /// GitLab's `None`, `Any`, or all of the values given.
    public enum Wanted<Value: Sendable>: Sendable {
        case none
        case any
        case all([Value])
    }

    /// Where the words of `search` are looked for (GitLab's `in`).
    public enum SearchField: String, Sendable, CaseIterable {
        case title
        case description
    }

    /// What must not hold (GitLab's `not[…]`).
    public struct Exclusions: Sendable {
        public var labels: [String] = []
        public var milestone: String?
        public var author: Person?
        public var assignees: [Person] = []
        public var iids: [Int64] = []

        public init() {}
    }

    /// What somebody has to do with an item (GitLab's `scope`).
    public enum Involvement: Sendable {
        case createdBy(UserID)
        case assignedTo(UserID)
        /// Merge requests only.
        case reviewFor(UserID)
    }

    /// Nothing can match: a kind of item was asked for that is not kept here.
    public var isEmpty = false
    public var involvement: Involvement?
    public var iids: [Int64] = []
    public var labels: Wanted<String>?
    /// Titles; an item has one milestone, so that it matches one of them.
    public var milestone: Wanted<String>?
    public var milestoneID: MilestoneID?
    public var author: Person?
    public var assignees: Wanted<Person>?
    /// Every word must stand in one of ``searchFields``.
    public var search: String?
    public var searchFields: Set<SearchField> = [.title, .description]
    public var createdAfter: Timestamp?
    public var createdBefore: Timestamp?
    public var updatedAfter: Timestamp?
    public var updatedBefore: Timestamp?
    public var excluded = Exclusions()

    public init() {}
}

/// A table of items and those that hang on it.
struct ItemTable: Sendable {
    var name: String
    var labels: String
    var assignees: String
    /// The item's column in the two.
    var key: String
    /// The project's switch for these items.
    var feature: String

    static let issues = ItemTable(
        name: "issues", labels: "issue_labels", assignees: "issue_assignees", key: "issue_id",
        feature: "projects.are_issues_enabled")
    static let mergeRequests = ItemTable(
        name: "merge_requests", labels: "merge_request_labels", assignees: "merge_request_assignees",
        key: "merge_request_id", feature: "projects.are_merge_requests_enabled")
}

extension ItemFilter.Person {
    /// An expression with one `?` that is the person's row, or null.
    var sql: String {
        switch self {
        case .id: "?"
        case .username: "(SELECT id FROM users WHERE username_key = ?)"
        }
    }

    var value: any SQLConvertible {
        switch self {
        case .id(let id): id
        case .username(let username): username.lowercased()
        }
    }
}

extension ItemFilter {
    func add(to condition: inout Condition, table: ItemTable) {
        if isEmpty { condition.add("1 = 0") }
        addInvolvement(to: &condition, table: table)
        if !iids.isEmpty { condition.add("\(table.name).iid", isOneOf: iids) }
        if let author { condition.add("\(table.name).author_id = \(author.sql)", author.value) }
        addLabels(to: &condition, table: table)
        addMilestone(to: &condition, table: table)
        addAssignees(to: &condition, table: table)
        addTimes(to: &condition, table: table)
        addSearch(to: &condition, table: table)
        addExclusions(to: &condition, table: table)
    }

    private func addInvolvement(to condition: inout Condition, table: ItemTable) {
        switch involvement {
        case nil: break
        case .createdBy(let user)?: condition.add("\(table.name).author_id = ?", user)
        case .assignedTo(let user)?: condition.add(Self.assigned(table, to: .id(user)), user)
        case .reviewFor(let user)?:
            condition.add(
                "\(table.name).id IN (SELECT merge_request_id FROM merge_request_reviewers WHERE user_id = ?)", user)
        }
    }

    private func addLabels(to condition: inout Condition, table: ItemTable) {
        let one = "EXISTS (SELECT 1 FROM \(table.labels) WHERE \(table.key) = \(table.name).id)"
        switch labels {
        case nil: break
        case .any?: condition.add(one)
        case .none?: condition.add("NOT " + one)
        case .all(let titles)?:
            for title in titles { condition.add(Self.labelled(table), title) }
        }
    }

    private static func labelled(_ table: ItemTable) -> String {
        """
        \(table.name).id IN (SELECT labelled.\(table.key) FROM \(table.labels) AS labelled
        JOIN labels ON labels.id = labelled.label_id WHERE labels.title = ?)
        """
    }

    private func addMilestone(to condition: inout Condition, table: ItemTable) {
        if let milestoneID { condition.add("\(table.name).milestone_id = ?", milestoneID) }
        switch milestone {
        case nil: break
        case .any?: condition.add("\(table.name).milestone_id IS NOT NULL")
        case .none?: condition.add("\(table.name).milestone_id IS NULL")
        case .all(let titles)?:
            for title in titles {
                condition.add("\(table.name).milestone_id IN (SELECT id FROM milestones WHERE title = ?)", title)
            }
        }
    }

    private func addAssignees(to condition: inout Condition, table: ItemTable) {
        let one = "EXISTS (SELECT 1 FROM \(table.assignees) WHERE \(table.key) = \(table.name).id)"
        switch assignees {
        case nil: break
        case .any?: condition.add(one)
        case .none?: condition.add("NOT " + one)
        case .all(let people)?:
            for person in people { condition.add(Self.assigned(table, to: person), person.value) }
        }
    }

    private static func assigned(_ table: ItemTable, to person: Person) -> String {
        "\(table.name).id IN (SELECT \(table.key) FROM \(table.assignees) WHERE user_id = \(person.sql))"
    }

    private func addTimes(to condition: inout Condition, table: ItemTable) {
        if let createdAfter { condition.add("\(table.name).created_at >= ?", createdAfter) }
        if let createdBefore { condition.add("\(table.name).created_at <= ?", createdBefore) }
        if let updatedAfter { condition.add("\(table.name).updated_at >= ?", updatedAfter) }
        if let updatedBefore { condition.add("\(table.name).updated_at <= ?", updatedBefore) }
    }

    private func addSearch(to condition: inout Condition, table: ItemTable) {
        guard let search, !searchFields.isEmpty else { return }
        let columns = SearchField.allCases.filter(searchFields.contains).map { "\(table.name).\($0.rawValue)" }
        let clause = columns.map { "lower(coalesce(\($0), '')) LIKE ? ESCAPE '\\'" }.joined(separator: " OR ")
        for word in search.split(whereSeparator: \.isWhitespace) {
            condition.add("(\(clause))", columns.map { _ in containing(String(word)) })
        }
    }

    private func addExclusions(to condition: inout Condition, table: ItemTable) {
        for title in excluded.labels { condition.add("NOT (\(Self.labelled(table)))", title) }
        if let milestone = excluded.milestone {
            condition.add(
                """
                NOT EXISTS (SELECT 1 FROM milestones
                WHERE milestones.id = \(table.name).milestone_id AND milestones.title = ?)
                """, milestone)
        }
        if let author = excluded.author {
            condition.add("\(table.name).author_id <> coalesce(\(author.sql), 0)", author.value)
        }
        for person in excluded.assignees { condition.add("NOT (\(Self.assigned(table, to: person)))", person.value) }
        if !excluded.iids.isEmpty { condition.add("NOT \(table.name).iid", isOneOf: excluded.iids) }
    }
}
