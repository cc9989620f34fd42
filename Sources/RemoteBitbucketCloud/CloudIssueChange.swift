import Model
import Remote
import RemoteREST

/// `GET R/issues/{id}/changes`: what somebody changed about an issue, by field.
struct CloudIssueChange: Decodable, Sendable {
    var id: Int64?
    var createdAt: Timestamp
    var user: CloudUser?
    var changes: [String: Change]?

    struct Change: Decodable, Sendable {
        var old: String?
        var new: String?

        enum CodingKeys: String, CodingKey {
            case old
            case new
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case createdAt = "created_on"
        case user
        case changes
    }

    static func fields(_ path: String) -> [String] {
        ["id", "created_on", "changes"].map { "\(path).\($0)" } + CloudUser.fields("\(path).user")
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of changes")
        let (rows, exceptions) = item.page.read(.event)
        var page = MappedPage(exceptions: exceptions)
        for row in rows { page.append(row.mapped(on: item.number, mapping)) }
        return page
    }

    private func mapped(on number: Int64, _ mapping: CloudMapping) -> MappedPage {
        var story = CloudStory(
            item: .issue, number: number, actor: user?.person, date: createdAt, url: mapping.address.issue(number),
            key: id.flatMap { $0 > 0 ? "issue_change_\($0)" : nil })
        let accounts = changes?["assignee_account_id"]
        for (name, change) in (changes ?? [:]).sorted(by: { $0.key < $1.key }) where name != "assignee_account_id" {
            let (old, new) = (change.old?.unlessEmpty?.withoutNUL, change.new?.unlessEmpty?.withoutNUL)
            switch name {
            case "state", "status": Self.tellState(old, new, by: user?.person, &story)
            case "title":
                story.add(name, .renamed(from: old ?? "", to: new ?? ""))
            case "content": story.add(name, .descriptionChanged)
            case "assignee", "responsible": Self.tellAssignee(old, new, accounts, &story)
            case "milestone":
                if let old { story.add("demilestoned", .demilestoned(title: old)) }
                if let new { story.add("milestoned", .milestoned(title: new)) }
            default: Self.tell(name, old, new, &story)
            }
        }
        return story.page
    }

    private static func tellState(_ old: String?, _ new: String?, by person: PersonDraft?, _ story: inout CloudStory) {
        let wasClosed = old.map { CloudIssue.closedStates.contains($0) } ?? false
        let isClosed = new.map { CloudIssue.closedStates.contains($0) } ?? false
        if isClosed, !wasClosed {
            story.add("closed", .closed(reason: reason(new), by: nil))
            let date = story.date
            story.details {
                $0.closedAt = date
                $0.closedBy = person
            }
        } else if wasClosed, !isClosed {
            story.add("reopened", .reopened)
        }
        story.add("state", .fieldChanged(name: "state", from: old, to: new))
    }

    private static func reason(_ state: String?) -> CloseReason? {
        switch state {
        case "resolved", "closed": .completed
        case "duplicate": .duplicate
        case "invalid", "wontfix": .notPlanned
        default: nil
        }
    }

    /// The change names people as they show themselves, beside it stands the account.
    private static func tellAssignee(
        _ old: String?, _ new: String?, _ accounts: Change?, _ story: inout CloudStory
    ) {
        func person(_ name: String, _ account: String?) -> PersonDraft {
            let account = account?.unlessEmpty
            return PersonDraft(identifier: account ?? name, login: name, name: name, nodeID: account)
        }
        if let old { story.add("unassigned", .unassigned(person(old, accounts?.old))) }
        if let new { story.add("assigned", .assigned(person(new, accounts?.new))) }
    }

    /// Fields that are labels here change as labels do.
    private static func tell(_ name: String, _ old: String?, _ new: String?, _ story: inout CloudStory) {
        guard let label = CloudLabel.ofField(name) else {
            return story.add(name, .fieldChanged(name: name.inOneLine, from: old, to: new))
        }
        if let title = label(old) { story.add("unlabelled:\(name)", .unlabelled(title: title, color: nil)) }
        if let title = label(new) { story.add("labelled:\(name)", .labelled(title: title, color: nil)) }
    }
}
