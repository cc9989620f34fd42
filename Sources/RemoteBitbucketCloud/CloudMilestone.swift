import Model
import Remote
import RemoteREST

/// `GET R/milestones`: a name, and nothing besides.
struct CloudMilestone: Decodable, Sendable {
    var id: Int64
    var name: String

    enum CodingKeys: String, CodingKey {
        case id
        case name
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let page: CloudPage<CloudMilestone> = try JSONText.decode(payload, what: "the milestones")
        let (rows, exceptions) = page.read(.milestone)
        return MappedPage(drafts: rows.map { .milestone($0.draft) }, exceptions: exceptions)
    }

    private var draft: MilestoneDraft {
        MilestoneDraft(
            sourceKey: SourceKey(id), number: id, title: name.withoutNUL, description: nil, state: .active,
            dueDate: nil, createdAt: nil, updatedAt: nil)
    }
}
