public import Model

/// The files of the source that texts show or link, and what became of them.
public enum Attachments {
    /// Whether anything has arrived, so that texts must be looked through for it.
    public static func haveArrived(project: ProjectID, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            "SELECT 1 FROM attachments WHERE project_id = $1 AND upload_id IS NOT NULL LIMIT 1", [project])
    }

    /// Those of these addresses whose files are here.
    public static func uploads(
        for addresses: [String], project: ProjectID, in connection: any ReadConnection
    ) throws -> [String: (id: UploadID, path: String)] {
        var found: [String: (id: UploadID, path: String)] = [:]
        for batch in batches(of: addresses) {
            var condition = Condition()
            condition.add("attachments.project_id = ?", project)
            condition.add("upload_id IS NOT NULL")
            condition.add("address", isOneOf: batch)
            try connection.forEachRow(
                """
                SELECT DISTINCT address, uploads.id AS id, secret, file_name FROM attachments
                JOIN uploads ON uploads.id = attachments.upload_id \(condition.sql)
                """, condition.parameters
            ) { row in
                found[try row("address")] = (
                    try row("id"), Upload.path(secret: try row("secret"), fileName: try row("file_name"))
                )
            }
        }
        return found
    }

    /// What writing a line has changed.
    public enum Change: Sendable {
        case none
        /// It was not known before.
        case new
        /// It could not be fetched before, and is here now.
        case mended
    }

    /// Notes that a text shows a file.
    /// - Parameter upload: `nil` where the file could not be fetched.
    public static func set(
        _ upload: UploadID?, address: String, of table: ImportedTable, row: Int64, project: ProjectID,
        in connection: any WriteConnection
    ) throws -> Change {
        let known: [UploadID?] = try connection.rows(
            """
            SELECT upload_id FROM attachments
            WHERE project_id = $1 AND item_table = $2 AND item_id = $3 AND address = $4
            """, [project, table.rawValue, row, address]
        ) { try $0("upload_id") }
        guard let before = known.first else {
            try connection.execute(
                """
                INSERT INTO attachments (project_id, item_table, item_id, address, upload_id)
                VALUES ($1, $2, $3, $4, $5)
                """, [project, table.rawValue, row, address, upload])
            return .new
        }
        guard before == nil, let upload else { return .none }
        try connection.execute(
            """
            UPDATE attachments SET upload_id = $5
            WHERE project_id = $1 AND item_table = $2 AND item_id = $3 AND address = $4
            """, [project, table.rawValue, row, address, upload])
        return .mended
    }

    /// Where the texts of these rows stand at the source, for the tables that know it; releases by their tags.
    public static func sourceURLs(
        of table: ImportedTable, rows: [Int64], in connection: any ReadConnection
    ) throws -> [Int64: String] {
        let column: String
        switch table {
        case .issues, .mergeRequests, .notes: column = "source_url"
        case .releases: column = "tag"
        default: return [:]
        }
        var found: [Int64: String] = [:]
        for batch in batches(of: rows) {
            var condition = Condition()
            condition.add("id", isOneOf: batch)
            try connection.forEachRow(
                "SELECT id, \(column) AS place FROM \(table.rawValue) \(condition.sql)", condition.parameters
            ) { row in
                let place: String? = try row("place")
                if let place { found[try row("id")] = place }
            }
        }
        return found
    }
}
