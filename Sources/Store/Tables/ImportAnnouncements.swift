public import Model

/// What single objects of the source said of how many others there are.
public enum ImportAnnouncements {
    /// Keeps what was said, in place of what the same objects said before.
    public static func set(
        _ announcements: [Announcement], import id: ImportID, in connection: any WriteConnection
    ) throws {
        for (kind, said) in Dictionary(grouping: announcements, by: \.kind) {
            let before = try counted(said.map(\.sourceKey), kind, id, connection)
            var now: [SourceKey: Announcement] = [:]
            for announcement in said { now[announcement.sourceKey] = announcement }
            for announcement in now.values { try upsert(announcement, id, connection) }
            let change = now.values.reduce(0) { $0 + $1.count } - before
            try LedgerEntries.announce(change, kind: kind, import: id, in: connection)
        }
    }

    /// Forgets all that an item said, because it is gone from the source.
    public static func forget(
        _ item: NoteableKind, number: Int64, import id: ImportID, in connection: any WriteConnection
    ) throws {
        let key = Announcement.key(of: item, number: number)
        let said: [(ObjectKind, Int64)] = try connection.rows(
            """
            SELECT kind, count FROM import_announcements
            WHERE import_id = $1 AND number = $2 AND (source_key = $3 OR source_key LIKE $4)
            """, [id, number, key, "\(key):%"]
        ) { (try $0("kind"), try $0("count")) }
        for (kind, count) in said {
            try LedgerEntries.announce(-count, kind: kind, import: id, in: connection)
        }
        try connection.execute(
            """
            DELETE FROM import_announcements
            WHERE import_id = $1 AND number = $2 AND (source_key = $3 OR source_key LIKE $4)
            """, [id, number, key, "\(key):%"])
    }

    /// Forgets what a page as a whole said, because it is about to be asked for again, and may then come in other parts.
    public static func forget(
        _ page: ExceptionOrigin.Page, import id: ImportID, in connection: any WriteConnection
    ) throws {
        let said: [(ObjectKind, Int64)] = try connection.rows(
            """
            DELETE FROM import_announcements
            WHERE import_id = $1 AND number = 0 AND source_key = $2
            RETURNING kind, count
            """, [id, Announcement.key(of: page)]
        ) { (try $0("kind"), try $0("count")) }
        for (kind, count) in said {
            try LedgerEntries.announce(-count, kind: kind, import: id, in: connection)
        }
    }

