public import Model

/// Whole names of commits that a source names in short and git does not have: each is asked for once.
public enum CommitAbbreviations {
    /// What is known of these short names; a value of `nil` means that the source has no such commit any more.
    public static func find(
        _ abbreviations: Set<AbbreviatedHash>, project: ProjectID, in connection: any ReadConnection
    ) throws -> [AbbreviatedHash: ObjectHash?] {
        var found: [AbbreviatedHash: ObjectHash?] = [:]
        for batch in batches(of: abbreviations.map(\.hex).sorted()) {
            var condition = Condition()
            condition.add("project_id = ?", project)
            condition.add("abbreviation", isOneOf: batch)
            try connection.forEachRow(
                "SELECT abbreviation, sha FROM commit_names \(condition.sql)", condition.parameters
            ) { row in
                let text: String = try row("abbreviation")
                if let abbreviation = AbbreviatedHash(text) {
                    found.updateValue(try row("sha"), forKey: abbreviation)
                }
            }
        }
        return found
    }

    public static func set(
        _ commit: ObjectHash?, for abbreviation: AbbreviatedHash, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO commit_names (project_id, abbreviation, sha) VALUES ($1, $2, $3)
            ON CONFLICT (project_id, abbreviation) DO UPDATE SET sha = excluded.sha
            """, [project, abbreviation.hex, commit])
    }

    /// Lets the source be asked again for what it said it does not have.
    /// - Returns: how many such names there were.
    public static func forgetUnknown(project: ProjectID, in connection: any WriteConnection) throws -> Int {
        try connection.execute("DELETE FROM commit_names WHERE project_id = $1 AND sha IS NULL", [project])
    }

    /// How many were asked for.
    public static func count(project: ProjectID, in connection: any ReadConnection) throws -> Int {
        try connection.value("SELECT count(*) AS value FROM commit_names WHERE project_id = $1", [project]) ?? 0
    }
}
