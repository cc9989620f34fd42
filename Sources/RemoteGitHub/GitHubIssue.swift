import Model

/// `GET /repositories/:id/issues?state=all&sort=created&direction=asc`: an issue, or a pull request seen as one.
struct GitHubIssue: GitHubRow {
    static let kind = ObjectKind.issue
    static let path = "issues"

    var id: Int64
    var number: Int64
    var title: String
    var body: String?
    var state: String
    var stateReason: String?
    var user: GitHubUser?
    var assignees: [GitHubUser?]?
    var labels: [GitHubLabelName]?
    var milestone: GitHubMilestoneNumber?
    var isLocked: Bool?
    var comments: Int64?
    var closedBy: GitHubUser?
    var closedAt: Timestamp?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var htmlURL: String
    var pullRequest: PullRequestMark?
    var nodeID: String?
    var reactions: GitHubReactionTotal?
    /// The kind of issue (bug, task…), where the organization has such kinds.
    var type: IssueType?

    struct IssueType: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    /// Present in rows that are pull requests.
    struct PullRequestMark: Decodable, Sendable {
        var mergedAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case mergedAt = "merged_at"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case number
        case title
        case body
        case state
        case stateReason = "state_reason"
        case user
        case assignees
        case labels
        case milestone
        case isLocked = "locked"
        case comments
        case closedBy = "closed_by"
        case closedAt = "closed_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
        case pullRequest = "pull_request"
        case nodeID = "node_id"
        case reactions
        case type
    }

    func mapped() -> MappedPage {
        let item: NoteableKind = pullRequest == nil ? .issue : .mergeRequest
        var page = MappedPage()
        page.announcements = [Announcement(kind: .note, of: item, number: number, count: comments ?? 0)]
        page.items = [ItemMark(item: item, number: number, updatedAt: updatedAt)]
        if let pullRequest {
            // The list of pull requests has the rest of it, but not who closed it.
            if pullRequest.mergedAt == nil, let person = closedBy?.person {
                var details = ItemDetailsDraft(item: .mergeRequest, number: number, sourceURL: htmlURL)
                details.closedBy = person
                page.drafts.append(.itemDetails(details))
            }
        } else {
            page.drafts.append(.issue(draft))
            if let type {
                var details = ItemDetailsDraft(item: .issue, number: number, sourceURL: htmlURL)
                details.issueType = type.name
                page.drafts.append(.itemDetails(details))
            }
        }
        // Rows that are pull requests carry the pull request's own node id.
        let target = ReactionTarget(.item, SourceKey(number))
        if let reacted = ReactedDraft(target, nodeID: nodeID, reactions) { page.drafts.append(.reacted(reacted)) }
        return page
    }

    private var draft: IssueDraft {
        IssueDraft(
            sourceKey: SourceKey(id), number: number, title: title.withoutNUL, body: body?.withoutNUL,
            state: state == "open" ? .opened : .closed, stateReason: state == "open" ? nil : stateReason,
            author: user?.person, assignees: (assignees ?? []).people, labelTitles: (labels ?? []).map(\.name),
            milestoneNumber: milestone?.number, closedBy: closedBy?.person, closedAt: closedAt,
            isLocked: isLocked ?? false, createdAt: createdAt, updatedAt: updatedAt, sourceURL: htmlURL)
    }
}
