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
