import Model

/// The rows of one column that belong to one source user.
struct ContributionScope {
    let column: ContributionColumn
    let condition: String
    let parameters: [any SQLConvertible]

    /// Rows that a user holds; the user is `$1`.
    private init(
        _ column: ContributionColumn, holder: UserID, and more: String = "", _ values: [any SQLConvertible] = []
    ) {
        self.column = column
        condition = "\(column.column) = $1\(more)"
        parameters = [holder] + values
    }

    /// What one holder has of a source user: all that the placeholder user has; what the Import User has under the
    /// person's login. `nil` where that cannot be told.
    static func held(
        _ column: ContributionColumn, by holder: User, of sourceUser: SourceUser, projects: [ProjectID]
    ) -> ContributionScope? {
        guard holder.kind == .importUser else { return ContributionScope(column, holder: holder.id) }
        guard let login = column.sourceLogin, let username = sourceUser.username, !projects.isEmpty else { return nil }
        return ContributionScope(
            column, holder: holder.id, and: " AND \(column.sourceLogin ?? login) = $2\(inside(projects, column))",
            [username])
    }

    /// What a user has in the projects imported from one source.
    static func inProjects(
        _ column: ContributionColumn, of user: UserID, projects: [ProjectID]
    ) -> ContributionScope? {
        projects.isEmpty ? nil : ContributionScope(column, holder: user, and: inside(projects, column))
    }

    /// The numbers stand in the text: they are ours, and as parameters they would be too many.
    private static func inside(_ projects: [ProjectID], _ column: ContributionColumn) -> String {
        let list = projects.map { String($0.rawValue) }.joined(separator: ", ")
        return switch column.project {
        case .own: " AND project_id IN (\(list))"
        case .through(let parent, let key): " AND \(key) IN (SELECT id FROM \(parent) WHERE project_id IN (\(list)))"
        }
    }

    /// How many there are, and the highest key of the first `limit` of them.
    func next(_ limit: Int, in connection: any ReadConnection) throws -> (count: Int, last: Int64) {
        try connection.row(
            """
            SELECT count(*) AS found, coalesce(max(row_key), 0) AS last FROM (
                SELECT \(column.key) AS row_key FROM \(column.table) WHERE \(condition)
                ORDER BY \(column.key) LIMIT \(limit)) AS first
            """, parameters
        ) { (try $0("found"), try $0("last")) } ?? (0, 0)
    }

    func count(in connection: any ReadConnection) throws -> Int {
        try connection.value("SELECT count(*) AS value FROM \(column.table) WHERE \(condition)", parameters) ?? 0
    }

    /// The clause for a batch that ends with a key, as parameters after those of the scope.
    func batch(to last: Int64) -> (condition: String, parameters: [any SQLConvertible]) {
        ("\(condition) AND \(column.key) <= $\(parameters.count + 1)", parameters + [last])
    }
}
