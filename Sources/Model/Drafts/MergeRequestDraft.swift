public struct MergeRequestDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var number: Int64
    public var title: String
    public var body: String?
    public var state: MergeRequest.State
    public var isDraft: Bool
    public var author: PersonDraft?
    public var assignees: [PersonDraft]
    public var requestedReviewers: [PersonDraft]
    public var labelTitles: [String]
    public var milestoneNumber: Int64?
    public var source: SourceBranch
    public var targetBranch: String
    /// Tip of the target branch when the source last looked.
    public var baseCommit: ObjectHash?
    public var headCommit: ObjectHash?
    public var mergeCommit: ObjectHash?
    public var mergedAt: Timestamp?
    public var closedAt: Timestamp?
    public var isLocked: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String

    /// Where the commits come from.
    public enum SourceBranch: Sendable, Hashable {
        case sameRepository(branch: String)
        /// `repository` is `nil` where the fork is gone, `owner` where its owner is gone too.
        case fork(owner: String?, repository: String?, branch: String)
    }

    public init(
        sourceKey: SourceKey, number: Int64, title: String, body: String?, state: MergeRequest.State, isDraft: Bool,
        author: PersonDraft?, assignees: [PersonDraft], requestedReviewers: [PersonDraft], labelTitles: [String],
        milestoneNumber: Int64?, source: SourceBranch, targetBranch: String, baseCommit: ObjectHash?,
        headCommit: ObjectHash?, mergeCommit: ObjectHash?, mergedAt: Timestamp?, closedAt: Timestamp?, isLocked: Bool,
        createdAt: Timestamp, updatedAt: Timestamp, sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.number = number
        self.title = title
        self.body = body
        self.state = state
        self.isDraft = isDraft
        self.author = author
        self.assignees = assignees
        self.requestedReviewers = requestedReviewers
        self.labelTitles = labelTitles
        self.milestoneNumber = milestoneNumber
        self.source = source
        self.targetBranch = targetBranch
        self.baseCommit = baseCommit
        self.headCommit = headCommit
        self.mergeCommit = mergeCommit
        self.mergedAt = mergedAt
        self.closedAt = closedAt
        self.isLocked = isLocked
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}
