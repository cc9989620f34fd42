/// An issue as it is stored. People, labels and the milestone are named by their rows.
public struct Issue: Sendable, Hashable {
    public enum State: String, Sendable, Codable {
        case opened
        case closed
    }

    public var id: IssueID
    public var projectID: ProjectID
    /// The number people know it by; the source's own number.
    public var iid: Int64
    public var title: String
    public var description: String?
    public var state: State
    /// Why it was closed, in the source's word (`completed`, `not_planned`, `duplicate`).
    public var stateReason: String?
    public var authorID: UserID
    /// Login at the source of whoever wrote it, kept where the author became somebody else.
    public var sourceAuthor: String?
    public var closedByID: UserID?
    public var closedAt: Timestamp?
    public var milestoneID: MilestoneID?
    public var isDiscussionLocked: Bool
    public var isConfidential: Bool
    public var dueDate: CalendarDate?
    public var userNotesCount: Int64
    public var isPinned: Bool
    /// The kind of issue (bug, task…), as its owners call it.
    public var sourceType: String?
    public var lockReason: LockReason?
    /// The number of the issue this one duplicates.
    public var duplicateOf: Int64?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: IssueID, projectID: ProjectID, iid: Int64, title: String, description: String?, state: State,
        stateReason: String?, authorID: UserID, sourceAuthor: String?, closedByID: UserID?, closedAt: Timestamp?,
        milestoneID: MilestoneID?, isDiscussionLocked: Bool, isConfidential: Bool, dueDate: CalendarDate?,
        userNotesCount: Int64, isPinned: Bool = false, sourceType: String? = nil,
        lockReason: LockReason? = nil, duplicateOf: Int64? = nil, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.iid = iid
        self.title = title
        self.description = description
        self.state = state
        self.stateReason = stateReason
        self.authorID = authorID
        self.sourceAuthor = sourceAuthor
        self.closedByID = closedByID
        self.closedAt = closedAt
        self.milestoneID = milestoneID
        self.isDiscussionLocked = isDiscussionLocked
        self.isConfidential = isConfidential
        self.dueDate = dueDate
        self.userNotesCount = userNotesCount
        self.isPinned = isPinned
        self.sourceType = sourceType
        self.lockReason = lockReason
        self.duplicateOf = duplicateOf
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
