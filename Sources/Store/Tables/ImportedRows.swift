public import Model

/// The tables whose rows come from a source and carry its key.
public enum ImportedTable: String, Sendable {
    case labels
    case milestones
    case releases
    case issues
    case mergeRequests = "merge_requests"
    case notes
    case reviews = "merge_request_reviews"
    case discussions
    case awardEmoji = "award_emoji"
    case protectedBranches = "protected_branches"
    case protectedTags = "protected_tags"
    case stateEvents = "resource_state_events"
    case labelEvents = "resource_label_events"
    case milestoneEvents = "resource_milestone_events"
}

/// What is common to all rows that come from a source.
public enum ImportedRows {
    /// Which of these keys the project has rows for already.
    public static func existing(
        _ keys: [SourceKey], of table: ImportedTable, project: ProjectID, in connection: any ReadConnection
    ) throws -> Set<SourceKey> {
        var found: Set<SourceKey> = []
        for batch in batches(of: keys) {
            var condition = Condition()
            condition.add("project_id = ?", project)
            condition.add("source_key", isOneOf: batch)
            try connection.forEachRow(
                "SELECT source_key FROM \(table.rawValue) \(condition.sql)", condition.parameters
            ) { found.insert(try $0("source_key")) }
        }
        return found
    }

    /// When rows that tell it (issues, merge requests, notes) last changed at the source.
    public static func changeTimes(
        _ keys: [SourceKey], of table: ImportedTable, project: ProjectID, in connection: any ReadConnection
    ) throws -> [SourceKey: Timestamp] {
        var found: [SourceKey: Timestamp] = [:]
        for batch in batches(of: keys) {
            var condition = Condition()
            condition.add("project_id = ?", project)
            condition.add("source_key", isOneOf: batch)
            try connection.forEachRow(
                "SELECT source_key, updated_at FROM \(table.rawValue) \(condition.sql)", condition.parameters
            ) { found[try $0("source_key")] = try $0("updated_at") }
        }
        return found
    }

    /// Rows of issues or merge requests by the number the source gives them.
    public static func rowsByNumber(
        _ numbers: [Int64], of table: ImportedTable, project: ProjectID, in connection: any ReadConnection
    ) throws -> [Int64: Int64] {
        var found: [Int64: Int64] = [:]
        for batch in batches(of: numbers) {
            var condition = Condition()
            condition.add("project_id = ?", project)
            condition.add("iid", isOneOf: batch)
            try connection.forEachRow(
                "SELECT iid, id FROM \(table.rawValue) \(condition.sql)", condition.parameters
            ) { found[try $0("iid")] = try $0("id") }
        }
        return found
    }

    /// Rows by the source's keys.
    public static func rowsBySourceKey(
        _ keys: [SourceKey], of table: ImportedTable, project: ProjectID, in connection: any ReadConnection
    ) throws -> [SourceKey: Int64] {
        var found: [SourceKey: Int64] = [:]
        for batch in batches(of: keys) {
            var condition = Condition()
            condition.add("project_id = ?", project)
            condition.add("source_key", isOneOf: batch)
            try connection.forEachRow(
                "SELECT source_key, id FROM \(table.rawValue) \(condition.sql)", condition.parameters
            ) { found[try $0("source_key")] = try $0("id") }
        }
        return found
    }

    /// The source's name of a row.
    public static func sourceKey(
        of row: Int64, in table: ImportedTable, _ connection: any ReadConnection
    ) throws -> SourceKey? {
        try connection.value("SELECT source_key AS value FROM \(table.rawValue) WHERE id = $1", [row])
    }

    /// How many rows the project has.
    public static func count(
        _ table: ImportedTable, project: ProjectID, in connection: any ReadConnection
    ) throws -> Int64 {
        try connection.value("SELECT count(*) AS value FROM \(table.rawValue) WHERE project_id = $1", [project]) ?? 0
    }
}
