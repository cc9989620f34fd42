public import Model

extension Users {
    /// The account, unless it stands for something that this viewer may not see: see ``limit(_:to:)``.
    public static func find(
        _ id: UserID, visibleTo viewer: Viewer, in connection: any ReadConnection
    ) throws -> User? {
        var condition = Condition()
        condition.add("users.id = ?", id)
        limit(&condition, to: viewer)
        return try connection.row("SELECT \(columns) FROM users \(condition.sql)", condition.parameters, read)
    }

    /// Keeps of `users` what this viewer may see: people; of the accounts that imports and group access tokens make,
    /// those of groups that are open to the viewer. Their names tell who works on a private project, and that there is
    /// one.
    static func limit(_ condition: inout Condition, to viewer: Viewer) {
        guard !viewer.isAdministrator else { return }
        let (places, placeParameters) = openPlaces(to: viewer)
        condition.add(
            """
            (users.kind IN ('human', 'ghost') OR users.id IN (
                SELECT source_users.placeholder_user_id FROM source_users
                WHERE source_users.placeholder_user_id IS NOT NULL AND source_users.namespace_id IN (\(places))
                UNION ALL SELECT namespace_import_users.user_id FROM namespace_import_users
                WHERE namespace_import_users.namespace_id IN (\(places))
                UNION ALL SELECT access_tokens.user_id FROM access_tokens
                WHERE access_tokens.group_id IN (\(places))))
            """, placeParameters + placeParameters + placeParameters)
    }

    /// The groups the viewer may read, and the personal namespaces with a project the viewer may read.
    private static func openPlaces(to viewer: Viewer) -> (sql: String, parameters: [any SQLConvertible]) {
        var groups = Condition()
        groups.add("namespaces.kind = 'group'")
        viewer.limitGroups(&groups)
        var projects = Condition()
        viewer.limitProjects(&projects)
        let sql = """
            SELECT namespaces.id FROM namespaces WHERE \(groups.nested)
            UNION ALL SELECT projects.namespace_id FROM projects WHERE \(projects.nested)
            """
        return (sql, groups.parameters + projects.parameters)
    }
}
