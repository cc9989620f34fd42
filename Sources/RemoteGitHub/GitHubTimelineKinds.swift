import Model
import RemoteREST

// The table. Whatever GitHub adds to the unions gets a line here; a test compares.
extension GitHubTimelineKind {
    static let all = state + labelsAndMilestones + people + item + others + boards + branches + merging + noEvents

    private static let state: [Self] = [
        Self(
            "ClosedEvent",
            .event("url stateReason closer { __typename ...closer }") { event, place in
                .closed(reason: event.closeReason, by: event.closer?.closer(at: place))
            }),
        Self("ReopenedEvent", .event("") { _, _ in .reopened }),
        Self(
            "MergedEvent", pullsOnly: true,
            .event("url commit { oid } mergeRefName") { event, _ in
                .merged(commit: event.commit?.hash, into: event.mergeRefName)
            }),
    ]

    private static let labelsAndMilestones: [Self] = [
        Self(
            "LabeledEvent",
            .event("label { name color }") { event, _ throws(MappingFault) in
                let label = try event.required(event.label, "label")
                return .labelled(title: label.name.withoutNUL, color: label.rgb)
            }),
        Self(
            "UnlabeledEvent",
            .event("label { name color }") { event, _ throws(MappingFault) in
                let label = try event.required(event.label, "label")
                return .unlabelled(title: label.name.withoutNUL, color: label.rgb)
            }),
        Self(
            "MilestonedEvent",
            .event("milestoneTitle") { event, _ throws(MappingFault) in
                .milestoned(title: try event.required(event.milestoneTitle, "milestoneTitle").withoutNUL)
            }),
        Self(
            "DemilestonedEvent",
            .event("milestoneTitle") { event, _ throws(MappingFault) in
                .demilestoned(title: try event.required(event.milestoneTitle, "milestoneTitle").withoutNUL)
            }),
    ]

    private static let people: [Self] = [
        Self("AssignedEvent", .event("assignee { ...person }") { event, _ in .assigned(event.assignee?.person) }),
        Self("UnassignedEvent", .event("assignee { ...person }") { event, _ in .unassigned(event.assignee?.person) }),
        Self(
            "ReviewRequestedEvent", pullsOnly: true,
            .event(reviewer) { event, _ in
                .reviewRequested(event.requestedReviewer?.reviewer)
            }),
        Self(
            "ReviewRequestRemovedEvent", pullsOnly: true,
            .event(reviewer) { event, _ in
                .reviewRequestRemoved(event.requestedReviewer?.reviewer)
            }),
        Self(
            "ReviewDismissedEvent", pullsOnly: true,
            .event(dismissal) { event, _ in
                .reviewDismissed(
                    review: event.review.map { SourceKey($0.id.value) }, reviewer: event.review?.author?.person,
                    verdict: event.previousReviewState.flatMap { GitHubReview.verdicts[$0] },
                    message: event.dismissalMessage?.withoutNUL)
            }),
        Self(
            "UserBlockedEvent",
            .event("blockDuration blocked: subject { ...person }") { event, _ in
                .userBlocked(event.blocked?.person, duration: event.blockWords)
            }),
        Self(
            "CommentDeletedEvent",
            .event("deletedCommentAuthor { ...person }") { event, _ in
                .commentDeleted(author: event.deletedCommentAuthor?.person)
            }),
    ]

    private static let item: [Self] = [
        Self(
            "RenamedTitleEvent",
            .event("previousTitle currentTitle") { event, _ throws(MappingFault) in
                .renamed(
                    from: try event.required(event.previousTitle, "previousTitle").withoutNUL,
                    to: try event.required(event.currentTitle, "currentTitle").withoutNUL)
            }),
        Self(
            "LockedEvent",
            .event("lockReason") { event, _ in
                .locked(reason: event.lockReason.flatMap { LockReason(rawValue: $0.lowercased()) })
            }),
        Self("UnlockedEvent", .event("") { _, _ in .unlocked }),
        Self("PinnedEvent", .event("") { _, _ in .pinned }),
        Self("UnpinnedEvent", .event("") { _, _ in .unpinned }),
        Self(
            "ConvertedToDiscussionEvent",
            .event("discussion { number url }") { event, _ in
                .convertedToDiscussion(number: event.discussion?.number, url: event.discussion?.url)
            }),
        Self("ConvertedNoteToIssueEvent", .event("") { _, _ in .convertedFromProjectCard }),
        Self(
            "TransferredEvent",
            .event("fromRepository { nameWithOwner }") { event, _ in
                .transferred(fromRepository: event.fromRepository?.name)
            }),
    ]

