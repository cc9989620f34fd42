public import Model

/// Which notes belong to one discussion, where they do not say so themselves.
public enum ImportedThreads {
    /// Source key of the discussion at a place, the first one that was written.
    public static func at(
        place: String, project: ProjectID, in connection: any ReadConnection
    ) throws -> SourceKey? {
        try connection.value(
            "SELECT source_key AS value FROM discussions WHERE project_id = $1 AND place_key = $2 ORDER BY id LIMIT 1",
            [project, place])
    }

    /// Source key of the discussion a note is in.
    public static func of(
        note: SourceKey, project: ProjectID, in connection: any ReadConnection
    ) throws -> SourceKey? {
        try connection.value(
            """
            SELECT discussions.source_key AS value FROM notes JOIN discussions ON discussions.id = notes.discussion_id
            WHERE notes.project_id = $1 AND notes.source_key = $2
            """, [project, note])
    }

    /// - Parameter diffPlace: see ``CommitCommentDraft/diffPlace``.
    public static func setPlace(
        _ place: String, diffPlace: Int? = nil, of discussion: SourceKey, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE discussions SET place_key = $1, diff_place = $2 WHERE project_id = $3 AND source_key = $4",
            [place, diffPlace, project, discussion])
    }

    /// Moves what was written as replies to a comment into the discussion that the comment itself is in: replies may
    /// come before what they answer, and name no more than that.
    public static func join(
        _ stray: SourceKey, to home: SourceKey, project: ProjectID, in connection: any WriteConnection
    ) throws {
        let found: DiscussionID? = try connection.value(
            "SELECT id AS value FROM discussions WHERE project_id = $1 AND source_key = $2", [project, stray])
        guard let found else { return }
        let target: DiscussionID? = try connection.value(
            "SELECT id AS value FROM discussions WHERE project_id = $1 AND source_key = $2", [project, home])
        guard let target, target != found else { return }
        try connection.execute(
            "UPDATE notes SET discussion_id = $1 WHERE discussion_id = $2", [target, found])
        try takeOver(from: found, to: target, in: connection)
        try connection.execute("DELETE FROM discussions WHERE id = $1", [found])
    }

    /// What was said of a part of a thread holds for all of it.
    private static func takeOver(
        from stray: DiscussionID, to home: DiscussionID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE discussions
            SET is_individual_note = 0,
                is_resolvable = CASE WHEN other.is_resolvable = 1 THEN 1 ELSE discussions.is_resolvable END,
                created_at = CASE WHEN other.created_at < discussions.created_at
                    THEN other.created_at ELSE discussions.created_at END
            FROM (SELECT is_resolvable, created_at FROM discussions WHERE id = $2) AS other
            WHERE discussions.id = $1
            """, [home, stray])
        try connection.execute(
            """
            UPDATE discussions
            SET is_resolved = other.is_resolved, resolved_by_id = other.resolved_by_id,
                resolved_at = other.resolved_at, is_resolution_told = 1
            FROM (SELECT is_resolved, resolved_by_id, resolved_at, is_resolution_told FROM discussions WHERE id = $2)
                AS other
            WHERE discussions.id = $1 AND discussions.is_resolution_told = 0 AND other.is_resolution_told = 1
            """, [home, stray])
    }

    /// Puts all these notes into the discussion of the first of them that is here; discussions left without a note go.
    public static func gather(
        _ notes: [SourceKey], project: ProjectID, in connection: any WriteConnection
    ) throws {
        guard notes.count > 1 else { return }
        var condition = Condition()
        condition.add("project_id = ?", project)
        condition.add("source_key", isOneOf: padded(Set(notes)))
        let found: [(note: NoteID, discussion: DiscussionID)] = try connection.rows(
            "SELECT id, discussion_id FROM notes \(condition.sql) ORDER BY created_at, id", condition.parameters
        ) { (try $0("id"), try $0("discussion_id")) }
        guard let home = found.first?.discussion else { return }
        if found.contains(where: { $0.discussion != home }) {
            try connection.execute("UPDATE discussions SET is_individual_note = 0 WHERE id = $1", [home])
        }
        for stray in found where stray.discussion != home {
            try connection.execute("UPDATE notes SET discussion_id = $1 WHERE id = $2", [home, stray.note])
            try connection.execute(
                """
                DELETE FROM discussions
                WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM notes WHERE discussion_id = $1)
                """, [stray.discussion])
        }
    }

    /// Says why the source hides a note, or that it does not.
    /// - Returns: whether there is such a note.
    @discardableResult
    public static func setMinimized(
        _ reason: String?, note: SourceKey, project: ProjectID, in connection: any WriteConnection
    ) throws -> Bool {
        try connection.execute(
            "UPDATE notes SET minimized_reason = $1 WHERE project_id = $2 AND source_key = $3",
            [reason, project, note]) > 0
    }

    /// The row of a note.
    public static func row(
        of note: SourceKey, project: ProjectID, in connection: any ReadConnection
    ) throws -> NoteID? {
        try connection.value(
            "SELECT id AS value FROM notes WHERE project_id = $1 AND source_key = $2", [project, note])
    }
}
