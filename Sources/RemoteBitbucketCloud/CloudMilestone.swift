import Model
import Remote
import RemoteREST

/// `GET R/milestones`: a name, and nothing besides.
struct CloudMilestones: Decodable, Sendable {
    private var page: CloudPage<CloudMilestone>
    /// When the source was asked: it does not say when a milestone was made.
    private var readAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case page
        case readAt = "read_at"
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let list: Self = try JSONText.decode(payload, what: "the milestones")
        let (rows, exceptions) = list.page.read(.milestone)
        let time = list.readAt ?? Timestamp(millisecondsSinceEpoch: 0)
        return MappedPage(drafts: rows.map { .milestone($0.draft(time)) }, exceptions: exceptions)
    }
}

struct CloudMilestone: Decodable, Sendable {
    var id: Int64
    var name: String

    enum CodingKeys: String, CodingKey {
        case id
        case name
    }

    func draft(_ time: Timestamp) -> MilestoneDraft {
        MilestoneDraft(
            sourceKey: SourceKey(id), number: id, title: name.withoutNUL, description: nil, state: .active,
            dueDate: nil, createdAt: time, updatedAt: time)
    }
}
