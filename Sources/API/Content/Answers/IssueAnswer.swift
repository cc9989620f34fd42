import Model
import Store

/// An issue (GitLab's `Issue`).
struct IssueAnswer: Entity {
    var issue: Issue
    var related: RelatedRows
    var place: AnswerPlace
    var today: CalendarDate
    var showsLabelDetails = false
    /// `subscribed` stands in the answer about one issue only.
    var isSingle = false

    func write(_ object: inout JSONObject) {
        let tasks = TaskList(in: issue.description)
        writeBasics(&object, tasks)
        if tasks.count > 0 { object.add("task_status", tasks.status) }
        writeLinks(&object)
        place.addReferences("#\(issue.iid)", to: &object)
        object.add("severity", "UNKNOWN")
        if isSingle { object.add("subscribed", false) }
        object.null("moved_to_id", "service_desk_reply_to")
        place.addImport(to: &object)
        object.addSourceAuthor(issue.sourceAuthor)
        writeSourceState(&object)
    }

    /// Landfall's own key: what the source says of an issue and GitLab's issues have no place for.
    private func writeSourceState(_ object: inout JSONObject) {
        let reason = issue.state == .closed ? issue.stateReason : nil
        guard reason != nil || issue.isPinned || issue.sourceType != nil || issue.lockReason != nil else { return }
        object.add("source_state") { state in
            state.add("reason", reason)
            state.add("pinned", issue.isPinned)
            state.add("type", issue.sourceType)
            state.add("lock_reason", issue.isDiscussionLocked ? issue.lockReason : nil)
        }
    }

    private func writeBasics(_ object: inout JSONObject, _ tasks: TaskList) {
        object.add("id", issue.id)
        object.add("iid", issue.iid)
        object.add("project_id", issue.projectID)
        object.add("title", issue.title)
        object.add("description", issue.description)
        object.add("state", issue.state)
        object.add("created_at", issue.createdAt)
        object.add("updated_at", issue.updatedAt)
        object.add("closed_at", issue.closedAt)
        object.add("closed_by", related.person(issue.closedByID, place.externalURL))
        object.addLabels(related.labels[issue.id.rawValue], details: showsLabelDetails)
        object.add("milestone", milestone)
        writePeople(&object)
        object.add("type", "ISSUE")
        object.add("user_notes_count", issue.userNotesCount)
        object.add("merge_requests_count", related.closingCounts[issue.id] ?? 0)
        let votes = related.votes[issue.id.rawValue] ?? Votes()
        object.add("upvotes", votes.up)
        object.add("downvotes", votes.down)
        object.add("due_date", issue.dueDate)
        object.add("confidential", issue.isConfidential)
        object.add("discussion_locked", issue.isDiscussionLocked)
        object.add("issue_type", "issue")
        object.add("web_url", place.webURL("issues/\(issue.iid)"))
        object.addTimeStats()
        object.addTaskCompletion(tasks)
        object.add("has_tasks", tasks.count > 0)
    }

    private var milestone: MilestoneAnswer? {
        issue.milestoneID.flatMap { related.milestones[$0] }
            .map { MilestoneAnswer(milestone: $0, place: place, today: today) }
    }

    private func writePeople(_ object: inout JSONObject) {
        let assignees = related.people(related.assignees[issue.id.rawValue], place.externalURL)
        object.add("assignees", assignees)
        object.add("author", related.person(issue.authorID, place.externalURL))
        object.add("assignee", assignees.first)
    }

    private func writeLinks(_ object: inout JSONObject) {
        let path = "/issues/\(issue.iid)"
        object.add("_links") { links in
            links.add("self", place.apiURL(path))
            links.add("notes", place.apiURL(path + "/notes"))
            links.add("award_emoji", place.apiURL(path + "/award_emoji"))
            links.add("project", place.apiURL())
            let isDuplicate = issue.state == .closed
            links.add(
                "closed_as_duplicate_of",
                isDuplicate ? issue.duplicateOf.map { place.apiURL("/issues/\($0)") } : nil)
        }
    }
}

/// `{"statistics":{"counts":{…}}}`.
struct IssueStatisticsAnswer: Entity {
    var counts: IssueCounts

    func write(_ object: inout JSONObject) {
        object.add("statistics") { statistics in
            statistics.add("counts") { object in
                object.add("all", counts.all)
                object.add("closed", counts.closed)
                object.add("opened", counts.opened)
            }
        }
    }
}
