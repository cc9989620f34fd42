public import Model

/// Makes members of people of a source once they have accounts here, from the roles that ``PlaceholderMemberships`` keeps
/// for them, and takes it back.
public enum MembershipReassignment {
    static let columns = ["id", "source_user_id", "project_id", "namespace_id", "access_level", "expires_at"]
    private static let place = "placeholder_memberships"
    private static let memberPlace = "members.user_id"

    /// Makes real members of them, in groups and projects of the top-level group; keeps a record of each.
    ///
    /// Nobody gets a role where they have the same or a higher one, direct or inherited, or a lower direct one.
    /// - Parameter isBot: bots get no roles; theirs are dropped like those given.
    public static func makeMembers(
        of sourceUser: SourceUser, user: UserID, isBot: Bool, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        let kept = try connection.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM placeholder_memberships WHERE source_user_id = $1 ORDER BY id",
            [sourceUser.id]
        ) { row in (membership: try Membership(row), json: try KeptRow(row, columns).json) }
        for (membership, json) in kept {
            if !isBot, try membership.isInside(sourceUser.namespaceID, connection) {
                try makeMember(membership, of: sourceUser, user: user, at: now, in: connection)
            }
            try connection.execute(
                """
                INSERT INTO reassigned_records (source_user_id, place, row_key, removed) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """, [sourceUser.id, place, membership.id, json])
        }
        try connection.execute("DELETE FROM placeholder_memberships WHERE source_user_id = $1", [sourceUser.id])
    }

    private static func makeMember(
        _ membership: Membership, of sourceUser: SourceUser, user: UserID, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
        guard try Members.find(user, in: membership.place, using: connection) == nil else { return }
        let inherited = try membership.inheritedRole(of: user, today: now.calendarDate, connection)
        if let inherited, inherited >= membership.level { return }
        let id: Int64? = try connection.value(
            """
            INSERT INTO members (\(membership.place.column), user_id, access_level, created_by_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING id AS value
            """,
            [
                membership.place.id, user, membership.level, sourceUser.reassignedByUserID, now, membership.expiresAt,
            ])
        try connection.execute(
            """
            INSERT INTO reassigned_records (source_user_id, place, row_key) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """, [sourceUser.id, memberPlace, id])
    }

    /// Takes the roles back and keeps them for the person again.
    public static func takeBack(
        of sourceUser: SourceUserID, user: UserID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            DELETE FROM members WHERE user_id = $1 AND id IN (
                SELECT row_key FROM reassigned_records WHERE source_user_id = $2 AND place = $3)
            """, [user, sourceUser, memberPlace])
        let kept: [String?] = try connection.rows(
            "SELECT removed FROM reassigned_records WHERE source_user_id = $1 AND place = $2", [sourceUser, place]
        ) { try $0("removed") }
        for json in kept.compactMap(\.self) {
            try KeptRow(json: json).restore(
                into: place, columns: columns, replacing: nil, by: user, in: connection)
        }
        try connection.execute(
            "DELETE FROM reassigned_records WHERE source_user_id = $1 AND place IN ($2, $3)",
            [sourceUser, place, memberPlace])
    }

    /// People who are kept as placeholder users have no roles (GitLab drops them).
    public static func drop(of sourceUser: SourceUserID, in connection: any WriteConnection) throws {
        try connection.execute("DELETE FROM placeholder_memberships WHERE source_user_id = $1", [sourceUser])
    }
}

private struct Membership {
    var id: Int64
    var place: Members.Place
    var level: AccessLevel
    var expiresAt: CalendarDate?

    init(_ row: any ResultRow) throws {
        id = try row("id")
        let (project, namespace): (ProjectID?, NamespaceID?) = (try row("project_id"), try row("namespace_id"))
        if let project {
            place = .project(project)
        } else if let namespace {
            place = .group(namespace)
        } else {
            throw StoreError.malformedValue(column: "project_id", expected: "a project, or namespace_id a group")
        }
        level = try row("access_level")
        expiresAt = try row("expires_at")
    }

    /// The group a role is inherited from, first of all.
    private func parent(_ connection: any ReadConnection) throws -> NamespaceID? {
        switch place {
        case .project(let id): try Projects.find(id, in: connection)?.namespaceID
        case .group(let id): try Namespaces.find(id, in: connection)?.parentID
        }
    }

    func isInside(_ root: NamespaceID, _ connection: any ReadConnection) throws -> Bool {
        let group: NamespaceID? =
            switch place {
            case .project: try parent(connection)
            case .group(let id): id
            }
        return try group.flatMap { try Namespaces.find($0, in: connection) }?.rootID == root
    }

    func inheritedRole(
        of user: UserID, today: CalendarDate, _ connection: any ReadConnection
    ) throws -> AccessLevel? {
        try Members.inheritedRole(of: user, above: place, parent: parent(connection), today: today, using: connection)
    }
}
