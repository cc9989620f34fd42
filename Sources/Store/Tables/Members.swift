public import Model

/// Roles of people in groups and projects.
public enum Members {
    /// A group or a project: what somebody can be a member of.
    public enum Place: Sendable, Hashable {
        case group(NamespaceID)
        case project(ProjectID)

        var column: String {
            switch self {
            case .group: "namespace_id"
            case .project: "project_id"
            }
        }

        var id: any SQLConvertible {
            switch self {
            case .group(let id): id
            case .project(let id): id
            }
        }
    }

    private static let columns = """
        \(Users.columns), members.access_level AS member_access_level, members.created_at AS member_created_at, \
        members.expires_at AS member_expires_at
        """

    /// Gives a role, or changes the one the person has in exactly this place.
    public static func put(
        _ user: UserID, as level: AccessLevel, in place: Place, createdBy: UserID?, createdAt: Timestamp,
        expiresAt: CalendarDate? = nil, using connection: any WriteConnection
    ) throws {
        let changed = try connection.execute(
            "UPDATE members SET access_level = $3, expires_at = $4 WHERE \(place.column) = $1 AND user_id = $2",
            [place.id, user, level, expiresAt])
        guard changed == 0 else { return }
        try connection.execute(
            """
            INSERT INTO members (\(place.column), user_id, access_level, created_by_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, [place.id, user, level, createdBy, createdAt, expiresAt])
    }

    /// - Returns: whether there was such a membership.
    public static func remove(
        _ user: UserID, from place: Place, using connection: any WriteConnection
    ) throws -> Bool {
        try connection.execute(
            "DELETE FROM members WHERE \(place.column) = $1 AND user_id = $2", [place.id, user]) > 0
    }

    /// The membership in exactly this place, expired or not.
    public static func find(
        _ user: UserID, in place: Place, using connection: any ReadConnection
    ) throws -> Member? {
        try connection.row(
            """
            SELECT \(columns) FROM members JOIN users ON users.id = members.user_id
            WHERE members.\(place.column) = $1 AND members.user_id = $2
            """, [place.id, user], read)
    }

    /// The members of exactly this place, by name of the person.
    public static func list(
        _ place: Place, search: String?, userIDs: [UserID]?, page: Page, using connection: any ReadConnection
    ) throws -> PagedRows<Member> {
        var condition = Condition()
        condition.add("members.\(place.column) = ?", place.id)
        narrow(&condition, search: search, userIDs: userIDs)
        return try connection.page(
            columns, from: "members JOIN users ON users.id = members.user_id", where: condition,
            order: "members.id ASC", page: page, read)
    }

    /// The members of a group or project and of every group above it; each person once, with their highest role.
    public static func listInherited(
        project: ProjectID?, namespace: NamespaceID, search: String?, userIDs: [UserID]?, today: CalendarDate,
        page: Page, using connection: any ReadConnection
    ) throws -> PagedRows<Member> {
        var condition = Condition()
        condition.add(
            """
            members.id IN (SELECT id FROM (
                SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY access_level DESC, id) AS place
                FROM members
                WHERE (project_id = ? OR namespace_id IN (\(Self.ancestors)))
                    AND (expires_at IS NULL OR expires_at > ?)) AS ranked
            WHERE place = 1)
            """, project, namespace, today)
        narrow(&condition, search: search, userIDs: userIDs)
        return try connection.page(
            columns, from: "members JOIN users ON users.id = members.user_id", where: condition,
            order: "members.id ASC", page: page, read)
    }

    private static func narrow(_ condition: inout Condition, search: String?, userIDs: [UserID]?) {
        if let search {
            let pattern = containing(search)
            condition.add(
                "(users.username_key LIKE ? ESCAPE '\\' OR lower(users.name) LIKE ? ESCAPE '\\')", pattern, pattern)
        }
        if let userIDs { condition.add("members.user_id", isOneOf: userIDs) }
    }

    /// A subquery: the group with the next parameter's number and every group above it.
    static let ancestors = """
        WITH RECURSIVE above (id, parent_id) AS (
            SELECT id, parent_id FROM namespaces WHERE id = ?
            UNION ALL SELECT namespaces.id, namespaces.parent_id FROM namespaces
            JOIN above ON namespaces.id = above.parent_id)
        SELECT id FROM above
        """

    private static func read(_ row: any ResultRow) throws -> Member {
        Member(
            user: try Users.read(row), accessLevel: try row("member_access_level"),
            createdAt: try row("member_created_at"), expiresAt: try row("member_expires_at"))
    }
}
