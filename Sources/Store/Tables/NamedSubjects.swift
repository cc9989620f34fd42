public import Model

/// Which texts name which people and which other repositories of their source.
public enum NamedSubjects {
    public enum Subject: Sendable, Hashable {
        /// A login of the source.
        case person(String)
        /// `owner/name`.
        case repository(String)

        var kind: String {
            switch self {
            case .person: "person"
            case .repository: "repository"
            }
        }

        /// Sources do not tell letter case apart.
        var text: String {
            switch self {
            case .person(let login): login.lowercased()
            case .repository(let name): name.lowercased()
            }
        }
    }

    /// A text, by the row that holds it.
    public struct Place: Sendable, Hashable {
        public var table: ImportedTable
        public var sourceKey: SourceKey

        public init(table: ImportedTable, sourceKey: SourceKey) {
            self.table = table
            self.sourceKey = sourceKey
        }
    }

    public static func insert(
        _ subjects: [(subject: Subject, place: Place)], project: ProjectID, in connection: any WriteConnection
    ) throws {
        for (subject, place) in subjects {
            try connection.execute(
                """
                INSERT INTO named_subjects (project_id, kind, subject, table_name, source_key)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """, [project, subject.kind, subject.text, place.table.rawValue, place.sourceKey])
        }
    }

    /// The projects whose texts name a subject.
    public static func projects(naming subject: Subject, in connection: any ReadConnection) throws -> [ProjectID] {
        try connection.rows(
            """
            SELECT DISTINCT project_id FROM named_subjects WHERE kind = $1 AND subject = $2 ORDER BY project_id
            """, [subject.kind, subject.text]
        ) { try $0("project_id") }
    }

    /// The next texts of a project that name a subject.
    public static func list(
        _ subject: Subject, project: ProjectID, after previous: Place?, limit: Int,
        in connection: any ReadConnection
    ) throws -> [Place] {
        let rows: [(table: String, key: SourceKey)] = try connection.rows(
            """
            SELECT table_name, source_key FROM named_subjects
            WHERE project_id = $1 AND kind = $2 AND subject = $3
                AND (table_name > $4 OR (table_name = $4 AND source_key > $5))
            ORDER BY table_name, source_key LIMIT \(limit)
            """,
            [project, subject.kind, subject.text, previous?.table.rawValue ?? "", previous?.sourceKey.rawValue ?? ""]
        ) { (try $0("table_name"), try $0("source_key")) }
        return rows.compactMap { row in
            ImportedTable(rawValue: row.table).map { Place(table: $0, sourceKey: row.key) }
        }
    }
}
