public import Model

/// Releases as the importer writes them.
public enum ImportedReleases {
    public static func upsert(
        _ draft: ReleaseDraft, description: String, author: UserID, at now: Timestamp, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO releases
                (project_id, source_key, tag, name, description, description_source, author_id, source_author,
                 is_draft, is_prerelease, created_at, released_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET tag = excluded.tag, name = excluded.name, description = excluded.description,
                description_source = excluded.description_source, author_id = excluded.author_id,
                source_author = excluded.source_author, is_draft = excluded.is_draft,
                is_prerelease = excluded.is_prerelease, released_at = excluded.released_at
            """,
            [
                project, draft.sourceKey, draft.tag, draft.name, description, draft.description, author,
                draft.author?.login ?? "ghost", draft.isDraft, draft.isPrerelease, draft.createdAt,
                draft.releasedAt ?? draft.createdAt,
            ])
    }
}