    private static func upsert(
        _ announcement: Announcement, _ id: ImportID, _ connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO import_announcements (import_id, kind, source_key, number, count) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (import_id, kind, source_key) DO UPDATE SET number = excluded.number, count = excluded.count
            """, [id, announcement.kind, announcement.sourceKey, announcement.number, announcement.count])
    }

    private static func counted(
        _ keys: [SourceKey], _ kind: ObjectKind, _ id: ImportID, _ connection: any ReadConnection
    ) throws -> Int64 {
        var sum: Int64 = 0
        for batch in batches(of: keys) {
            var condition = Condition()
            condition.add("import_id = ?", id)
            condition.add("kind = ?", kind)
            condition.add("source_key", isOneOf: batch)
            sum +=
                try connection.value(
                    "SELECT coalesce(sum(count), 0) AS value FROM import_announcements \(condition.sql)",
                    condition.parameters) ?? 0
        }
        return sum
    }
}

extension Announcement {
    /// How many of a kind there are, by the word of a page as a whole.
    public init(_ kind: ObjectKind, _ count: Int64, by page: ExceptionOrigin.Page) {
        self.init(kind: kind, sourceKey: Self.key(of: page), number: 0, count: count)
    }

    fileprivate static func key(of page: ExceptionOrigin.Page) -> SourceKey {
        SourceKey("page:\(page.collection):\(page.cursor)")
    }
}

extension ImportAnnouncements {
    /// An item of which the source says another number of comments than is here.
    public struct Difference: Sendable, Hashable {
        public var number: Int64
        public var said: Int64
        public var here: Int64
        public var itemKey: SourceKey
        public var itemURL: String?
    }

    /// Comments of items of one kind.
    public static func differingComments(
        on item: NoteableKind, import id: ImportID, project: ProjectID, in connection: any ReadConnection
    ) throws -> [Difference] {
        let table = item == .issue ? "issues" : "merge_requests"
        return try differences(
            """
            SELECT * FROM (
                SELECT said.number AS number, said.count AS said, item.source_key AS item_key,
                    item.source_url AS item_url,
                    (SELECT count(*) FROM notes WHERE notes.noteable_kind = $3 AND notes.noteable_id = item.id
                        AND notes.source_key LIKE 'comment:%') AS here
                FROM import_announcements AS said
                JOIN \(table) AS item ON item.project_id = $2 AND item.iid = said.number
                WHERE said.import_id = $1 AND said.kind = 'note' AND said.source_key LIKE $4
            ) AS compared WHERE said <> here ORDER BY number
            """, [id, project, item, item == .issue ? "issue:%" : "pull:%"], connection)
    }

    /// Comments on merge requests, those on their diffs included, where the source counts them together. Tasks are
    /// compared where the source counts them as well (`pull:12:tasks`).
    public static func differingCommentsTogether(
        import id: ImportID, project: ProjectID, in connection: any ReadConnection
    ) throws -> [Difference] {
        try differences(
            """
            SELECT * FROM (
                SELECT told.number AS number, told.said AS said, item.source_key AS item_key,
                    item.source_url AS item_url,
                    (SELECT count(*) FROM notes
                    WHERE notes.noteable_kind = 'MergeRequest' AND notes.noteable_id = item.id
                        AND (notes.source_key LIKE 'comment:%' OR notes.source_key LIKE 'review_comment:%')
                        AND (told.counts_tasks = 1 OR notes.source_key NOT LIKE 'comment:task%')) AS here
                FROM (
                    SELECT number, sum(count) AS said,
                        max(CASE WHEN source_key LIKE 'pull:%:tasks' THEN 1 ELSE 0 END) AS counts_tasks
                    FROM import_announcements
                    WHERE import_id = $1 AND kind = 'note' AND source_key LIKE 'pull:%'
                    GROUP BY number
                ) AS told
                JOIN merge_requests AS item ON item.project_id = $2 AND item.iid = told.number
            ) AS compared WHERE said <> here ORDER BY number
            """, [id, project], connection)
    }

    /// Comments on the diffs of merge requests, as their threads tell.
    public static func differingReviewComments(
        import id: ImportID, project: ProjectID, in connection: any ReadConnection
    ) throws -> [Difference] {
        try differences(
            """
            SELECT * FROM (
                SELECT said.number AS number, sum(said.count) AS said, item.source_key AS item_key,
                    item.source_url AS item_url,
                    (SELECT count(*) FROM notes WHERE notes.noteable_kind = 'MergeRequest'
                        AND notes.noteable_id = item.id AND notes.source_key LIKE 'review_comment:%') AS here
                FROM import_announcements AS said
                JOIN merge_requests AS item ON item.project_id = $2 AND item.iid = said.number
                WHERE said.import_id = $1 AND said.kind = 'diff_note'
                GROUP BY said.number, item.id, item.source_key, item.source_url
            ) AS compared WHERE said <> here ORDER BY number
            """, [id, project], connection)
    }

    /// Numbers of pull requests that the list of issues has shown and the list of pull requests has not.
    public static func unseenPullRequests(
        import id: ImportID, project: ProjectID, in connection: any ReadConnection
    ) throws -> [Int64] {
        try connection.rows(
            """
            SELECT said.number AS number FROM import_announcements AS said
            WHERE said.import_id = $1 AND said.kind = 'note' AND said.source_key LIKE 'pull:%'
                AND NOT EXISTS (SELECT 1 FROM merge_requests WHERE project_id = $2 AND iid = said.number)
            ORDER BY said.number
            """, [id, project]
        ) { try $0("number") }
    }

    private static func differences(
        _ sql: String, _ parameters: [any SQLConvertible], _ connection: any ReadConnection
    ) throws -> [Difference] {
        try connection.rows(sql, parameters) { row in
            Difference(
                number: try row("number"), said: try row("said"), here: try row("here"), itemKey: try row("item_key"),
                itemURL: try row("item_url"))
        }
    }
}
