import Model
import Outbound
import Remote

/// `GET R/issues/{id}/attachments`: files that hang on an issue. The source says neither who attached them nor when, so that
/// a comment of nobody's at the time the issue was made links them all, and they are brought as any other file that a text
/// links.
struct CloudIssueAttachment: Decodable, Sendable {
    var name: String

    enum CodingKeys: String, CodingKey {
        case name
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of attachments")
        let (rows, exceptions) = item.page.read(.issueAttachment)
        let lines = rows.compactMap { $0.line(of: item.number, mapping) }
        guard !lines.isEmpty, let createdAt = item.createdAt else { return MappedPage(exceptions: exceptions) }
        var draft = NoteDraft(
            sourceKey: SourceKey("issue_attachments_\(item.number)_\(rows[0].name.withoutNUL)"), number: item.number,
            body: "Attachments:\n\n" + lines.joined(separator: "\n"), author: nil, createdAt: createdAt,
            updatedAt: createdAt, sourceURL: mapping.address.issue(item.number))
        draft.item = .issue
        return MappedPage(drafts: [.note(draft)], exceptions: exceptions)
    }

    private func line(of number: Int64, _ mapping: CloudMapping) -> String? {
        guard let url = mapping.address.attachment(name, of: number) else { return nil }
        let shown = name.inOneLine.map { "[]\\`*_<>".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return "- [\(shown)](\(url.text))"
    }
}
