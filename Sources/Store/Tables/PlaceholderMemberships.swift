public import Model

/// What people of a source will be members of once real users stand for them (GitLab's
/// `import_placeholder_memberships`). Nobody sees these as members.
public enum PlaceholderMemberships {
    /// One of them.
    public struct Row: Sendable, Hashable {
        public var sourceUserID: SourceUserID
        public var place: Members.Place
        public var accessLevel: AccessLevel
        public var expiresAt: CalendarDate?
    }

    /// Keeps a role for a person of the source, or changes the one kept.
    public static func put(
        _ user: SourceUserID, as level: AccessLevel, in place: Members.Place, expiresAt: CalendarDate? = nil,
        using connection: any WriteConnection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE placeholder_memberships SET access_level = $3, expires_at = $4
            WHERE \(place.column) = $1 AND source_user_id = $2
            """, [place.id, user, level, expiresAt])
        guard changed == 0 else { return }
        try connection.execute(
            """
            INSERT INTO placeholder_memberships (\(place.column), source_user_id, access_level, expires_at)
            VALUES ($1, $2, $3, $4)
            """, [place.id, user, level, expiresAt])
    }

    /// What a person of the source is to become a member of.
    public static func list(of user: SourceUserID, in connection: any ReadConnection) throws -> [Row] {
        try connection.rows(
            """
            SELECT project_id, namespace_id, access_level, expires_at FROM placeholder_memberships
            WHERE source_user_id = $1 ORDER BY id
            """, [user]
        ) { row in
            let project: ProjectID? = try row("project_id")
            let namespace: NamespaceID? = try row("namespace_id")
            guard let place = project.map(Members.Place.project) ?? namespace.map(Members.Place.group) else {
                throw StoreError.malformedValue(column: "project_id", expected: "a project or a group")
            }
            return Row(
                sourceUserID: user, place: place, accessLevel: try row("access_level"),
                expiresAt: try row("expires_at"))
        }
    }

    /// Takes all of a person away, once they are members or never will be.
    public static func remove(of user: SourceUserID, in connection: any WriteConnection) throws {
        try connection.execute("DELETE FROM placeholder_memberships WHERE source_user_id = $1", [user])
    }
}
