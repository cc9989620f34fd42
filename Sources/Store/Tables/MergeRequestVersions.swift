public import Model

/// One state of a merge request's diff (GitLab's diff versions).
public struct MergeRequestVersion: Sendable, Hashable {
    public var id: Int64
    public var mergeRequestID: MergeRequestID
    public var diffRefs: DiffRefs
    public var createdAt: Timestamp

    public init(id: Int64, mergeRequestID: MergeRequestID, diffRefs: DiffRefs, createdAt: Timestamp) {
        self.id = id
        self.mergeRequestID = mergeRequestID
        self.diffRefs = diffRefs
        self.createdAt = createdAt
    }
}

/// The versions of merge requests' diffs.
public enum MergeRequestVersions {
    private static let columns = "id, merge_request_id, head_sha, base_sha, start_sha, created_at"

    /// The newest first.
    public static func list(
        mergeRequest: MergeRequestID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<MergeRequestVersion> {
        var condition = Condition()
        condition.add("merge_request_id = ?", mergeRequest)
        return try connection.page(
            columns, from: "merge_request_versions", where: condition, order: "id DESC", page: page, read)
    }

    public static func find(
        mergeRequest: MergeRequestID, id: Int64, in connection: any ReadConnection
    ) throws -> MergeRequestVersion? {
        try connection.row(
            "SELECT \(columns) FROM merge_request_versions WHERE id = $1 AND merge_request_id = $2",
            [id, mergeRequest], read)
    }

    private static func read(_ row: any ResultRow) throws -> MergeRequestVersion {
        MergeRequestVersion(
            id: try row("id"), mergeRequestID: try row("merge_request_id"),
            diffRefs: DiffRefs(base: try row("base_sha"), start: try row("start_sha"), head: try row("head_sha")),
            createdAt: try row("created_at"))
    }
}
