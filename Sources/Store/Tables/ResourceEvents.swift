public import Model

/// What changed on issues and merge requests: state, labels, milestone.
public enum ResourceEvents {
    /// The oldest first, as GitLab lists them.
    public static func list(
        _ kind: ResourceEvent.Kind, on noteable: Noteable, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<ResourceEvent> {
        var condition = Condition()
        condition.add("noteable_kind = ? AND noteable_id = ?", noteable.kind, noteable.id)
        return try connection.page(
            columns(of: kind), from: kind.table, where: condition, order: "created_at ASC, id ASC", page: page
        ) { try read($0, kind) }
    }

    public static func find(
        _ kind: ResourceEvent.Kind, id: Int64, on noteable: Noteable, in connection: any ReadConnection
    ) throws -> ResourceEvent? {
        try connection.row(
            "SELECT \(columns(of: kind)) FROM \(kind.table) WHERE id = $1 AND noteable_kind = $2 AND noteable_id = $3",
            [id, noteable.kind, noteable.id]
        ) { try read($0, kind) }
    }

    /// What the answers about events need besides them.
    public struct Related: Sendable {
        public var users: [UserID: User]
        public var labels: [LabelID: Label]
        public var milestones: [MilestoneID: Milestone]
    }

    public static func related(
        to events: [ResourceEvent], in connection: any ReadConnection
    ) throws -> Related {
        var labels: Set<LabelID> = []
        var milestones: Set<MilestoneID> = []
        for event in events {
            switch event.change {
            case .label(let label?, _): labels.insert(label)
            case .milestone(let milestone?, _): milestones.insert(milestone)
            default: break
            }
        }
        return Related(
            users: try Users.byID(Set(events.map(\.userID)), in: connection),
            labels: try Labels.find(labels, in: connection), milestones: try Milestones.find(milestones, in: connection)
        )
    }

    private static func columns(of kind: ResourceEvent.Kind) -> String {
        let own =
            switch kind {
            case .state: "state, source_commit, source_merge_request_id"
            case .label: "label_id, title, action"
            case .milestone: "milestone_id, title, action"
            }
        return "id, noteable_kind, noteable_id, user_id, source_author, created_at, \(own)"
    }

    private static func read(_ row: any ResultRow, _ kind: ResourceEvent.Kind) throws -> ResourceEvent {
        let change: ResourceEvent.Change =
            switch kind {
            case .state:
                .state(
                    try row("state"), commit: try row("source_commit"), mergeRequest: try row("source_merge_request_id")
                )
            case .label: .label(try row("label_id"), try row("action"))
            case .milestone: .milestone(try row("milestone_id"), try row("action"))
            }
        return ResourceEvent(
            id: try row("id"), noteable: Noteable(kind: try row("noteable_kind"), id: try row("noteable_id")),
            userID: try row("user_id"), sourceAuthor: try row("source_author"), createdAt: try row("created_at"),
            change: change, title: kind == .state ? nil : try row("title"))
    }
}

extension ResourceEvent.Kind {
    fileprivate var table: String { "resource_\(rawValue)_events" }
}
