import Model
import Remote
import RemoteREST

/// `GET R/pullrequests/{id}/tasks`: something to do before merging, which becomes a thread of its own that can be
/// resolved.
struct CloudTask: Decodable, Sendable {
    var id: Int64
    var state: String
    var content: CloudContent?
    var creator: CloudUser?
    var createdAt: Timestamp
    var updatedAt: Timestamp?
    var resolvedAt: Timestamp?
    var resolvedBy: CloudUser?
    var isPending: Bool?
    var comment: CloudComment.Parent?

    enum CodingKeys: String, CodingKey {
        case id
        case state
        case content
        case creator
        case createdAt = "created_on"
        case updatedAt = "updated_on"
        case resolvedAt = "resolved_on"
        case resolvedBy = "resolved_by"
        case isPending = "pending"
        case comment
    }

    static func fields(_ path: String) -> [String] {
        ["id", "state", "content.raw", "created_on", "updated_on", "resolved_on", "pending", "comment.id"]
            .map { "\(path).\($0)" } + CloudUser.fields("\(path).creator") + CloudUser.fields("\(path).resolved_by")
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of tasks")
        let (rows, exceptions) = item.page.read(.note)
        return MappedPage(
            drafts: rows.filter { $0.isPending != true }.flatMap { $0.drafts(on: item.number, mapping) },
            exceptions: exceptions.numbered(after: keyPrefix))
    }

    /// Tasks are numbered apart from comments.
    private static let keyPrefix = "task_"

    private func drafts(on number: Int64, _ mapping: CloudMapping) -> [Draft] {
        let key = SourceKey("\(Self.keyPrefix)\(id)")
        var draft = NoteDraft(
            sourceKey: key, number: number, body: body(on: number, mapping), author: creator?.person,
            createdAt: createdAt, updatedAt: updatedAt ?? createdAt, sourceURL: mapping.address.pullRequest(number))
        draft.item = .mergeRequest
        draft.threadKey = key
        draft.isResolvable = true
        var resolution = ThreadResolutionDraft(
            threadKey: key, mergeRequestNumber: number, isResolved: state == "RESOLVED",
            resolvedBy: resolvedBy?.person)
        resolution.resolvedAt = resolvedAt
        return [.note(draft), .threadResolution(resolution)]
    }

    /// A task that was made of a comment says of which.
    private func body(on number: Int64, _ mapping: CloudMapping) -> String {
        let text = content?.text ?? ""
        guard let comment else { return text }
        return "\(text)\n\n[Task on a comment](\(mapping.address.comment(comment.id, on: number)))"
    }
}
