import Model
import Remote
import RemoteREST

/// `GET R/issues/{id}/comments`: a comment on an issue. Changes without words stand there too, as blank ones.
struct CloudIssueComment: Decodable, Sendable {
    var id: Int64
    var content: CloudContent?
    var user: CloudUser?
    var createdAt: Timestamp
    var updatedAt: Timestamp?
    var parent: CloudComment.Parent?

    enum CodingKeys: String, CodingKey {
        case id
        case content
        case user
        case createdAt = "created_on"
        case updatedAt = "updated_on"
        case parent
    }

    static func fields(_ path: String) -> [String] {
        ["id", "content.raw", "created_on", "updated_on", "parent.id"].map { "\(path).\($0)" }
            + CloudUser.fields("\(path).user")
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of comments")
        let (rows, exceptions) = item.page.read(.note)
        return MappedPage(
            drafts: rows.compactMap { $0.draft(on: item.number, mapping) }.map { .note($0) },
            exceptions: exceptions.numbered(after: keyPrefix))
    }

    /// Comments of issues are numbered apart from those of pull requests.
    private static let keyPrefix = "issue_comment_"

    private static func key(_ id: Int64) -> SourceKey { SourceKey("\(keyPrefix)\(id)") }

    /// Blank ones are told as changes.
    private func draft(on number: Int64, _ mapping: CloudMapping) -> NoteDraft? {
        let text = content?.text ?? ""
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        var draft = NoteDraft(
            sourceKey: Self.key(id), number: number, body: text, author: user?.person, createdAt: createdAt,
            updatedAt: updatedAt ?? createdAt, sourceURL: "\(mapping.address.issue(number))#comment-\(id)")
        draft.item = .issue
        draft.threadKey = Self.key(parent?.id ?? id)
        return draft
    }
}
