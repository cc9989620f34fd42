public import Model

/// What a source tells of issues and merge requests beside its lists. It comes in parts: what one part leaves out stays
/// as it is.
public enum ImportedItemDetails {
    public static func set(
        _ draft: ItemDetailsDraft, issue: IssueID, closedBy: UserID?, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE issues
            SET closed_by_id = CASE WHEN state = 'closed' THEN coalesce($1, closed_by_id) ELSE closed_by_id END,
                state_reason = coalesce($2, state_reason), lock_reason = coalesce($3, lock_reason),
                is_pinned = coalesce($4, is_pinned), source_type = coalesce($5, source_type),
                closed_at = CASE WHEN $7 IS NULL OR state <> 'closed' OR closed_at >= $7 THEN closed_at ELSE $7 END
            WHERE id = $6
            """,
            [
                closedBy, draft.stateReason, draft.lockReason, draft.isPinned, draft.issueType, issue, draft.closedAt,
            ])
    }

    /// - Parameter original: `nil` for an issue that is no duplicate.
    public static func setDuplicate(
        _ issue: IssueID, of original: IssueID?, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE issues SET duplicate_of_id = $1 WHERE id = $2", [original, issue])
    }

    /// The people a merge request's details name, as rows.
    public struct MergeRequestPeople: Sendable {
        public var closedBy: UserID?
        public var mergedBy: UserID?
        public var autoMergeBy: UserID?

        public init(closedBy: UserID?, mergedBy: UserID?, autoMergeBy: UserID?) {
            self.closedBy = closedBy
            self.mergedBy = mergedBy
            self.autoMergeBy = autoMergeBy
        }
    }

    public static func set(
        _ draft: ItemDetailsDraft, mergeRequest: MergeRequestID, people: MergeRequestPeople,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE merge_requests
            SET closed_by_id = coalesce($1, closed_by_id), merged_by_id = coalesce($2, merged_by_id),
                merge_commit_sha = coalesce($3, merge_commit_sha), lock_reason = coalesce($4, lock_reason),
                review_decision = coalesce($5, review_decision), auto_merge_method = coalesce($6, auto_merge_method),
                auto_merge_at = coalesce($7, auto_merge_at), auto_merge_by_id = coalesce($8, auto_merge_by_id),
                requested_teams = coalesce($9, requested_teams),
                merged_at = CASE WHEN $11 IS NULL OR merged_at <= $11 THEN merged_at ELSE $11 END,
                closed_at = CASE WHEN $12 IS NULL OR closed_at <= $12 THEN closed_at ELSE $12 END
            WHERE id = $10
            """,
            [
                people.closedBy, people.mergedBy, draft.mergeCommit, draft.lockReason, draft.reviewDecision,
                draft.autoMerge?.method, draft.autoMerge?.enabledAt, people.autoMergeBy,
                draft.requestedTeams.isEmpty ? nil : try JSONList.text(draft.requestedTeams), mergeRequest,
                draft.mergedAt, draft.closedAt,
            ])
    }
}