    private static let others: [Self] = [
        Self(
            "CrossReferencedEvent",
            .event("willCloseTarget source { ...item }") { event, place throws(MappingFault) in
                let source = try event.required(event.source?.reference(at: place), "source")
                return .mentioned(in: source, closes: event.willCloseTarget ?? false)
            }),
        Self(
            "ReferencedEvent",
            .event("commit { oid } commitRepository { nameWithOwner }") { event, place in
                .mentionedInCommit(event.commitReference(at: place))
            }),
        Self(
            "ConnectedEvent",
            .event("source { ...item } subject { ...item }") { event, place in
                .connected(event.other(event.subject, event.source, at: place))
            }),
        Self(
            "DisconnectedEvent",
            .event("source { ...item } subject { ...item }") { event, place in
                .disconnected(event.other(event.subject, event.source, at: place))
            }),
        Self(
            "MarkedAsDuplicateEvent",
            .event(duplicate) { event, place in
                event.isCanonical(place)
                    ? .duplicateAdded(by: event.duplicate?.reference(at: place))
                    : .markedAsDuplicate(of: event.canonical?.reference(at: place))
            }),
        Self(
            "UnmarkedAsDuplicateEvent",
            .event(duplicate) { event, place in
                event.isCanonical(place)
                    ? .duplicateRemoved(by: event.duplicate?.reference(at: place))
                    : .unmarkedAsDuplicate(of: event.canonical?.reference(at: place))
            }),
        Self(
            "ParentIssueAddedEvent",
            .event("parent { ...item }") { event, place in
                .parentAdded(event.parent?.reference(at: place))
            }),
        Self(
            "ParentIssueRemovedEvent",
            .event("parent { ...item }") { event, place in
                .parentRemoved(event.parent?.reference(at: place))
            }),
        Self(
            "SubIssueAddedEvent",
            .event("subIssue { ...item }") { event, place in
                .subIssueAdded(event.subIssue?.reference(at: place))
            }),
        Self(
            "SubIssueRemovedEvent",
            .event("subIssue { ...item }") { event, place in
                .subIssueRemoved(event.subIssue?.reference(at: place))
            }),
    ]

    /// Boards of the old kind, which GitHub is taking out of its API field by field: only that it happened is asked.
    private static let boards: [Self] = [
        Self("AddedToProjectEvent", .event("") { _, _ in .addedToProject(project: nil) }),
        Self("MovedColumnsInProjectEvent", .event("") { _, _ in .movedInProject(project: nil, from: nil, to: nil) }),
        Self("RemovedFromProjectEvent", .event("") { _, _ in .removedFromProject(project: nil) }),
    ]

