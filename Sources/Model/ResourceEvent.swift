/// A change of state, label or milestone of an issue or merge request (GitLab's resource events).
public struct ResourceEvent: Sendable, Hashable {
    /// The lists GitLab keeps apart.
    public enum Kind: String, Sendable, CaseIterable {
        case state
        case label
        case milestone
    }

    public enum State: String, Sendable, Codable {
        case closed
        case reopened
        case merged
    }

    public enum Action: String, Sendable, Codable {
        case add
        case remove
    }

    public enum Change: Sendable, Hashable {
        /// `commit` and `mergeRequest` did it by themselves: a merge's commit, or what closed an issue by its words.
        case state(State, commit: ObjectHash?, mergeRequest: MergeRequestID?)
        /// `nil` for a label that is there no more.
        case label(LabelID?, Action)
        /// `nil` for a milestone that is there no more.
        case milestone(MilestoneID?, Action)
    }

    public var id: Int64
    public var noteable: Noteable
    public var userID: UserID
    /// Login at the source of whoever did it, kept where they became somebody else.
    public var sourceAuthor: String?
    public var createdAt: Timestamp
    public var change: Change
    /// What the label or milestone was called at the source.
    public var title: String?

    public init(
        id: Int64, noteable: Noteable, userID: UserID, sourceAuthor: String?, createdAt: Timestamp, change: Change,
        title: String?
    ) {
        self.id = id
        self.noteable = noteable
        self.userID = userID
        self.sourceAuthor = sourceAuthor
        self.createdAt = createdAt
        self.change = change
        self.title = title
    }
}
