public import Model

/// Discussions and notes as the importer writes them.
public enum ImportedNotes {
    /// A discussion to make or bring up to date.
    public struct NewDiscussion: Sendable {
        public var sourceKey: SourceKey
        /// 40 hex digits.
        public var key: String
        public var noteable: Noteable
        public var isIndividualNote: Bool
        public var position: Position?
        public var diffHunk: String?
        public var commit: ObjectHash?
        public var isOutdated: Bool
        public var isResolvable: Bool
        public var createdAt: Timestamp
        /// Whether this note opened the discussion: only that one tells where it stands.
        public var isOpening: Bool

        public init(
            sourceKey: SourceKey, key: String, noteable: Noteable, isIndividualNote: Bool, position: Position? = nil,
            diffHunk: String? = nil, commit: ObjectHash? = nil, isOutdated: Bool = false, isResolvable: Bool = false,
            createdAt: Timestamp, isOpening: Bool = true
        ) {
            self.sourceKey = sourceKey
            self.key = key
            self.noteable = noteable
            self.isIndividualNote = isIndividualNote
            self.position = position
            self.diffHunk = diffHunk
            self.commit = commit
            self.isOutdated = isOutdated
            self.isResolvable = isResolvable
            self.createdAt = createdAt
            self.isOpening = isOpening
        }
    }

    /// A note to make or bring up to date.
    public struct NewNote: Sendable {
        public var sourceKey: SourceKey
        public var sourceURL: String?
        public var body: String
        public var bodySource: String?
        public var author: UserID
        public var sourceAuthor: String?
        public var isSystem: Bool
        /// What a system note tells.
        public var action: SystemNoteAction?
        public var createdAt: Timestamp
        public var updatedAt: Timestamp

        public init(
            sourceKey: SourceKey, sourceURL: String?, body: String, bodySource: String?, author: UserID,
            sourceAuthor: String?, isSystem: Bool, action: SystemNoteAction? = nil, createdAt: Timestamp,
            updatedAt: Timestamp
        ) {
            self.sourceKey = sourceKey
            self.sourceURL = sourceURL
            self.body = body
            self.bodySource = bodySource
            self.author = author
            self.sourceAuthor = sourceAuthor
            self.isSystem = isSystem
            self.action = action
            self.createdAt = createdAt
            self.updatedAt = updatedAt
        }
    }

    public static func upsert(
        _ discussion: NewDiscussion, project: ProjectID, in connection: any WriteConnection
    ) throws -> DiscussionID {
        let position = try discussion.position.map { try jsonText($0) }
        let id: DiscussionID? = try connection.value(
            """
            INSERT INTO discussions
                (project_id, source_key, key, noteable_kind, noteable_id, is_individual_note, position, diff_hunk,
                 commit_sha, is_outdated, is_resolvable, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET position = CASE WHEN $13 = 1 THEN excluded.position ELSE discussions.position END,
                diff_hunk = CASE WHEN $13 = 1 THEN excluded.diff_hunk ELSE discussions.diff_hunk END,
                commit_sha = CASE WHEN $13 = 1 THEN excluded.commit_sha ELSE discussions.commit_sha END,
                is_outdated = CASE WHEN $13 = 1 THEN excluded.is_outdated ELSE discussions.is_outdated END,
                created_at = CASE WHEN excluded.created_at < discussions.created_at
                    THEN excluded.created_at ELSE discussions.created_at END,
                is_individual_note = CASE WHEN excluded.is_individual_note = 0
                    THEN 0 ELSE discussions.is_individual_note END,
                is_resolvable = CASE WHEN excluded.is_resolvable = 1 THEN 1 ELSE discussions.is_resolvable END
            RETURNING id AS value
            """,
            [
                project, discussion.sourceKey, discussion.key, discussion.noteable.kind, discussion.noteable.id,
                discussion.isIndividualNote, position, discussion.diffHunk, discussion.commit, discussion.isOutdated,
                discussion.isResolvable, discussion.createdAt, discussion.isOpening,
            ])
        guard let id else { throw StoreError.failed("a discussion could not be written") }
        return id
    }

