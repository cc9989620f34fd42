public import Model

/// The commits at the tips of merge requests, as the source names them.
public enum MergeRequestHeadCommits {
    public struct Head: Sendable {
        public var id: MergeRequestID
        public var iid: Int64
        public var sourceKey: SourceKey
        public var sourceURL: String?
        /// `nil` where the source names none.
        public var commit: ObjectHash?
        /// Tip of the target branch; `nil` where the source names none.
        public var start: ObjectHash?
    }

    /// In order of their rows, from after `previous` on.
    public static func list(
        project: ProjectID, after previous: MergeRequestID, limit: Int, in connection: any ReadConnection
    ) throws -> [Head] {
        try connection.rows(
            """
            SELECT id, iid, source_key, source_url, head_sha, start_sha FROM merge_requests
            WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT \(limit)
            """, [project, previous]
        ) { row in
            Head(
                id: try row("id"), iid: try row("iid"), sourceKey: try row("source_key"),
                sourceURL: try row("source_url"), commit: try row("head_sha"), start: try row("start_sha"))
        }
    }

    /// The heads of those of which the source names no more.
    public static func withoutStart(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [ObjectHash] {
        try connection.rows(
            """
            SELECT head_sha FROM merge_requests
            WHERE project_id = $1 AND start_sha IS NULL AND head_sha IS NOT NULL ORDER BY id
            """, [project]
        ) { try $0("head_sha") }
    }
}
