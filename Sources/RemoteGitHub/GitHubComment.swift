import Model

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

    enum CodingKeys: String, CodingKey {
        case id
        case issueURL = "issue_url"
        case body
        case user
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
    }

    func mapped() -> MappedPage {
        guard let number = issueURL.trailingNumber else {
            let fault = MappingFault(identifier: String(id), url: htmlURL, detail: "issue_url names no issue")
            return MappedPage(exceptions: [fault.exception(kind: Self.kind, at: 0)])
        }
        let draft = NoteDraft(
            sourceKey: SourceKey(id), number: number, body: (body ?? "").withoutNUL, author: user?.person,
            createdAt: createdAt, updatedAt: updatedAt, sourceURL: htmlURL)
        return MappedPage(drafts: [.note(draft)])
    }
}
