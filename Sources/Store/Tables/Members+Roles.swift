public import Model

extension Members {
    /// A person's highest role in a group, inherited ones counted and expired ones not; `nil` for a stranger.
    public static func role(
        of user: UserID, inGroup group: NamespaceID, today: CalendarDate, using connection: any ReadConnection
    ) throws -> AccessLevel? {
        try role(of: user, project: nil, namespace: group, today: today, using: connection)
    }

    /// A person's highest role in a project, through the project itself and the groups it stands in.
    public static func role(
        of user: UserID, inProject project: ProjectID, namespace: NamespaceID, today: CalendarDate,
        using connection: any ReadConnection
    ) throws -> AccessLevel? {
        try role(of: user, project: project, namespace: namespace, today: today, using: connection)
    }

    private static func role(
        of user: UserID, project: ProjectID?, namespace: NamespaceID, today: CalendarDate,
        using connection: any ReadConnection
    ) throws -> AccessLevel? {
        var condition = Condition()
        condition.add("user_id = ?", user)
        condition.add("(project_id = ? OR namespace_id IN (\(ancestors)))", project, namespace)
        condition.add("(expires_at IS NULL OR expires_at > ?)", today)
        return try connection.row(
            "SELECT access_level FROM members \(condition.sql) ORDER BY access_level DESC LIMIT 1",
            condition.parameters
        ) { try $0("access_level") }
    }

    /// The highest role a person inherits from the groups above a place.
    public static func inheritedRole(
        of user: UserID, above place: Place, parent: NamespaceID?, today: CalendarDate,
        using connection: any ReadConnection
    ) throws -> AccessLevel? {
        guard let parent else { return nil }
        return try role(of: user, project: nil, namespace: parent, today: today, using: connection)
    }

    /// Whether a person has any role in a group, in one above it, or in any group or project under it.
    public static func reaches(
        _ user: UserID, group: Namespace, today: CalendarDate, using connection: any ReadConnection
    ) throws -> Bool {
        if try role(of: user, inGroup: group.id, today: today, using: connection) != nil { return true }
        let prefix = group.fullPath.lowercased()
        // `0` follows `/`: every path under the group lies between the two.
        return try connection.exists(
            """
            SELECT 1 FROM members
            LEFT JOIN namespaces ON namespaces.id = members.namespace_id
            LEFT JOIN projects ON projects.id = members.project_id
            WHERE members.user_id = $1 AND (members.expires_at IS NULL OR members.expires_at > $2)
                AND coalesce(namespaces.full_path_key, projects.full_path_key) >= $3
                AND coalesce(namespaces.full_path_key, projects.full_path_key) < $4
            LIMIT 1
            """, [user, today, prefix + "/", prefix + "0"])
    }

    /// How many people are Owners of exactly this place.
    public static func ownerCount(
        _ place: Place, today: CalendarDate, using connection: any ReadConnection
    ) throws -> Int {
        try connection.value(
            """
            SELECT count(*) AS value FROM members JOIN users ON users.id = members.user_id
            WHERE members.\(place.column) = $1 AND members.access_level = $2 AND users.kind = $3
                AND (members.expires_at IS NULL OR members.expires_at > $4)
            """, [place.id, AccessLevel.owner, User.Kind.human, today]) ?? 0
    }

    /// The top-level groups whose only Owner is this person.
    public static func solelyOwnedGroups(
        of user: UserID, today: CalendarDate, using connection: any ReadConnection
    ) throws -> [NamespaceID] {
        let owned: [NamespaceID] = try connection.rows(
            """
            SELECT members.namespace_id AS id FROM members
            JOIN namespaces ON namespaces.id = members.namespace_id
            WHERE members.user_id = $1 AND members.access_level = $2 AND namespaces.parent_id IS NULL
            """, [user, AccessLevel.owner]
        ) { try $0("id") }
        return try owned.filter { try ownerCount(.group($0), today: today, using: connection) < 2 }
    }

    /// A person's own role in each project and their highest one from the groups it stands in, for `permissions`.
    public static func permissions(
        of user: UserID, projects: [Project], today: CalendarDate, using connection: any ReadConnection
    ) throws -> [ProjectID: (project: AccessLevel?, group: AccessLevel?)] {
        var fromGroups: [NamespaceID: AccessLevel] = [:]
        for namespace in Set(projects.map(\.namespaceID)) {
            fromGroups[namespace] = try role(of: user, inGroup: namespace, today: today, using: connection)
        }
        let direct = try directRoles(of: user, in: projects.map(\.id), today: today, using: connection)
        return Dictionary(
            projects.map { ($0.id, (direct[$0.id], fromGroups[$0.namespaceID])) }
        ) { first, _ in first }
    }

    private static func directRoles(
        of user: UserID, in projects: [ProjectID], today: CalendarDate, using connection: any ReadConnection
    ) throws -> [ProjectID: AccessLevel] {
        var condition = Condition()
        condition.add("user_id = ?", user)
        condition.add("project_id", isOneOf: projects)
        condition.add("(expires_at IS NULL OR expires_at > ?)", today)
        let pairs: [(ProjectID, AccessLevel)] = try connection.rows(
            "SELECT project_id, access_level FROM members \(condition.sql)", condition.parameters
        ) { (try $0("project_id"), try $0("access_level")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
