public import Model

/// The force pushes to merge requests: what their versions are made from.
public enum MergeRequestPushes {
    public struct Push: Sendable, Hashable {
        public var before: ObjectHash?
        public var after: ObjectHash?
        public var createdAt: Timestamp

        public init(before: ObjectHash?, after: ObjectHash?, createdAt: Timestamp) {
            self.before = before
            self.after = after
            self.createdAt = createdAt
        }
    }

    public static func upsert(
        _ push: Push, sourceKey: SourceKey, mergeRequest: MergeRequestID, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO merge_request_pushes (project_id, source_key, merge_request_id, before_sha, after_sha, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET before_sha = excluded.before_sha, after_sha = excluded.after_sha
            """, [project, sourceKey, mergeRequest, push.before, push.after, push.createdAt])
    }

    /// The pushes to these merge requests, the oldest first.
    public static func list(
        of mergeRequests: Set<MergeRequestID>, in connection: any ReadConnection
    ) throws -> [MergeRequestID: [Push]] {
        let found = try connection.rows(
            "SELECT merge_request_id, before_sha, after_sha, created_at FROM merge_request_pushes",
            where: "merge_request_id", isOneOf: mergeRequests, order: "merge_request_id, created_at, id"
        ) { row in
            (
                mergeRequest: try row("merge_request_id") as MergeRequestID,
                push: Push(
                    before: try row("before_sha"), after: try row("after_sha"), createdAt: try row("created_at"))
            )
        }
        return Dictionary(grouping: found, by: \.mergeRequest).mapValues { $0.map(\.push) }
    }
}
