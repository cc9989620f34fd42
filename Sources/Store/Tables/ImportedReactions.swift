public import Model

/// Reactions as the importer writes them, and what it must ask to get them.
public enum ImportedReactions {
    public static func upsert(
        _ draft: ReactionDraft, on awardable: AwardEmoji.Awardable, user: UserID, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO award_emoji
                (project_id, source_key, awardable_kind, awardable_id, name, user_id, source_author, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET name = excluded.name, user_id = excluded.user_id, source_author = excluded.source_author
            """,
            [
                project, draft.sourceKey, awardable.kind, awardable.id, draft.name, user,
                draft.author?.login ?? "ghost", draft.createdAt,
            ])
    }

    /// Keeps that something must be asked about reactions. Who only says that there may be some does not change what
    /// another list has counted, and who says the same again does not take back what asking has shown.
    public static func upsert(
        _ draft: ReactedDraft, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO reacted_objects (project_id, kind, source_key, node_id, total) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, kind, source_key) DO UPDATE
            SET node_id = excluded.node_id, total = excluded.total,
                counted = CASE WHEN reacted_objects.total = excluded.total THEN reacted_objects.counted END
            WHERE excluded.total > 0
            """, [project, draft.target.kind.rawValue, draft.target.key, draft.nodeID, draft.total])
    }

    public static func setCount(
        _ draft: ReactionCountDraft, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE reacted_objects SET counted = $1 WHERE project_id = $2 AND kind = $3 AND source_key = $4",
            [draft.total, project, draft.target.kind.rawValue, draft.target.key])
    }

    /// Everything that must be asked, those with few reactions first, so that pages ask for alike numbers.
    public static func objects(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [ReactedDraft] {
        try connection.rows(
            """
            SELECT kind, source_key, node_id, total FROM reacted_objects
            WHERE project_id = $1 ORDER BY total, kind, source_key
            """, [project]
        ) { row -> ReactedDraft? in
            let name: String = try row("kind")
            guard let kind = ReactionTarget.Kind(rawValue: name) else { return nil }
            return ReactedDraft(
                target: ReactionTarget(kind, try row("source_key")), nodeID: try row("node_id"),
                total: try row("total"))
        }.compactMap(\.self)
    }

    /// How many reactions the source says there are.
    public static func announced(project: ProjectID, in connection: any ReadConnection) throws -> Int64 {
        try connection.value(
            "SELECT sum(coalesce(counted, total)) AS value FROM reacted_objects WHERE project_id = $1", [project]) ?? 0
    }
}
