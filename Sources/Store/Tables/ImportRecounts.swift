public import Model

/// What a second look at the source finds.
public enum ImportRecounts {
    /// Keeps which of the items on a page are new or have changed since they were written.
    public static func noteChanged(
        _ items: [ItemMark], pass: String, import id: ImportID, project: ProjectID, in connection: any WriteConnection
    ) throws {
        for item in items {
            let table = item.item == .issue ? "issues" : "merge_requests"
            let isAsWritten = try connection.exists(
                "SELECT 1 FROM \(table) WHERE project_id = $1 AND iid = $2 AND updated_at = $3",
                [project, item.number, item.updatedAt])
            if isAsWritten { continue }
            try connection.execute(
                """
                INSERT INTO import_changed_items (import_id, pass, item, number) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """, [id, pass, item.item, item.number])
        }
    }

    public static func changed(
        _ item: NoteableKind, pass: String, import id: ImportID, in connection: any ReadConnection
    ) throws -> [Int64] {
        try connection.rows(
            "SELECT number FROM import_changed_items WHERE import_id = $1 AND pass = $2 AND item = $3 ORDER BY number",
            [id, pass, item]
        ) { try $0("number") }
    }

    public static func noteWalked(
        _ keys: [SourceKey], of table: ImportedTable, import id: ImportID, in connection: any WriteConnection
    ) throws {
        for key in keys {
            try connection.execute(
                """
                INSERT INTO import_walked_rows (import_id, imported_table, source_key) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                """, [id, table.rawValue, key])
        }
    }

    /// A row that a walk through its whole list did not meet.
    public struct Unmet: Sendable {
        public var sourceKey: SourceKey
        public var sourceURL: String?
        /// Of issues and merge requests.
        public var number: Int64?
    }

    /// - Parameter prefix: what the keys of the rows in question begin with.
    public static func unmet(
        in table: ImportedTable, keysFrom prefix: String, import id: ImportID, project: ProjectID,
        in connection: any ReadConnection
    ) throws -> [Unmet] {
        let (address, number) =
            switch table {
            case .issues, .mergeRequests: ("source_url", "iid")
            case .notes: ("source_url", "NULL")
            default: ("NULL", "NULL")
            }
        return try connection.rows(
            """
            SELECT source_key, \(address) AS address, \(number) AS number FROM \(table.rawValue)
            WHERE project_id = $1 AND source_key LIKE $2 AND NOT EXISTS (
                SELECT 1 FROM import_walked_rows AS walked
                WHERE walked.import_id = $3 AND walked.imported_table = $4
                    AND walked.source_key = \(table.rawValue).source_key)
            ORDER BY id
            """, [project, "\(prefix)%", id, table.rawValue]
        ) { Unmet(sourceKey: try $0("source_key"), sourceURL: try $0("address"), number: try $0("number")) }
    }

    public static func forgetWalked(
        _ table: ImportedTable, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "DELETE FROM import_walked_rows WHERE import_id = $1 AND imported_table = $2", [id, table.rawValue])
    }

    /// How many issues and merge requests are here that were there before a moment.
    public static func countItems(
        madeBefore moment: Timestamp, project: ProjectID, in connection: any ReadConnection
    ) throws -> Int {
        try connection.value(
            """
            SELECT (SELECT count(*) FROM issues WHERE project_id = $1 AND created_at < $2)
                + (SELECT count(*) FROM merge_requests WHERE project_id = $1 AND created_at < $2) AS value
            """, [project, moment]) ?? 0
    }

    /// The last change at the source of anything here that tells it.
    public static func newestChange(project: ProjectID, in connection: any ReadConnection) throws -> Timestamp? {
        let newest: Timestamp?? = try connection.value(
            """
            SELECT max(updated_at) AS value FROM (
                SELECT max(updated_at) AS updated_at FROM issues WHERE project_id = $1
                UNION ALL SELECT max(updated_at) FROM merge_requests WHERE project_id = $1
                UNION ALL SELECT max(updated_at) FROM notes WHERE project_id = $1
            ) AS newest
            """, [project])
        return newest.flatMap(\.self)
    }
}

/// The sizes of page that sources were able to answer.
public enum PageSizes {
    public static func all(source: String, in connection: any ReadConnection) throws -> [String: Int] {
        let pairs: [(String, Int)] = try connection.rows(
            "SELECT query, size FROM page_sizes WHERE source = $1", [source]
        ) { (try $0("query"), try $0("size")) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    public static func set(
        _ sizes: [String: Int], source: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        for (query, size) in sizes.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                """
                INSERT INTO page_sizes (source, query, size, updated_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (source, query) DO UPDATE SET size = excluded.size, updated_at = excluded.updated_at
                """, [source, query, size, now])
        }
    }
}
