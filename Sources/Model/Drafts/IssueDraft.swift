public struct IssueDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var number: Int64
    public var title: String
    public var body: String?
    public var state: Issue.State
    public var stateReason: String?
    /// `nil` where the source has deleted the account: the ghost user wrote it.
    public var author: PersonDraft?
    public var assignees: [PersonDraft]
    public var labelTitles: [String]
    public var milestoneNumber: Int64?
    public var closedBy: PersonDraft?
    public var closedAt: Timestamp?
    public var isLocked: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var sourceURL: String

    public init(
        sourceKey: SourceKey, number: Int64, title: String, body: String?, state: Issue.State, stateReason: String?,
        author: PersonDraft?, assignees: [PersonDraft], labelTitles: [String], milestoneNumber: Int64?,
        closedBy: PersonDraft?, closedAt: Timestamp?, isLocked: Bool, createdAt: Timestamp, updatedAt: Timestamp,
        sourceURL: String
    ) {
        self.sourceKey = sourceKey
        self.number = number
        self.title = title
        self.body = body
        self.state = state
        self.stateReason = stateReason
        self.author = author
        self.assignees = assignees
        self.labelTitles = labelTitles
        self.milestoneNumber = milestoneNumber
        self.closedBy = closedBy
        self.closedAt = closedAt
        self.isLocked = isLocked
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.sourceURL = sourceURL
    }
}
