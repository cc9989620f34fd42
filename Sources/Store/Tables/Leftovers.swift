public import Model

/// What lies on the disk and no row knows any more.
public enum Leftovers {
    /// Those of the projects that are not there (any more).
    public static func unknownProjects(
        among ids: Set<ProjectID>, in connection: any ReadConnection
    ) throws -> Set<ProjectID> {
        let all: [Int64] = try connection.rows("SELECT id FROM projects") { try $0("id") }
        return ids.subtracting(all.map { ProjectID($0) })
    }

    /// Those of the gists' numbers that no running import of gists is about to bring.
    public static func settledGists(among ids: [Int64], in connection: any ReadConnection) throws -> [Int64] {
        let waiting: [Int64] = try connection.rows(
            """
            SELECT gist_import_items.id AS id FROM gist_import_items
            JOIN gist_imports ON gist_imports.id = gist_import_items.import_id
            WHERE gist_imports.status = 'started' AND gist_import_items.state = 'waiting'
            """
        ) { try $0("id") }
        return ids.filter { !waiting.contains($0) }
    }

    /// The projects whose imports have ended before their end, and that nothing works on.
    public static func abandonedProjects(in connection: any ReadConnection) throws -> [ProjectID] {
        try connection.rows(
            """
            SELECT project_id AS id FROM imports
            WHERE status IN ('failed', 'canceled') AND NOT EXISTS (
                SELECT 1 FROM jobs
                WHERE jobs.kind = 'import' AND jobs.subject_id = imports.id
                    AND jobs.state IN ('available', 'running'))
            """
        ) { ProjectID(try $0("id")) }
    }
}
