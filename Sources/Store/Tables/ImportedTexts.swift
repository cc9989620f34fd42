public import Model

/// Descriptions as the source had them, to run the text pass over when all that they refer to is known.
public enum ImportedTexts {
    public struct Text: Sendable {
        public var row: Int64
        public var source: String
        public var current: String?
    }

    /// The next rows of a table with a description from the source.
    public static func list(
        _ table: ImportedTable, project: ProjectID, after previous: Int64, limit: Int,
        in connection: any ReadConnection
    ) throws -> [Text] {
        try connection.rows(
            """
            SELECT id, description_source, description FROM \(table.rawValue)
            WHERE project_id = $1 AND id > $2 AND description_source IS NOT NULL ORDER BY id LIMIT \(limit)
            """, [project, previous]
        ) { Text(row: try $0("id"), source: try $0("description_source"), current: try $0("description")) }
    }

    public static func setDescription(
        _ text: String, of row: Int64, in table: ImportedTable, _ connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE \(table.rawValue) SET description = $1 WHERE id = $2", [text, row])
    }
}
