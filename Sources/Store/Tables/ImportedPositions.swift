public import Model

/// Where in diffs imported discussions stand, for mending what their source did not tell.
public enum ImportedPositions {
    /// A discussion on a merge request's diff, with the commits of that diff.
    public struct Placed: Sendable {
        public var id: DiscussionID
        public var position: Position
        public var base: ObjectHash
        public var head: ObjectHash
    }

    /// The next discussions on diffs whose commits are known: lines that have changed since are none of today's diff.
    public static func list(
        project: ProjectID, after previous: DiscussionID, limit: Int, in connection: any ReadConnection
    ) throws -> [Placed] {
        try connection.rows(
            """
            SELECT discussions.id AS id, discussions.position AS position, merge_requests.base_sha AS base_sha,
                merge_requests.head_sha AS head_sha
            FROM discussions JOIN merge_requests ON merge_requests.id = discussions.noteable_id
            WHERE discussions.project_id = $1 AND discussions.id > $2 AND discussions.noteable_kind = 'MergeRequest'
                AND discussions.position IS NOT NULL AND merge_requests.base_sha IS NOT NULL
                AND merge_requests.head_sha IS NOT NULL
                AND (discussions.is_outdated = 0 OR discussions.commit_sha IS NOT NULL)
            ORDER BY discussions.id LIMIT \(limit)
            """, [project, previous]
        ) { row in
            let json: String = try row("position")
            return Placed(
                id: try row("id"), position: try decoded(json, "position"), base: try row("base_sha"),
                head: try row("head_sha"))
        }
    }

    public static func set(
        _ position: Position, of id: DiscussionID, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE discussions SET position = $1 WHERE id = $2", [try jsonText(position), id])
    }

    /// The notes on commits: which commit, and how the ledger names them.
    public static func commitNotes(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [(commit: ObjectHash, note: SourceKey, sourceURL: String?)] {
        try connection.rows(
            """
            SELECT discussions.commit_sha AS commit_sha, notes.source_key AS source_key, notes.source_url AS source_url
            FROM discussions JOIN notes ON notes.discussion_id = discussions.id
            WHERE discussions.project_id = $1 AND discussions.noteable_kind = 'Commit'
                AND discussions.commit_sha IS NOT NULL
            ORDER BY notes.id
            """, [project]
        ) { (try $0("commit_sha"), try $0("source_key"), try $0("source_url")) }
    }

    /// A discussion on a file of a commit.
    public struct PlacedOnCommit: Sendable {
        public var id: DiscussionID
        public var commit: ObjectHash
        public var position: Position
        /// See ``CommitCommentDraft/diffPlace``.
        public var diffPlace: Int
        /// The note that opened it.
        public var note: SourceKey
        public var sourceURL: String?
    }

    /// The discussions on commits whose source says how far down the diff they stand.
    public static func onCommits(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [PlacedOnCommit] {
        try connection.rows(
            """
            SELECT discussions.id AS id, discussions.commit_sha AS commit_sha, discussions.position AS position,
                discussions.diff_place AS diff_place, notes.source_key AS source_key, notes.source_url AS source_url
            FROM discussions JOIN notes ON notes.project_id = discussions.project_id
                AND notes.source_key = discussions.source_key
            WHERE discussions.project_id = $1 AND discussions.noteable_kind = 'Commit'
                AND discussions.commit_sha IS NOT NULL AND discussions.position IS NOT NULL
                AND discussions.diff_place IS NOT NULL
            ORDER BY discussions.id
            """, [project]
        ) { row in
            let json: String = try row("position")
            return PlacedOnCommit(
                id: try row("id"), commit: try row("commit_sha"), position: try decoded(json, "position"),
                diffPlace: try row("diff_place"), note: try row("source_key"), sourceURL: try row("source_url"))
        }
    }
}
