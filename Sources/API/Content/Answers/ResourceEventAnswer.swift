import Model
import Store

/// A change of state, label or milestone (GitLab's `ResourceStateEvent`, `ResourceLabelEvent` and
/// `ResourceMilestoneEvent`).
struct ResourceEventAnswer: Entity {
    var event: ResourceEvent
    var related: ResourceEvents.Related
    var place: AnswerPlace
    var today: CalendarDate

    func write(_ object: inout JSONObject) {
        object.add("id", event.id)
        let user = related.users[event.userID]
        object.add("user", user.map { UserBasicAnswer(user: $0, externalURL: place.externalURL) })
        object.add("created_at", event.createdAt)
        object.add("resource_type", event.noteable.kind)
        object.add("resource_id", event.noteable.id)
        switch event.change {
        case .state(let state, let commit, let mergeRequest):
            object.add("source_commit", commit)
            object.add("source_merge_request_id", mergeRequest)
            object.add("state", state)
        case .label(let label, let action):
            object.add("label", label.flatMap { related.labels[$0] }.map(LabelBasicAnswer.init))
            object.add("action", action)
        case .milestone(let milestone, let action):
            let milestone = milestone.flatMap { related.milestones[$0] }
            object.add("milestone", milestone.map { MilestoneAnswer(milestone: $0, place: place, today: today) })
            object.add("action", action)
            // What GitLab's importer writes: the source does not say in which state the item was.
            object.add("state", "opened")
        }
        // Landfall's own: labels and milestones that are gone keep their names.
        if let title = event.title { object.add("source_title", title) }
        object.addSourceAuthor(event.sourceAuthor)
    }
}
