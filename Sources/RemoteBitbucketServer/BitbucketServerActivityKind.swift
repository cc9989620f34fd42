import Model

/// What becomes of one `action` of activities.
struct BitbucketServerActivityKind: Sendable {
    enum Fate: Sendable {
        /// A comment with its thread.
        case comment
        /// A reviewer's word.
        case verdict(ReviewDraft.Verdict)
        /// None or several events; `nil` where it is not told what has happened.
        case events(@Sendable (BitbucketServerActivity, Before) -> [TimelineEvent]?)
        /// It is left out on purpose.
        case dropped(String)
    }

    /// What the activities before it come to.
    struct Before: Sendable {
        /// The last word of whoever acts.
        var verdict: ReviewDraft.Verdict?
    }

    var action: String
    var fate: Fate

    init(_ action: String, _ fate: Fate) {
        self.action = action
        self.fate = fate
    }

    static let byAction = Dictionary(uniqueKeysWithValues: all.map { ($0.action, $0) })

    // The table: every value of `PullRequestAction` as Data Center 9 documents it. Plugins and later versions may have
    // others, which are listed.
    static let all: [Self] = comments + verdicts + states + changes

    private static let comments: [Self] = [
        Self("COMMENTED", .comment),
        // Comments that were written as one review stand in the list one by one as well.
        Self("REVIEW_COMMENTED", .comment),
        Self("REVIEW_FINISHED", .dropped("its comments and its verdict stand beside it")),
        Self("REVIEW_DISCARDED", .dropped("its comments were never published")),
    ]

    private static let verdicts: [Self] = [
        Self("APPROVED", .verdict(.approved)),
        Self("REVIEWED", .verdict(.changesRequested)),
        Self(
            "UNAPPROVED",
            .events { _, before in
                [before.verdict == .changesRequested ? .changesRequestWithdrawn : .approvalWithdrawn]
            }),
    ]

    private static let states: [Self] = [
        Self("OPENED", .dropped("the pull request itself says who opened it, and when")),
        Self("DECLINED", .events { _, _ in [.closed(reason: nil, by: nil)] }),
        Self("REOPENED", .events { _, _ in [.reopened] }),
        Self(
            "MERGED",
            .events { activity, _ in [.merged(commit: activity.commit?.id.flatMap { ObjectHash($0) }, into: nil)] }),
        Self("AUTO_MERGE_REQUESTED", .events { _, _ in [.autoMergeEnabled(method: nil)] }),
        Self("AUTO_MERGE_CANCELLED", .events { _, _ in [.autoMergeDisabled(reason: nil)] }),
        Self("DELETED", .dropped("a pull request that is deleted is not imported")),
    ]

    private static let changes: [Self] = [
        Self("UPDATED", .events { activity, _ in activity.reviewerChanges }),
        Self("RESCOPED", .events { activity, _ in activity.headMoves }),
    ]
}

extension BitbucketServerActivity {
    /// `nil` where neither is named: something else was changed then.
    fileprivate var reviewerChanges: [TimelineEvent]? {
        let added = (addedReviewers ?? []).everybody.map { TimelineEvent.reviewRequested(.person($0)) }
        let removed = (removedReviewers ?? []).everybody.map { TimelineEvent.reviewRequestRemoved(.person($0)) }
        return added.isEmpty && removed.isEmpty ? nil : added + removed
    }

    /// Where only the target branch has moved, nothing has happened to the pull request itself.
    fileprivate var headMoves: [TimelineEvent] {
        guard fromHash != previousFromHash else { return [] }
        return [
            .headMoved(
                before: previousFromHash.flatMap { ObjectHash($0) }, after: fromHash.flatMap { ObjectHash($0) },
                added: added?.total, removed: removed?.total)
        ]
    }
}
