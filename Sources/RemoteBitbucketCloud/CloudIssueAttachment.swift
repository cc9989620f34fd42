import Model
import Outbound
import Remote

/// `GET R/issues/{id}/attachments`: files that hang on an issue. The source says neither who attached them nor when,
/// so that a comment of nobody's at the time the issue was made links each, and it is brought as any other file that a
/// text links.
struct CloudIssueAttachment: Decodable, Sendable {
    var name: String

    enum CodingKeys: String, CodingKey {
        case name
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of attachments")
        let (rows, exceptions) = item.page.read(.issueAttachment)
        let time = item.createdAt ?? Timestamp(millisecondsSinceEpoch: 0)
        return MappedPage(
            drafts: rows.compactMap { $0.draft(on: item.number, at: time, mapping) }.map { .note($0) },
            exceptions: exceptions)
    }

    private func draft(on number: Int64, at time: Timestamp, _ mapping: CloudMapping) -> NoteDraft? {
        guard let url = mapping.address.attachment(name, of: number) else { return nil }
        let shown = name.inOneLine.map { "[]\\`*_<>".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        var draft = NoteDraft(
            sourceKey: SourceKey("issue_attachment_\(number)_\(name.withoutNUL)"), number: number,
            body: "Attachment: [\(shown)](\(url.text))", author: nil, createdAt: time, updatedAt: time,
            sourceURL: mapping.address.issue(number))
        draft.item = .issue
        return draft
    }
}
