import Model
import Store

/// A merge request: GitLab's `MergeRequestBasic`, as lists show it, and with ``detail`` its `MergeRequest`, as the answer
/// about a single one.
struct MergeRequestAnswer: Entity {
    /// What only the answer about one merge request holds.
    struct Detail {
        /// How many files it changes; `nil` where its commits are not at hand.
        var changesCount: String?
    }

    var mergeRequest: MergeRequest
    var related: RelatedRows
    var place: AnswerPlace
    var today: CalendarDate
    var showsLabelDetails = false
    var detail: Detail?

    func write(_ object: inout JSONObject) {
        writeBasics(&object)
        writePeople(&object)
        writeOrigin(&object)
        writeMergeability(&object)
        writeNames(&object)
        object.addSourceAuthor(mergeRequest.sourceAuthor)
        writeSourceState(&object)
        if let detail { write(detail, to: &object) }
    }

    private func writeBasics(_ object: inout JSONObject) {
        object.add("id", mergeRequest.id)
        object.add("iid", mergeRequest.iid)
        object.add("project_id", mergeRequest.projectID)
        // As the source has it: GitLab writes "Draft: " into titles, here `draft` alone says it.
        object.add("title", mergeRequest.title)
        object.add("description", mergeRequest.description)
        object.add("state", mergeRequest.state)
        object.add("created_at", mergeRequest.createdAt)
        object.add("updated_at", mergeRequest.updatedAt)
        let isClosed = mergeRequest.state == .closed
        let mergedBy = related.person(mergeRequest.mergedByID, place.externalURL)
        object.add("merged_by", mergedBy)
        // In GitLab also whoever told it to merge by itself.
        let isWaiting = mergeRequest.mergedByID == nil
        object.add(
            "merge_user",
            isWaiting ? related.person(mergeRequest.autoMergeByID, place.externalURL) : mergedBy)
        object.add("merged_at", mergeRequest.mergedAt)
        // A merge is no close in GitLab, while other forges give a merged one both times.
        object.add("closed_by", isClosed ? related.person(mergeRequest.closedByID, place.externalURL) : nil)
        object.add("closed_at", isClosed ? mergeRequest.closedAt : nil)
        object.add("target_branch", mergeRequest.targetBranch)
        object.add("source_branch", mergeRequest.sourceBranch)
        object.add("user_notes_count", mergeRequest.userNotesCount)
        let votes = related.votes[mergeRequest.id.rawValue] ?? Votes()
        object.add("upvotes", votes.up)
        object.add("downvotes", votes.down)
    }

    private func writePeople(_ object: inout JSONObject) {
        let row = mergeRequest.id.rawValue
        let assignees = related.people(related.assignees[row], place.externalURL)
        object.add("author", related.person(mergeRequest.authorID, place.externalURL))
        object.add("assignees", assignees)
        object.add("assignee", assignees.first)
        object.add("reviewers", related.people(related.reviewers[row], place.externalURL))
    }

    private func writeOrigin(_ object: inout JSONObject) {
        let isFromFork = mergeRequest.sourceFork != nil
        object.add("source_project_id", isFromFork ? nil : mergeRequest.projectID)
        object.add("target_project_id", mergeRequest.projectID)
        object.addLabels(related.labels[mergeRequest.id.rawValue], details: showsLabelDetails)
        object.add("draft", mergeRequest.isDraft)
        place.addImport(to: &object)
        object.add("work_in_progress", mergeRequest.isDraft)
        let milestone = mergeRequest.milestoneID.flatMap { related.milestones[$0] }
        object.add("milestone", milestone.map { MilestoneAnswer(milestone: $0, place: place, today: today) })
        if isFromFork {
            object.add("allow_collaboration", false)
            object.add("allow_maintainer_to_push", false)
        }
    }

