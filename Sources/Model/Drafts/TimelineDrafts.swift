/// One line of the story of an issue or pull request: who did what to it, and when.
///
/// Comments, reviews and commits are no such lines; they have drafts of their own. A mapping makes one for every event
/// the source keeps and that is not noise, and leaves the choice between GitLab's resource events (state, label,
/// milestone) and system notes to the importer.
public struct TimelineEventDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var item: ItemKind
    /// The item it happened to.
    public var number: Int64
    /// `nil` where the source has deleted the account: the ghost user did it.
    public var actor: PersonDraft?
    public var createdAt: Timestamp
    /// Where the source shows it; that of the item where events have no address.
    public var sourceURL: String?
    public var event: TimelineEvent

    public init(
        sourceKey: SourceKey, item: ItemKind, number: Int64, actor: PersonDraft?, createdAt: Timestamp,
        sourceURL: String?, event: TimelineEvent
    ) {
        self.sourceKey = sourceKey
        self.item = item
        self.number = number
        self.actor = actor
        self.createdAt = createdAt
        self.sourceURL = sourceURL
        self.event = event
    }
}

/// The two kinds of item that have a number and a conversation.
public enum ItemKind: String, Sendable, Hashable, Codable {
    case issue
    case mergeRequest = "merge_request"
}

/// An issue or pull request by its name at the source, which may be that of another repository.
public struct ItemReference: Sendable, Hashable {
    /// `owner/name`, as the source writes it; `nil` for the repository that is imported.
    public var repository: String?
    public var item: ItemKind
    public var number: Int64

    public init(repository: String? = nil, item: ItemKind, number: Int64) {
        self.repository = repository
        self.item = item
        self.number = number
    }
}

/// A commit by its name at the source, which may be that of another repository.
public struct CommitReference: Sendable, Hashable {
    /// `owner/name`, as the source writes it; `nil` for the repository that is imported.
    public var repository: String?
    public var commit: ObjectHash

    public init(repository: String? = nil, commit: ObjectHash) {
        self.repository = repository
        self.commit = commit
    }
}

/// Whose review is asked for. `nil` as a person is an account the source has deleted.
public enum RequestedReviewer: Sendable, Hashable {
    case person(PersonDraft?)
    /// A team by the name people write: `organization/team`.
    case team(String)
}

/// What happened, in words no source owns. People are `nil` where the source has deleted the account, items and
/// commits where it does not say which.
public enum TimelineEvent: Sendable, Hashable {
    // State: GitLab's resource state events.

    case closed(reason: CloseReason?, by: Closer?)
    case reopened
    /// `commit` is what the merge made; `into` the branch it went to.
    case merged(commit: ObjectHash?, into: String?)

    // Labels and milestones by name: GitLab's resource label and milestone events. They may be gone meanwhile.

    /// `color` is `#rrggbb`, that of today.
    case labelled(title: String, color: String?)
    case unlabelled(title: String, color: String?)
    case milestoned(title: String)
    case demilestoned(title: String)

    // People.

    case assigned(PersonDraft?)
    case unassigned(PersonDraft?)
    case reviewRequested(RequestedReviewer?)
    case reviewRequestRemoved(RequestedReviewer?)
    /// `review` is the source key of the ``ReviewDraft`` that counts no more; `verdict` what it said before.
    case reviewDismissed(
        review: SourceKey?, reviewer: PersonDraft?, verdict: ReviewDraft.Verdict?, message: String?)
    /// Somebody was shut out because of what they wrote here. `duration` in words, `nil` for ever.
    case userBlocked(PersonDraft?, duration: String?)
    case commentDeleted(author: PersonDraft?)
    /// The actor's approval counts no more.
    case approvalWithdrawn
    /// The actor no longer asks for changes.
    case changesRequestWithdrawn

    // The item itself.

    case renamed(from: String, to: String)
    case descriptionChanged
    /// One of the source's own fields that GitLab has labels for, by its name (`priority`, `component`…); `nil` for no
    /// value.
    case fieldChanged(name: String, from: String?, to: String?)
    case locked(reason: LockReason?)
    case unlocked
    case pinned
    case unpinned
    /// The kind of issue (bug, task…); `nil` for none.
    case issueTypeChanged(from: String?, to: String?)
    case convertedToDiscussion(number: Int64?, url: String?)
    /// It was a card of a project board before.
    case convertedFromProjectCard
    /// It was a discussion before.
    case convertedFromDiscussion(number: Int64?, url: String?)
    /// `repository` is `owner/name`.
    case transferred(fromRepository: String?)

    // What it has to do with others.

    /// Another item named this one in its text. `closes`: and said that it will close it.
    case mentioned(in: ItemReference, closes: Bool)
    case mentionedInCommit(CommitReference?)
    /// Somebody linked the two by hand: the one closes the other.
    case connected(ItemReference?)
    case disconnected(ItemReference?)
    case markedAsDuplicate(of: ItemReference?)
    case unmarkedAsDuplicate(of: ItemReference?)
    /// The other way round: `by` duplicates this one.
    case duplicateAdded(by: ItemReference?)
    case duplicateRemoved(by: ItemReference?)
    case parentAdded(ItemReference?)
    case parentRemoved(ItemReference?)
    case subIssueAdded(ItemReference?)
    case subIssueRemoved(ItemReference?)
    case blockedByAdded(ItemReference?)
    case blockedByRemoved(ItemReference?)
    case blockingAdded(ItemReference?)
    case blockingRemoved(ItemReference?)
    /// Planning boards; `project` is the board's name where the source says it.
    case addedToProject(project: String?)
    case movedInProject(project: String?, from: String?, to: String?)
    case removedFromProject(project: String?)

