public import Model

/// The roles that people of a source get once real users stand for them (GitLab's `import_placeholder_memberships`).
/// Nobody sees these as members; ``MembershipReassignment`` makes members of them.
public enum PlaceholderMemberships {
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
}