    public static func upsert(
        _ note: NewNote, noteable: Noteable, discussion: DiscussionID, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO notes
                (project_id, source_key, source_url, noteable_kind, noteable_id, discussion_id, body, body_source,
                 author_id, source_author, is_system, created_at, updated_at, action)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET source_url = excluded.source_url, discussion_id = excluded.discussion_id, body = excluded.body,
                body_source = excluded.body_source, author_id = excluded.author_id,
                source_author = excluded.source_author, updated_at = excluded.updated_at,
                action = excluded.action
            """,
            [
                project, note.sourceKey, note.sourceURL, noteable.kind, noteable.id, discussion, note.body,
                note.bodySource, note.author, note.sourceAuthor, note.isSystem, note.createdAt, note.updatedAt,
                note.action,
            ])
    }

    /// Adds to the number of people's notes an item shows.
    public static func addToNotesCount(_ count: Int64, noteable: Noteable, in connection: any WriteConnection) throws {
        let table = noteable.kind == .issue ? "issues" : "merge_requests"
        try connection.execute(
            "UPDATE \(table) SET user_notes_count = user_notes_count + $1 WHERE id = $2", [count, noteable.id])
    }

    /// The thread is named by any of its comments that is still at the source: its first one may be gone. What is
    /// resolved is a thread from then on, also where it is one comment.
    /// - Parameters:
    ///   - key: the discussion's.
    ///   - notes: keys of the comment that names it, of which there is one at most.
    /// - Returns: whether this is the first time it is told of the discussion; `nil` where there is none.
    public static func setResolution(
        isResolved: Bool, resolvedBy: UserID?, resolvedAt: Timestamp?, discussion key: SourceKey,
        orOfNotes notes: (SourceKey, SourceKey), project: ProjectID, in connection: any WriteConnection
    ) throws -> Bool? {
        let told: (DiscussionID, Bool)? = try connection.row(
            """
            SELECT id, is_resolution_told FROM discussions WHERE project_id = $1 AND (source_key = $2
                OR id IN (SELECT discussion_id FROM notes WHERE project_id = $1 AND source_key IN ($3, $4)))
            ORDER BY CASE WHEN source_key = $2 THEN 0 ELSE 1 END, id LIMIT 1
            """, [project, key, notes.0, notes.1]
        ) { (try $0("id"), try $0("is_resolution_told")) }
        guard let (discussion, wasTold) = told else { return nil }
        try connection.execute(
            """
            UPDATE discussions
            SET is_resolved = $1, resolved_by_id = $2, resolved_at = $3, is_resolution_told = 1,
                is_resolvable = CASE WHEN $1 = 1 THEN 1 ELSE is_resolvable END,
                is_individual_note = CASE WHEN $1 = 1 THEN 0 ELSE is_individual_note END
            WHERE id = $4
            """, [isResolved, resolvedBy, isResolved ? resolvedAt : nil, discussion])
        return !wasTold
    }

    /// Merge requests with threads on their diff, and how many, by number.
    /// - Parameter untold: only those with a thread of which nothing has told whether it is resolved.
    public static func threadCounts(
        project: ProjectID, untold: Bool = false, in connection: any ReadConnection
    ) throws -> [(iid: Int64, sourceKey: SourceKey, threads: Int)] {
        try connection.rows(
            """
            SELECT merge_requests.iid AS iid, merge_requests.source_key AS source_key, count(*) AS threads
            FROM discussions JOIN merge_requests ON merge_requests.id = discussions.noteable_id
            WHERE discussions.project_id = $1 AND discussions.noteable_kind = 'MergeRequest'
                AND discussions.is_individual_note = 0
            GROUP BY merge_requests.iid, merge_requests.source_key
            HAVING $2 = 0 OR min(discussions.is_resolution_told) = 0
            ORDER BY merge_requests.iid
            """, [project, untold]
        ) { (try $0("iid"), try $0("source_key"), try $0("threads")) }
    }
}
