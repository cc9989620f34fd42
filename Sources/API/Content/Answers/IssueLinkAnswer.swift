import Model
import Store

/// An issue as another one's list of links shows it (GitLab's `RelatedIssue`).
struct RelatedIssueAnswer: Entity {
    var issue: IssueAnswer
    var link: IssueLink

    func write(_ object: inout JSONObject) {
        issue.write(&object)
        object.add("issue_link_id", link.id)
        // Seen from the issue whose links are listed, which is the other end.
        let isTarget = issue.issue.id == link.targetIssueID
        object.add("link_type", link.type(from: isTarget ? link.sourceIssueID : link.targetIssueID))
        object.add("link_created_at", link.createdAt)
        object.add("link_updated_at", link.createdAt)
        // Landfall's own: what the link was at the source, where GitLab's issues have no word for it.
        object.add("source_link_type", link.sourceType(isTarget: isTarget))
    }
}

/// One link with both its issues (GitLab's `IssueLink`).
struct IssueLinkAnswer: Entity {
    var link: IssueLink
    var source: IssueAnswer
    var target: IssueAnswer

    func write(_ object: inout JSONObject) {
        object.add("id", link.id)
        object.add("source_issue", source)
        object.add("target_issue", target)
        object.add("link_type", link.kind)
        object.add("link_created_at", link.createdAt)
        object.add("link_updated_at", link.createdAt)
    }
}

extension IssueLink {
    /// What the listed issue is to the one whose links are asked for.
    fileprivate func sourceType(isTarget: Bool) -> String? {
        switch nature {
        case .parent: isTarget ? "child" : "parent"
        case .duplicate: isTarget ? "duplicate" : "original"
        case .blocks: isTarget ? "blocked" : "blocker"
        case nil: nil
        }
    }
}
