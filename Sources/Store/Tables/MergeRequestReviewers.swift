public import Model

/// Who was asked to review, and what they said last.
public enum MergeRequestReviewers {
    /// Marks exactly these people as asked; whoever has reviewed stays a reviewer. What the source itself said of
    /// somebody's verdict is forgotten: it says so again, unless they are no reviewer any more.
    static func setRequested(
        _ users: [UserID], mergeRequest: MergeRequestID, at time: Timestamp, in connection: any WriteConnection
    ) throws {
        try forgetTold(mergeRequest: mergeRequest, in: connection)
        try connection.execute(
            "DELETE FROM merge_request_reviewers WHERE merge_request_id = $1 AND reviewed_at IS NULL", [mergeRequest])
        try connection.execute(
            "UPDATE merge_request_reviewers SET is_requested = 0 WHERE merge_request_id = $1", [mergeRequest])
        for user in users {
            try connection.execute(
                """
                INSERT INTO merge_request_reviewers (merge_request_id, user_id, state, is_requested, created_at)
                VALUES ($1, $2, 'unreviewed', 1, $3)
                ON CONFLICT (merge_request_id, user_id) DO UPDATE SET is_requested = 1
                """, [mergeRequest, user, time])
        }
    }

    /// Keeps a review and makes the reviewer's state of all reviews of that person.
    public static func upsertReview(
        _ draft: ReviewDraft, mergeRequest: MergeRequestID, author: UserID, project: ProjectID,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO merge_request_reviews
                (project_id, merge_request_id, source_key, user_id, source_author, verdict, submitted_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET user_id = excluded.user_id, source_author = excluded.source_author, verdict = excluded.verdict,
                submitted_at = excluded.submitted_at
            """,
            [
                project, mergeRequest, draft.sourceKey, author, draft.author?.login ?? "ghost", draft.verdict.rawValue,
                draft.submittedAt,
            ])
        try refresh(mergeRequest: mergeRequest, user: author, in: connection)
    }

    /// A comment does not take back an approval or a request for changes; a later verdict does, and so does a dismissal.
    /// Whoever wrote the merge request does not become its reviewer by answering (GitHub keeps such answers as reviews).
    private static func refresh(
        mergeRequest: MergeRequestID, user: UserID, in connection: any WriteConnection
    ) throws {
        var state = Reviewer.State.unreviewed
        var stateTime: Timestamp?
        var firstTime: Timestamp?
        try connection.forEachRow(
            """
            SELECT verdict, submitted_at FROM merge_request_reviews
            WHERE merge_request_id = $1 AND user_id = $2
                AND NOT (verdict = 'commented'
                    AND source_author = (SELECT source_author FROM merge_requests WHERE id = $1))
            ORDER BY submitted_at, id
            """, [mergeRequest, user]
        ) { row in
            let verdict = ReviewDraft.Verdict(rawValue: try row("verdict"))
            let time: Timestamp = try row("submitted_at")
            firstTime = firstTime ?? time
            if verdict == .commented, state == .approved || state == .requestedChanges { return }
            state = reviewerState(after: verdict)
            stateTime = time
        }
        guard let stateTime, let firstTime else { return }
        try connection.execute(
            """
            INSERT INTO merge_request_reviewers (merge_request_id, user_id, state, reviewed_at, created_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (merge_request_id, user_id) DO UPDATE
            SET state = CASE WHEN is_state_told = 1 THEN state ELSE excluded.state END,
                reviewed_at = excluded.reviewed_at
            """, [mergeRequest, user, state, stateTime, firstTime])
    }

    /// Leaves what the reviews add up to.
    private static func forgetTold(
        mergeRequest: MergeRequestID, in connection: any WriteConnection
    ) throws {
        let told: [UserID] = try connection.rows(
            """
            SELECT user_id FROM merge_request_reviewers WHERE merge_request_id = $1 AND is_state_told = 1
            ORDER BY user_id
            """, [mergeRequest]
        ) { try $0("user_id") }
        guard !told.isEmpty else { return }
        try connection.execute(
            """
            UPDATE merge_request_reviewers SET is_state_told = 0, state = 'unreviewed', reviewed_at = NULL
            WHERE merge_request_id = $1 AND is_state_told = 1
            """, [mergeRequest])
        for user in told { try refresh(mergeRequest: mergeRequest, user: user, in: connection) }
    }

    /// What the source itself says somebody's verdict is in the end.
    /// - Parameter time: when they came to it, where no review of theirs tells it better.
    public static func setTold(
        _ state: Reviewer.State, of user: UserID, mergeRequest: MergeRequestID, at time: Timestamp?,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO merge_request_reviewers
                (merge_request_id, user_id, state, is_state_told, reviewed_at, created_at)
            VALUES ($1, $2, $3, 1, $4, coalesce($4, (SELECT created_at FROM merge_requests WHERE id = $1)))
            ON CONFLICT (merge_request_id, user_id) DO UPDATE
            SET state = excluded.state, is_state_told = 1,
                reviewed_at = coalesce(excluded.reviewed_at, merge_request_reviewers.reviewed_at)
            """, [mergeRequest, user, state, time])
        try refresh(mergeRequest: mergeRequest, user: user, in: connection)
    }

    private static func reviewerState(after verdict: ReviewDraft.Verdict?) -> Reviewer.State {
        switch verdict {
        case .approved: .approved
        case .changesRequested: .requestedChanges
        case .commented, .dismissed, nil: .reviewed
        }
    }
}
