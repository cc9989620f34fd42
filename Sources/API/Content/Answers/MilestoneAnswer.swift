import Model

/// A project's milestone (GitLab's `Milestone`).
struct MilestoneAnswer: Entity {
    var milestone: Milestone
    var place: AnswerPlace
    var today: CalendarDate

    func write(_ object: inout JSONObject) {
        object.add("id", milestone.id)
        object.add("iid", milestone.iid)
        object.add("project_id", milestone.projectID)
        object.add("title", milestone.title)
        object.add("description", milestone.description)
        object.add("state", milestone.state)
        object.add("created_at", milestone.createdAt)
        object.add("updated_at", milestone.updatedAt)
        object.add("due_date", milestone.dueDate)
        object.add("start_date", milestone.startDate)
        object.add("expired", milestone.dueDate.map { $0 < today } ?? false)
        object.add("web_url", place.webURL("milestones/\(milestone.iid)"))
    }
}
