/// What GitHub's public schema (`docs.github.com/public/fpt/schema.docs.graphql`) lists in the unions of timelines.
enum TimelineUnions {
    /// `IssueTimelineItems`, and `PullRequestTimelineItems` as well.
    static let issueMembers = [
        "AddedToProjectEvent", "AssignedEvent", "ClosedEvent", "CommentDeletedEvent", "ConnectedEvent",
        "ConvertedNoteToIssueEvent", "ConvertedToDiscussionEvent", "CrossReferencedEvent", "DemilestonedEvent",
        "DisconnectedEvent", "IssueComment", "LabeledEvent", "LockedEvent", "MarkedAsDuplicateEvent",
        "MentionedEvent", "MilestonedEvent", "MovedColumnsInProjectEvent", "ParentIssueAddedEvent",
        "ParentIssueRemovedEvent", "PinnedEvent", "ReferencedEvent", "RemovedFromProjectEvent", "RenamedTitleEvent",
        "ReopenedEvent", "SubIssueAddedEvent", "SubIssueRemovedEvent", "SubscribedEvent", "TransferredEvent",
        "UnassignedEvent", "UnlabeledEvent", "UnlockedEvent", "UnmarkedAsDuplicateEvent", "UnpinnedEvent",
        "UnsubscribedEvent", "UserBlockedEvent",
    ]
    /// What only `PullRequestTimelineItems` has.
    static let pullRequestMembers = [
        "AddedToMergeQueueEvent", "AutoMergeDisabledEvent", "AutoMergeEnabledEvent", "AutoRebaseEnabledEvent",
        "AutoSquashEnabledEvent", "AutomaticBaseChangeFailedEvent", "AutomaticBaseChangeSucceededEvent",
        "BaseRefChangedEvent", "BaseRefDeletedEvent", "BaseRefForcePushedEvent", "ConvertToDraftEvent",
        "DeployedEvent", "DeploymentEnvironmentChangedEvent", "HeadRefDeletedEvent", "HeadRefForcePushedEvent",
        "HeadRefRestoredEvent", "MergedEvent", "PullRequestCommit", "PullRequestCommitCommentThread",
        "PullRequestReview", "PullRequestReviewThread", "PullRequestRevisionMarker", "ReadyForReviewEvent",
        "RemovedFromMergeQueueEvent", "ReviewDismissedEvent", "ReviewRequestRemovedEvent", "ReviewRequestedEvent",
    ]
}