    private static let branches: [Self] = [
        Self(
            "HeadRefForcePushedEvent", pullsOnly: true,
            .event(push) { event, place in
                .headForcePushed(
                    before: event.beforeCommit?.hash, after: event.afterCommit?.hash,
                    branch: event.ref?.name ?? place.headBranch)
            }),
        Self(
            "BaseRefForcePushedEvent", pullsOnly: true,
            .event(push) { event, place in
                .baseForcePushed(
                    before: event.beforeCommit?.hash, after: event.afterCommit?.hash,
                    branch: event.ref?.name ?? place.baseBranch)
            }),
        Self(
            "HeadRefDeletedEvent", pullsOnly: true,
            .event("headRefName") { event, place in
                .headBranchDeleted(branch: event.headRefName ?? place.headBranch)
            }),
        Self(
            "HeadRefRestoredEvent", pullsOnly: true,
            .event("") { _, place in
                .headBranchRestored(branch: place.headBranch)
            }),
        Self(
            "BaseRefDeletedEvent", pullsOnly: true,
            .event("baseRefName") { event, place in
                .baseBranchDeleted(branch: event.baseRefName ?? place.baseBranch)
            }),
        Self(
            "BaseRefChangedEvent", pullsOnly: true,
            .event("previousRefName currentRefName") {
                event, _ throws(MappingFault) in
                .targetBranchChanged(
                    from: try event.required(event.previousRefName, "previousRefName"),
                    to: try event.required(event.currentRefName, "currentRefName"), automatically: false)
            }),
        Self(
            "AutomaticBaseChangeSucceededEvent", pullsOnly: true,
            .event("oldBase newBase") {
                event, _ throws(MappingFault) in
                .targetBranchChanged(
                    from: try event.required(event.oldBase, "oldBase"),
                    to: try event.required(event.newBase, "newBase"),
                    automatically: true)
            }),
        Self(
            "AutomaticBaseChangeFailedEvent", pullsOnly: true,
            .event("oldBase newBase") {
                event, _ throws(MappingFault) in
                .targetBranchChangeFailed(
                    from: try event.required(event.oldBase, "oldBase"), to: try event.required(event.newBase, "newBase")
                )
            }),
        Self("ReadyForReviewEvent", pullsOnly: true, .event("url") { _, _ in .readyForReview }),
        Self("ConvertToDraftEvent", pullsOnly: true, .event("url") { _, _ in .convertedToDraft }),
    ]

    private static let merging: [Self] = [
        Self("AutoMergeEnabledEvent", pullsOnly: true, .event("") { _, _ in .autoMergeEnabled(method: .merge) }),
        Self("AutoRebaseEnabledEvent", pullsOnly: true, .event("") { _, _ in .autoMergeEnabled(method: .rebase) }),
        Self("AutoSquashEnabledEvent", pullsOnly: true, .event("") { _, _ in .autoMergeEnabled(method: .squash) }),
        Self(
            "AutoMergeDisabledEvent", pullsOnly: true,
            .event("reason") { event, _ in
                .autoMergeDisabled(reason: event.reason?.withoutNUL)
            }),
        Self("AddedToMergeQueueEvent", pullsOnly: true, .event("") { _, _ in .addedToMergeQueue }),
        Self(
            "RemovedFromMergeQueueEvent", pullsOnly: true,
            .event("reason") { event, _ in
                .removedFromMergeQueue(reason: event.reason?.withoutNUL)
            }),
        Self(
            "DeployedEvent", pullsOnly: true,
            .event("deployment { environment } ref { name }") { event, _ in
                .deployed(environment: event.deployment?.environment, branch: event.ref?.name)
            }),
        Self(
            "DeploymentEnvironmentChangedEvent", pullsOnly: true,
            .event(status) { event, _ in
                .deploymentChanged(
                    environment: event.deploymentStatus?.environment, state: event.deploymentStatus?.state?.lowercased()
                )
            }),
    ]

    private static let noEvents: [Self] = [
        Self("IssueComment", .elsewhere("the collection `comments` has all of them in bulk")),
        Self("PullRequestReview", pullsOnly: true, .elsewhere("the collection `reviews`")),
        Self(
            "PullRequestReviewThread", pullsOnly: true, .elsewhere("the collections `reviewComments`, `reviewThreads`")),
        Self("PullRequestCommitCommentThread", pullsOnly: true, .elsewhere("the collection `commitComments`")),
        Self("PullRequestCommit", pullsOnly: true, .elsewhere("git has the commits")),
        Self("MentionedEvent", .dropped("noise: the mention itself stands in the text that came")),
        Self("SubscribedEvent", .dropped("noise: who gets mail; GitHub shows it to nobody")),
        Self("UnsubscribedEvent", .dropped("noise: who gets mail; GitHub shows it to nobody")),
        Self("PullRequestRevisionMarker", pullsOnly: true, .dropped("what the asking account itself has seen last")),
    ]

    // Fields that several kinds have.
    private static let reviewer = "requestedReviewer { ...person ... on Team { combinedSlug } }"
    private static let dismissal =
        "url previousReviewState dismissalMessage review { fullDatabaseId author { ...person } }"
    private static let duplicate = "canonical { ...item } duplicate { ...item }"
    private static let push = "beforeCommit { oid } afterCommit { oid } ref { name }"
    private static let status = "deploymentStatus { environment state }"
}
