public import Model

/// Merge requests as the importer writes them.
public enum ImportedMergeRequests {
    /// Who and what the draft names, as rows.
    public struct Resolved: Sendable {
        public var description: String?
        public var author: UserID
        public var assignees: [UserID]
        public var requestedReviewers: [UserID]
        public var milestone: MilestoneID?
        public var labels: [LabelID]
        public var sourceBranch: String
        public var sourceFork: String?

        public init(
            description: String?, author: UserID, assignees: [UserID], requestedReviewers: [UserID],
            milestone: MilestoneID?, labels: [LabelID], sourceBranch: String, sourceFork: String?
        ) {
            self.description = description
            self.author = author
            self.assignees = assignees
            self.requestedReviewers = requestedReviewers
            self.milestone = milestone
            self.labels = labels
            self.sourceBranch = sourceBranch
            self.sourceFork = sourceFork
        }
    }

    /// When a merge request was opened.
    public static func creation(of id: MergeRequestID, in connection: any ReadConnection) throws -> Timestamp? {
        try connection.value("SELECT created_at AS value FROM merge_requests WHERE id = $1", [id])
    }

    public static func upsert(
        _ draft: MergeRequestDraft, _ resolved: Resolved, project: ProjectID, in connection: any WriteConnection
    ) throws {
        let id: MergeRequestID? = try connection.value(
            """
            INSERT INTO merge_requests
                (project_id, source_key, source_url, iid, title, description, description_source, state, is_draft,
                 author_id, source_author, source_branch, target_branch, source_fork, start_sha, head_sha,
                 merge_commit_sha, merged_at, closed_at, milestone_id, is_discussion_locked, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET source_url = excluded.source_url, title = excluded.title, description = excluded.description,
                description_source = excluded.description_source, state = excluded.state,
                is_draft = excluded.is_draft, author_id = excluded.author_id,
                source_author = excluded.source_author, source_branch = excluded.source_branch,
                target_branch = excluded.target_branch, source_fork = excluded.source_fork,
                start_sha = excluded.start_sha, head_sha = excluded.head_sha,
                merge_commit_sha = coalesce(excluded.merge_commit_sha, merge_requests.merge_commit_sha),
                merged_at = coalesce(excluded.merged_at, merge_requests.merged_at),
                closed_at = CASE WHEN excluded.state = 'opened' THEN excluded.closed_at
                    ELSE coalesce(excluded.closed_at, merge_requests.closed_at) END,
                milestone_id = excluded.milestone_id,
                is_discussion_locked = excluded.is_discussion_locked, updated_at = excluded.updated_at
            RETURNING id AS value
            """,
            [
                project, draft.sourceKey, draft.sourceURL, draft.number, draft.title, resolved.description, draft.body,
                draft.state, draft.isDraft, resolved.author, draft.author?.login ?? "ghost", resolved.sourceBranch,
                draft.targetBranch, resolved.sourceFork, draft.baseCommit, draft.headCommit, draft.mergeCommit,
                draft.mergedAt, draft.closedAt, resolved.milestone, draft.isLocked, draft.createdAt, draft.updatedAt,
            ])
        guard let id else { throw StoreError.failed("a merge request could not be written") }
        try ItemLinks.replace(
            resolved.assignees, in: "merge_request_assignees", item: id.rawValue, column: "merge_request_id", connection
        )
        try ItemLinks.replace(
            resolved.labels, in: "merge_request_labels", item: id.rawValue, column: "merge_request_id", connection)
        try MergeRequestReviewers.setRequested(
            resolved.requestedReviewers, mergeRequest: id, at: draft.createdAt, in: connection)
    }

