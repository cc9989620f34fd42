import Model
import RemoteREST

/// `GET /repositories/:id/issues/comments?sort=created&direction=asc`: a comment in the conversation of an issue or a
/// pull request, of the whole repository.
struct GitHubComment: GitHubRow {
    static let kind = ObjectKind.note
    static let path = "issues/comments"

    var id: Int64
    var issueURL: String
    var body: String?
    var user: GitHubUser?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var htmlURL: String
    var nodeID: String?
    var reactions: GitHubReactionTotal?
    var minimized: GitHubMinimizedRow?

    enum CodingKeys: String, CodingKey {
        case id
        case issueURL = "issue_url"
        case body
        case user
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
        case nodeID = "node_id"
        case reactions
        case minimized
    }

    func mapped() -> MappedPage {
        guard let number = issueURL.trailingNumber else {
            let fault = MappingFault(identifier: String(id), url: htmlURL, detail: "issue_url names no issue")
            return MappedPage(exceptions: [fault.exception(kind: Self.kind, at: 0)])
        }
        var draft = NoteDraft(
            sourceKey: SourceKey(id), number: number, body: (body ?? "").withoutNUL, author: user?.person,
            createdAt: createdAt, updatedAt: updatedAt, sourceURL: htmlURL)
        let hidden = minimized.map { GitHubMinimized(reason: $0.reason) }
        draft.minimizedReason = hidden?.reason
        var page = MappedPage(drafts: [.note(draft)])
        if let hidden { page.exceptions.append(hidden.exception(Self.kind, SourceKey(id), url: htmlURL)) }
        let target = ReactionTarget(.comment, SourceKey(id))
        if let reacted = ReactedDraft(target, nodeID: nodeID, reactions) { page.drafts.append(.reacted(reacted)) }
        return page
    }
}
