public import Model

/// The threads whose lines have changed since: they stand on the diff they were written on.
public enum OutdatedPositions {
    public struct Outdated: Sendable {
        public var discussion: DiscussionID
        public var sourceKey: SourceKey
        public var mergeRequest: MergeRequestID
        public var position: Position
        /// What it was written on.
        public var commit: ObjectHash
    }

    public static func list(
        on mergeRequests: Set<MergeRequestID>, in connection: any ReadConnection
    ) throws -> [Outdated] {
        guard !mergeRequests.isEmpty else { return [] }
        var condition = Condition()
        condition.add(
            "noteable_kind = 'MergeRequest' AND is_outdated = 1 AND position IS NOT NULL AND commit_sha IS NOT NULL")
        condition.add("noteable_id", isOneOf: padded(mergeRequests))
        return try connection.rows(
            "SELECT id, source_key, noteable_id, position, commit_sha FROM discussions \(condition.sql) ORDER BY id",
            condition.parameters
        ) { row in
            Outdated(
                discussion: try row("id"), sourceKey: try row("source_key"), mergeRequest: try row("noteable_id"),
                position: try decoded(try row("position"), "position"), commit: try row("commit_sha"))
        }
    }

    public static func set(
        _ position: Position, of discussion: DiscussionID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "UPDATE discussions SET position = $1 WHERE id = $2", [try jsonText(position), discussion])
    }
}
