/// A merge request as it is stored.
public struct MergeRequest: Sendable, Hashable {
    public enum State: String, Sendable, Codable {
        case opened
        case closed
        case merged
        case locked
    }

    public var id: MergeRequestID
    public var projectID: ProjectID
    /// The number people know it by; the source's own number.
    public var iid: Int64
    public var title: String
    public var description: String?
    public var state: State
    public var isDraft: Bool
    public var authorID: UserID
    /// Login at the source of whoever wrote it, kept where the author became somebody else.
    public var sourceAuthor: String?
    public var sourceBranch: String
    public var targetBranch: String
    /// Full name of the fork its commits come from; `nil` where they come from the project itself.
    public var sourceFork: String?
    /// Tip of its commits; known before, and sometimes without, the other two of ``diffRefs``.
    public var head: ObjectHash?
    /// The three commits its diff stands on; `nil` where the source no longer knows them.
    public var diffRefs: DiffRefs?
    public var mergeCommit: ObjectHash?
    public var mergedByID: UserID?
    public var mergedAt: Timestamp?
    public var closedByID: UserID?
    public var closedAt: Timestamp?
    public var milestoneID: MilestoneID?
    public var isDiscussionLocked: Bool
    public var userNotesCount: Int64
    public var lockReason: LockReason?
    /// Teams whose review is asked for, as `organization/team`.
    public var requestedTeams: [String]
    /// What the source's rules say of the reviews together.
    public var reviewDecision: ItemDetailsDraft.ReviewDecision?
    /// `nil` where it does not merge by itself.
    public var autoMergeMethod: MergeMethod?
    public var autoMergeByID: UserID?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: MergeRequestID, projectID: ProjectID, iid: Int64, title: String, description: String?, state: State,
        isDraft: Bool, authorID: UserID, sourceAuthor: String?, sourceBranch: String, targetBranch: String,
        sourceFork: String?, head: ObjectHash?, diffRefs: DiffRefs?, mergeCommit: ObjectHash?, mergedByID: UserID?,
        mergedAt: Timestamp?, closedByID: UserID?, closedAt: Timestamp?, milestoneID: MilestoneID?,
        isDiscussionLocked: Bool, userNotesCount: Int64, lockReason: LockReason? = nil, requestedTeams: [String] = [],
        reviewDecision: ItemDetailsDraft.ReviewDecision? = nil, autoMergeMethod: MergeMethod? = nil,
        autoMergeByID: UserID? = nil, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.iid = iid
        self.title = title
        self.description = description
        self.state = state
        self.isDraft = isDraft
        self.authorID = authorID
        self.sourceAuthor = sourceAuthor
        self.sourceBranch = sourceBranch
        self.targetBranch = targetBranch
        self.sourceFork = sourceFork
        self.head = head
        self.diffRefs = diffRefs
        self.mergeCommit = mergeCommit
        self.mergedByID = mergedByID
        self.mergedAt = mergedAt
        self.closedByID = closedByID
        self.closedAt = closedAt
        self.milestoneID = milestoneID
        self.isDiscussionLocked = isDiscussionLocked
        self.userNotesCount = userNotesCount
        self.lockReason = lockReason
        self.requestedTeams = requestedTeams
        self.reviewDecision = reviewDecision
        self.autoMergeMethod = autoMergeMethod
        self.autoMergeByID = autoMergeByID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// The commits a merge request's diff is made from (GitLab's `diff_refs`).
public struct DiffRefs: Sendable, Hashable, Codable {
    /// Where the source branch left the target branch.
    public var base: ObjectHash
    /// Tip of the target branch when the diff was made.
    public var start: ObjectHash
    /// Tip of the source branch.
    public var head: ObjectHash

    public init(base: ObjectHash, start: ObjectHash, head: ObjectHash) {
        self.base = base
        self.start = start
        self.head = head
    }
}

/// Somebody's approval of a merge request.
public struct Approval: Sendable, Hashable {
    public var userID: UserID
    public var createdAt: Timestamp

    public init(userID: UserID, createdAt: Timestamp) {
        self.userID = userID
        self.createdAt = createdAt
    }
}

/// Somebody asked to review a merge request, or who did, with their last word (GitLab's `reviewers[].state`).
public struct Reviewer: Sendable, Hashable {
    public enum State: String, Sendable, Codable {
        case unreviewed
        case reviewed
        case requestedChanges = "requested_changes"
        case approved
        case unapproved
        case reviewStarted = "review_started"
    }

    public var userID: UserID
    public var state: State
    public var createdAt: Timestamp

    public init(userID: UserID, state: State, createdAt: Timestamp) {
        self.userID = userID
        self.state = state
        self.createdAt = createdAt
    }
}
