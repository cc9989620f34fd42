public import Model

/// A milestone as the importer hands it over.
public enum ImportedMilestones {
    /// - Parameter time: stands in for those that the source does not tell.
    public static func upsert(
        _ draft: MilestoneDraft, description: String?, at time: Timestamp, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO milestones
                (project_id, source_key, iid, title, description, description_source, state, due_date, created_at,
                 updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET title = excluded.title, description = excluded.description,
                description_source = excluded.description_source, state = excluded.state,
                due_date = excluded.due_date, updated_at = excluded.updated_at
            """,
            [
                project, draft.sourceKey, draft.number, draft.title, description, draft.description, draft.state,
                draft.dueDate, draft.createdAt ?? time, draft.updatedAt ?? time,
            ])
    }

    /// The project's milestones by number, which is how sources name them on items.
    public static func identifiers(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [Int64: MilestoneID] {
        let pairs: [(Int64, MilestoneID)] = try connection.rows(
            "SELECT iid, id FROM milestones WHERE project_id = $1", [project]
        ) { (try $0("iid"), try $0("id")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The project's milestones by title, which is how sources name them in what happened to items.
    public static func identifiersByTitle(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [String: MilestoneID] {
        let pairs: [(String, MilestoneID)] = try connection.rows(
            "SELECT title, id FROM milestones WHERE project_id = $1 ORDER BY id", [project]
        ) { (try $0("title"), try $0("id")) }
        return Dictionary(pairs) { first, _ in first }
    }
}