    /// Who merged and closed it, where the list of pull requests did not say.
    public static func setClosing(
        number: Int64, closedBy: UserID?, mergedBy: UserID?, mergeCommit: ObjectHash?, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE merge_requests
            SET closed_by_id = coalesce($1, closed_by_id), merged_by_id = coalesce($2, merged_by_id),
                merge_commit_sha = coalesce($3, merge_commit_sha)
            WHERE project_id = $4 AND iid = $5
            """, [closedBy, mergedBy, mergeCommit, project, number])
    }

    /// A merge request whose diff has no base yet, with the two commits it lies between.
    public struct WithoutBase: Sendable {
        public var id: MergeRequestID
        public var iid: Int64
        public var sourceKey: SourceKey
        public var sourceURL: String?
        public var start: ObjectHash
        public var head: ObjectHash
        public var createdAt: Timestamp

        public init(
            id: MergeRequestID, iid: Int64, sourceKey: SourceKey, sourceURL: String?, start: ObjectHash,
            head: ObjectHash, createdAt: Timestamp
        ) {
            self.id = id
            self.iid = iid
            self.sourceKey = sourceKey
            self.sourceURL = sourceURL
            self.start = start
            self.head = head
            self.createdAt = createdAt
        }
    }

    /// In order of their rows, from after `previous` on.
    public static func withoutBase(
        project: ProjectID, after previous: MergeRequestID, limit: Int, in connection: any ReadConnection
    ) throws -> [WithoutBase] {
        try connection.rows(
            """
            SELECT id, iid, source_key, source_url, start_sha, head_sha, created_at FROM merge_requests
            WHERE project_id = $1 AND id > $2 AND start_sha IS NOT NULL AND head_sha IS NOT NULL
            ORDER BY id LIMIT \(limit)
            """, [project, previous]
        ) { row in
            WithoutBase(
                id: try row("id"), iid: try row("iid"), sourceKey: try row("source_key"),
                sourceURL: try row("source_url"), start: try row("start_sha"), head: try row("head_sha"),
                createdAt: try row("created_at"))
        }
    }

    /// Whether there is one whose commits are not known by their whole names.
    public static func lackCommits(project: ProjectID, in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM merge_requests
            WHERE project_id = $1 AND (start_sha IS NULL OR head_sha IS NULL) LIMIT 1
            """, [project])
    }

    /// One state a merge request's diff was in.
    public struct Version: Sendable, Hashable {
        public var refs: DiffRefs
        public var createdAt: Timestamp

        public init(refs: DiffRefs, createdAt: Timestamp) {
            self.refs = refs
            self.createdAt = createdAt
        }
    }

    /// Sets where the source branch left the target branch.
    public static func setBase(
        _ base: ObjectHash, of mergeRequest: MergeRequestID, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE merge_requests SET base_sha = $1 WHERE id = $2", [base, mergeRequest])
    }

    /// Makes the versions of a merge request, the oldest first.
    public static func setVersions(
        _ versions: [Version], of mergeRequest: MergeRequestID, in connection: any WriteConnection
    ) throws {
        try forgetVersions(outOfOrder: versions.map(\.refs.head), of: mergeRequest, in: connection)
        for version in versions {
            try connection.execute(
                """
                INSERT INTO merge_request_versions (merge_request_id, head_sha, base_sha, start_sha, created_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (merge_request_id, head_sha) DO UPDATE
                SET base_sha = excluded.base_sha, start_sha = excluded.start_sha, created_at = excluded.created_at
                """, [mergeRequest, version.refs.head, version.refs.base, version.refs.start, version.createdAt])
        }
    }

    /// Their rows are in the order of time: where older versions are told later, the newer ones are made anew behind them.
    private static func forgetVersions(
        outOfOrder heads: [ObjectHash], of mergeRequest: MergeRequestID, in connection: any WriteConnection
    ) throws {
        let told: [ObjectHash] = try connection.rows(
            "SELECT head_sha FROM merge_request_versions WHERE merge_request_id = $1 ORDER BY id", [mergeRequest]
        ) { try $0("head_sha") }
        let known = told.filter(Set(heads).contains)
        let inOrder = zip(known, heads).prefix { $0 == $1 }.count
        for head in known.dropFirst(inOrder) {
            try connection.execute(
                "DELETE FROM merge_request_versions WHERE merge_request_id = $1 AND head_sha = $2",
                [mergeRequest, head])
        }
    }

    /// An open merge request from a fork, and the branch it is to have here.
    public struct OpenFromFork: Sendable {
        public var iid: Int64
        public var sourceKey: SourceKey
        public var sourceURL: String?
        public var branch: String
        public var head: ObjectHash
    }

    /// Open merge requests from forks: their branches live nowhere else once the fork is gone.
    public static func openFromForks(
        project: ProjectID, in connection: any ReadConnection
    ) throws -> [OpenFromFork] {
        try connection.rows(
            """
            SELECT iid, source_key, source_url, source_branch, head_sha FROM merge_requests
            WHERE project_id = $1 AND state = 'opened' AND source_fork IS NOT NULL AND head_sha IS NOT NULL ORDER BY iid
            """, [project]
        ) { row in
            OpenFromFork(
                iid: try row("iid"), sourceKey: try row("source_key"), sourceURL: try row("source_url"),
                branch: try row("source_branch"), head: try row("head_sha"))
        }
    }
}
