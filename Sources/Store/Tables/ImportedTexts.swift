public import Model

/// Texts beside the originals they were made of, so that the text pass can be run over them again.
public enum ImportedTexts {
    public struct Text: Sendable {
        public var row: Int64
        public var sourceKey: SourceKey
        public var source: String
        public var current: String?
    }

    /// The next rows of a table with a text from the source.
    public static func list(
        _ table: ImportedTable, project: ProjectID, after previous: Int64, limit: Int,
        in connection: any ReadConnection
    ) throws -> [Text] {
        let (text, source) = try columns(of: table)
        return try connection.rows(
            """
            SELECT id, source_key, \(source) AS source, \(text) AS current FROM \(table.rawValue)
            WHERE project_id = $1 AND id > $2 AND \(source) IS NOT NULL ORDER BY id LIMIT \(limit)
            """, [project, previous], read)
    }

    /// Those of these rows that have a text from the source.
    public static func list(
        _ table: ImportedTable, rows: [Int64], in connection: any ReadConnection
    ) throws -> [Text] {
        let (text, source) = try columns(of: table)
        var found: [Text] = []
        for batch in batches(of: rows) {
            var condition = Condition()
            condition.add("\(source) IS NOT NULL")
            condition.add("id", isOneOf: batch)
            found += try connection.rows(
                """
                SELECT id, source_key, \(source) AS source, \(text) AS current FROM \(table.rawValue) \(condition.sql)
                """, condition.parameters, read)
        }
        return found
    }

    /// The next notes whose source names what may have come after them: other notes by their addresses, people by the
    /// numbers of their accounts; and those with a number that nobody had when they were written.
    public static func listNotesNamingNotes(
        project: ProjectID, after previous: Int64, limit: Int, in connection: any ReadConnection
    ) throws -> [Text] {
        try connection.rows(
            """
            SELECT id, source_key, body_source AS source, body AS current FROM notes
            WHERE project_id = $1 AND id > $2
                AND (body_source LIKE '%#issuecomment-%' OR body_source LIKE '%#discussion%'
                    OR body_source LIKE '%#pullrequestreview-%' OR body_source LIKE '%#comment-%'
                    OR body_source LIKE '%commentId=%' OR body_source LIKE '%@{%'
                    OR body LIKE '%\\#%' ESCAPE '!')
            ORDER BY id LIMIT \(limit)
            """, [project, previous], read)
    }

    public static func set(
        _ text: String, of row: Int64, in table: ImportedTable, _ connection: any WriteConnection
    ) throws {
        let column = try columns(of: table).text
        try connection.execute("UPDATE \(table.rawValue) SET \(column) = $1 WHERE id = $2", [text, row])
    }

    /// Whether rows of a table have a text from the source.
    public static func areIn(_ table: ImportedTable) -> Bool { (try? columns(of: table)) != nil }

    private static func columns(of table: ImportedTable) throws -> (text: String, source: String) {
        switch table {
        case .milestones, .releases, .issues, .mergeRequests: ("description", "description_source")
        case .notes: ("body", "body_source")
        case .labels, .reviews, .discussions, .awardEmoji, .protectedBranches, .protectedTags,
            .stateEvents, .labelEvents, .milestoneEvents:
            throw StoreError.failed("\(table.rawValue) holds no texts")
        }
    }

    private static func read(_ row: any ResultRow) throws -> Text {
        Text(
            row: try row("id"), sourceKey: try row("source_key"), source: try row("source"),
            current: try row("current"))
    }
}
