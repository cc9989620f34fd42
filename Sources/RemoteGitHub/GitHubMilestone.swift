import Model

/// `GET /repositories/:id/milestones?state=all`: a milestone.
struct GitHubMilestone: GitHubRow {
    static let kind = ObjectKind.milestone
    static let path = "milestones"

    var id: Int64
    var number: Int64
    var title: String
    var description: String?
    var state: String
    var dueOn: Timestamp?
    var createdAt: Timestamp
    var updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id
        case number
        case title
        case description
        case state
        case dueOn = "due_on"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    func mapped() -> MappedPage {
        let draft = MilestoneDraft(
            sourceKey: SourceKey(id), number: number, title: title.withoutNUL, description: description?.withoutNUL,
            state: state == "open" ? .active : .closed,
            // GitHub keeps a day as midnight in California, which is the same day in UTC.
            dueDate: dueOn?.calendarDate, createdAt: createdAt, updatedAt: updatedAt)
        return MappedPage(drafts: [.milestone(draft)])
    }
}

/// A milestone as issues and pull requests name it.
struct GitHubMilestoneNumber: Decodable, Sendable {
    var number: Int64

    enum CodingKeys: String, CodingKey {
        case number
    }
}
