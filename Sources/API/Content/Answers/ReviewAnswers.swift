import Model
import Store

/// Who approved a merge request (GitLab's `MergeRequestApprovals`).
struct ApprovalsAnswer: Entity {
    var mergeRequest: MergeRequest
    var approvals: [Approval]
    var users: [UserID: User]
    var caller: UserID?
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("id", mergeRequest.id)
        object.add("iid", mergeRequest.iid)
        object.add("project_id", mergeRequest.projectID)
        object.add("title", mergeRequest.title)
        object.add("description", mergeRequest.description)
        object.add("state", mergeRequest.state)
        object.add("created_at", mergeRequest.createdAt)
        object.add("updated_at", mergeRequest.updatedAt)
        object.add("merge_status", MergeRequestAnswer.mergeStatus)
        object.add("approved", !approvals.isEmpty)
        object.add("approvals_required", 0)
        object.add("approvals_left", 0)
        object.add(
            "approved_by",
            approvals.compactMap { approval in
                users[approval.userID].map {
                    ApprovalAnswer(approval: approval, user: UserBasicAnswer(user: $0, externalURL: externalURL))
                }
            })
        object.add("user_has_approved", approvals.contains { $0.userID == caller })
        object.add("user_can_approve", false)
    }
}

/// One approval; its time is kept from the source.
struct ApprovalAnswer: Entity {
    var approval: Approval
    var user: UserBasicAnswer

    func write(_ object: inout JSONObject) {
        object.add("user", user)
        object.add("approved_at", approval.createdAt)
    }
}

/// No rules are kept, so none is broken.
struct ApprovalStateAnswer: Entity {
    func write(_ object: inout JSONObject) {
        object.add("approval_rules_overwritten", false)
        object.add("rules", [String]())
    }
}

/// Somebody who reviews, with their last word (GitLab's `MergeRequestReviewer`).
struct ReviewerAnswer: Entity {
    var reviewer: Reviewer
    var user: UserBasicAnswer

    func write(_ object: inout JSONObject) {
        object.add("user", user)
        object.add("state", reviewer.state)
        object.add("created_at", reviewer.createdAt)
    }
}

/// One state of a merge request's diff (GitLab's `MergeRequestDiff`).
struct MergeRequestVersionAnswer: Entity {
    var version: MergeRequestVersion

    func write(_ object: inout JSONObject) {
        object.add("id", version.id)
        object.add("head_commit_sha", version.diffRefs.head)
        object.add("base_commit_sha", version.diffRefs.base)
        object.add("start_commit_sha", version.diffRefs.start)
        object.add("created_at", version.createdAt)
        object.add("merge_request_id", version.mergeRequestID)
        object.add("state", "collected")
        object.null("real_size", "patch_id_sha")
    }
}