    // Branches and commits of a pull request.

    /// The branch with the changes got another history: a version that can be seen no more.
    case headForcePushed(before: ObjectHash?, after: ObjectHash?, branch: String?)
    /// Commits were added to the branch with the changes, or taken off it; the counts where the source says them.
    case headMoved(before: ObjectHash?, after: ObjectHash?, added: Int64?, removed: Int64?)
    case baseForcePushed(before: ObjectHash?, after: ObjectHash?, branch: String?)
    case headBranchDeleted(branch: String?)
    case headBranchRestored(branch: String?)
    case baseBranchDeleted(branch: String?)
    /// `automatically`: because the former target branch was deleted.
    case targetBranchChanged(from: String, to: String, automatically: Bool)
    /// The source wanted to change the target branch and could not.
    case targetBranchChangeFailed(from: String, to: String)
    case readyForReview
    case convertedToDraft

    // On the way to the merge.

    case autoMergeEnabled(method: MergeMethod?)
    /// `reason` as the source words it.
    case autoMergeDisabled(reason: String?)
    case addedToMergeQueue
    /// `reason` as the source words it.
    case removedFromMergeQueue(reason: String?)
    /// `environment` and `branch` where the source says them.
    case deployed(environment: String?, branch: String?)
    /// `state` in the source's word, in lower case (`success`, `failure`, `in_progress`…).
    case deploymentChanged(environment: String?, state: String?)
}

/// Why an issue was closed.
public enum CloseReason: String, Sendable, Hashable, Codable {
    case completed
    case notPlanned = "not_planned"
    case duplicate
}

/// What closed an item by itself: a commit or a merge that said so.
public enum Closer: Sendable, Hashable {
    case commit(CommitReference)
    case item(ItemReference)
    /// A planning board's automation, by the board's name.
    case project(String?)
}

/// Why a conversation was locked.
public enum LockReason: String, Sendable, Hashable, Codable {
    case offTopic = "off_topic"
    case resolved
    case spam
    case tooHeated = "too_heated"
}

/// How a merge is made.
public enum MergeMethod: String, Sendable, Hashable, Codable {
    case merge
    case rebase
    case squash
}

/// What the lists of issues and pull requests leave out. It comes in as many parts as the item's timeline has pages:
/// `nil` says that this part does not tell, and takes nothing back.
public struct ItemDetailsDraft: Sendable, Hashable {
    public var item: ItemKind
    public var number: Int64
    public var sourceURL: String?
    /// Who closed it last, where it is closed now (and not merged).
    public var closedBy: PersonDraft?
    /// When, where the list does not say so.
    public var closedAt: Timestamp?
    public var stateReason: CloseReason?
    public var lockReason: LockReason?
    public var isPinned: Bool?
    /// The kind of issue (bug, task…).
    public var issueType: String?
    public var duplicateOf: Duplicate = .untold
    public var parent: ItemReference?
    /// Those that name this one as their parent are not repeated here; these are children elsewhere.
    public var subIssues: [ItemReference] = []
    public var blockedBy: [ItemReference] = []
    /// Pull requests that closed or will close this issue, as far as the issue's own timeline tells. Those of the
    /// same repository say it themselves in ``closesIssues``.
    public var closedByPullRequests: [ItemReference] = []

    // Pull requests only.

    public var mergedBy: PersonDraft?
    /// When, where the list does not say so.
    public var mergedAt: Timestamp?
    public var mergeCommit: ObjectHash?
    /// Issues this pull request closes, by its words or by hand.
    public var closesIssues: [ItemReference] = []
    public var autoMerge: AutoMerge?
    /// Teams whose review is still asked for, as `organization/team`.
    public var requestedTeams: [String] = []
    public var reviewDecision: ReviewDecision?

    /// Whether it is marked as a duplicate at the end.
    public enum Duplicate: Sendable, Hashable {
        case untold
        /// It was, and is no more.
        case no
        case of(ItemReference)
    }

    /// That it merges by itself as soon as it may.
    public struct AutoMerge: Sendable, Hashable {
        public var enabledBy: PersonDraft?
        public var enabledAt: Timestamp?
        public var method: MergeMethod
        public var commitTitle: String?
        public var commitMessage: String?

        public init(
            enabledBy: PersonDraft?, enabledAt: Timestamp?, method: MergeMethod, commitTitle: String? = nil,
            commitMessage: String? = nil
        ) {
            self.enabledBy = enabledBy
            self.enabledAt = enabledAt
            self.method = method
            self.commitTitle = commitTitle
            self.commitMessage = commitMessage
        }
    }

    /// What the source's rules say of the reviews together.
    public enum ReviewDecision: String, Sendable, Hashable, Codable {
        case approved
        case changesRequested = "changes_requested"
        case reviewRequired = "review_required"
    }

    public init(item: ItemKind, number: Int64, sourceURL: String? = nil) {
        self.item = item
        self.number = number
        self.sourceURL = sourceURL
    }
}
