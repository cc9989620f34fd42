/// A project's milestone.
public struct Milestone: Sendable, Hashable {
    public enum State: String, Sendable, Codable {
        case active
        case closed
    }

    public var id: MilestoneID
    public var projectID: ProjectID
    public var iid: Int64
    public var title: String
    public var description: String?
    public var state: State
    public var startDate: CalendarDate?
    public var dueDate: CalendarDate?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: MilestoneID, projectID: ProjectID, iid: Int64, title: String, description: String?, state: State,
        startDate: CalendarDate?, dueDate: CalendarDate?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.iid = iid
        self.title = title
        self.description = description
        self.state = state
        self.startDate = startDate
        self.dueDate = dueDate
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