    private func writeMergeability(_ object: inout JSONObject) {
        object.add(
            "merge_when_pipeline_succeeds", mergeRequest.state == .opened && mergeRequest.autoMergeMethod != nil)
        object.add("merge_status", MergeRequestAnswer.mergeStatus)
        object.add("detailed_merge_status", detailedMergeStatus)
        object.null("merge_after")
        object.add("sha", mergeRequest.head)
        object.add("merge_commit_sha", mergeRequest.mergeCommit)
        object.null("squash_commit_sha")
        object.add("discussion_locked", mergeRequest.isDiscussionLocked)
        object.null("should_remove_source_branch")
        object.add("force_remove_source_branch", false)
        object.add("prepared_at", mergeRequest.createdAt)
    }

    /// Landfall does not try merges out: nothing is known against it.
    static let mergeStatus = "can_be_merged"

    private var detailedMergeStatus: String {
        if mergeRequest.state != .opened { return "not_open" }
        if mergeRequest.isDraft { return "draft_status" }
        switch mergeRequest.reviewDecision {
        case .changesRequested: return "requested_changes"
        case .reviewRequired: return "not_approved"
        case .approved, nil: return "mergeable"
        }
    }

    /// Landfall's own key: what the source says of a pull request and GitLab's merge requests have no place for.
    private func writeSourceState(_ object: inout JSONObject) {
        let lockReason = mergeRequest.isDiscussionLocked ? mergeRequest.lockReason : nil
        guard lockReason != nil || !mergeRequest.requestedTeams.isEmpty || mergeRequest.autoMergeMethod != nil else {
            return
        }
        object.add("source_state") { state in
            state.add("lock_reason", lockReason)
            state.add("requested_teams", mergeRequest.requestedTeams)
            state.add("auto_merge_method", mergeRequest.autoMergeMethod)
        }
    }

    private func writeNames(_ object: inout JSONObject) {
        let short = "!\(mergeRequest.iid)"
        object.add("reference", place.relativeReference(short))
        place.addReferences(short, to: &object)
        object.add("web_url", place.webURL("merge_requests/\(mergeRequest.iid)"))
        object.addTimeStats()
        object.add("squash", false)
        object.add("squash_on_merge", false)
        object.addTaskCompletion(TaskList(in: mergeRequest.description))
        object.add("has_conflicts", false)
        object.add("blocking_discussions_resolved", !related.unresolved.contains(mergeRequest.id.rawValue))
    }

    private func write(_ detail: Detail, to object: inout JSONObject) {
        object.add("subscribed", false)
        object.add("changes_count", detail.changesCount)
        object.null(
            "latest_build_started_at", "latest_build_finished_at", "first_deployed_to_production_at", "pipeline",
            "head_pipeline")
        object.add("diff_refs", mergeRequest.diffRefs.map(DiffRefsAnswer.init))
        object.null("merge_error")
        object.add("first_contribution", false)
        object.add("user") { $0.add("can_merge", false) }
    }
}

/// `diff_refs`.
struct DiffRefsAnswer: Entity {
    var diffRefs: DiffRefs

    func write(_ object: inout JSONObject) {
        object.add("base_sha", diffRefs.base)
        object.add("head_sha", diffRefs.head)
        object.add("start_sha", diffRefs.start)
    }
}

/// A merge request in few words, for `view=simple` (GitLab's `MergeRequestSimple`).
struct MergeRequestSimpleAnswer: Entity {
    var mergeRequest: MergeRequest
    var place: AnswerPlace

    func write(_ object: inout JSONObject) {
        object.add("id", mergeRequest.id)
        object.add("iid", mergeRequest.iid)
        object.add("project_id", mergeRequest.projectID)
        object.add("title", mergeRequest.title)
        object.add("description", mergeRequest.description)
        object.add("state", mergeRequest.state)
        object.add("created_at", mergeRequest.createdAt)
        object.add("updated_at", mergeRequest.updatedAt)
        object.add("web_url", place.webURL("merge_requests/\(mergeRequest.iid)"))
    }
}
