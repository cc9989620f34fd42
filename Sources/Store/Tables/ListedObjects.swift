import Model

/// How the objects ended that have lines, each counted once.
struct ListedObjects {
    private(set) var degraded: Int64 = 0
    private(set) var skipped: Int64 = 0
    private(set) var failed: Int64 = 0
    /// Those of the skipped and failed ones that are in the store all the same: they had been read before.
    private(set) var lostAndHere: Int64 = 0

    /// By kind; of several lines about one object the worst counts.
    static func count(import id: ImportID, in connection: any ReadConnection) throws -> [ObjectKind: ListedObjects] {
        var counts: [ObjectKind: ListedObjects] = [:]
        try connection.forEachRow(
            """
            SELECT kind, count(*) AS objects, sum(CASE worst WHEN 1 THEN 1 ELSE 0 END) AS skipped,
                sum(CASE worst WHEN 2 THEN 1 ELSE 0 END) AS failed
            FROM (
                SELECT kind, max(CASE outcome WHEN 'failed' THEN 2 WHEN 'skipped' THEN 1 ELSE 0 END) AS worst
                FROM import_exceptions WHERE import_id = $1 GROUP BY kind, source_key
            ) AS listed
            GROUP BY kind
            """, [id]
        ) { row in
            var objects = ListedObjects()
            (objects.skipped, objects.failed) = (try row("skipped"), try row("failed"))
            objects.degraded = try row("objects") - objects.skipped - objects.failed
            counts[try row("kind")] = objects
        }
        for (kind, objects) in counts where objects.skipped + objects.failed > 0 {
            counts[kind]?.lostAndHere = try Self.lostAndHere(kind, import: id, in: connection)
        }
        return counts
    }

    private static func lostAndHere(
        _ kind: ObjectKind, import id: ImportID, in connection: any ReadConnection
    ) throws -> Int64 {
        let rows = rows(of: kind)
        guard !rows.isEmpty else { return 0 }
        let isHere = rows.map { table, prefix in
            """
            EXISTS (
                SELECT 1 FROM \(table.rawValue) AS here
                WHERE here.project_id = imports.project_id AND here.source_key = '\(prefix)' || lost.source_key)
            """
        }
        return try connection.value(
            """
            SELECT count(DISTINCT lost.source_key) AS value
            FROM import_exceptions AS lost JOIN imports ON imports.id = lost.import_id
            WHERE lost.import_id = $1 AND lost.kind = $2 AND lost.outcome <> 'degraded'
                AND (\(isHere.joined(separator: " OR ")))
            """, [id, kind]) ?? 0
    }

    /// Where the rows of a kind are, and what their keys have before that of the source.
    private static func rows(of kind: ObjectKind) -> [(ImportedTable, prefix: String)] {
        switch kind {
        case .label: [(.labels, "")]
        case .milestone: [(.milestones, "")]
        case .release: [(.releases, "")]
        case .issue: [(.issues, "")]
        case .pullRequest: [(.mergeRequests, "")]
        case .note: [(.notes, "comment:")]
        case .diffNote: [(.notes, "review_comment:")]
        case .commitComment: [(.notes, "commit_comment:")]
        case .review: [(.reviews, "")]
        case .event: [(.stateEvents, ""), (.labelEvents, ""), (.milestoneEvents, ""), (.notes, "event:")]
        case .reaction: [(.awardEmoji, "")]
        case .protectedBranch: [(.protectedBranches, "")]
        case .protectedTag: [(.protectedTags, "")]
        default: []
        }
    }
}
