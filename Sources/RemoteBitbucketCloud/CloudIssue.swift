import Model

/// `GET R/issues?sort=created_on`: an issue.
struct CloudIssue: CloudRow {
    static let kind = ObjectKind.issue

    var id: Int64
    var title: String
    var content: CloudContent?
    var reporter: CloudUser?
    var assignee: CloudUser?
    var state: String
    var kind: String?
    var priority: String?
    var milestone: Named?
    var version: Named?
    var component: Named?
    var votes: Int64?
    var createdAt: Timestamp
    var updatedAt: Timestamp?

    struct Named: Decodable, Sendable {
        var id: Int64?
        var name: String

        enum CodingKeys: String, CodingKey {
            case id
            case name
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case title
        case content
        case reporter
        case assignee
        case state
        case kind
        case priority
        case milestone
        case version
        case component
        case votes
        case createdAt = "created_on"
        case updatedAt = "updated_on"
    }

    static func fields(_ path: String) -> [String] {
        [
            "id", "title", "content.raw", "state", "kind", "priority", "milestone.id", "milestone.name", "version.name",
            "component.name", "votes", "created_on", "updated_on", "edited_on",
        ].map { "\(path).\($0)" } + CloudUser.fields("\(path).reporter") + CloudUser.fields("\(path).assignee")
    }

    /// States in which an issue is done with. One that is on hold is not.
    static let closedStates: Set<String> = ["resolved", "invalid", "duplicate", "wontfix", "closed"]

    func mapped(_ mapping: CloudMapping) -> MappedPage {
        let url = mapping.address.issue(id)
        var page = MappedPage(drafts: [.issue(draft(url))])
        page.items = [ItemMark(item: .issue, number: id, updatedAt: updatedAt ?? createdAt)]
        if let votes, votes > 0 {
            page.exceptions.append(
                ImportException(
                    kind: .issue, sourceKey: SourceKey(id), sourceURL: url, outcome: .degraded,
                    reason: "\(votes == 1 ? "a vote" : "\(votes.asVotes) votes") for it: the source does not say whose")
            )
        }
        return page
    }

    private func draft(_ url: String) -> IssueDraft {
        let labels = [
            kind?.unlessEmpty, CloudLabel.priority(priority), CloudLabel.component(component?.name),
            CloudLabel.version(version?.name),
        ]
        return IssueDraft(
            sourceKey: SourceKey(id), number: id, title: title.withoutNUL, body: content?.text.unlessEmpty,
            state: Self.closedStates.contains(state) ? .closed : .opened, stateReason: state.inOneLine,
            author: reporter?.person, assignees: [assignee?.person].compactMap(\.self),
            labelTitles: labels.compactMap(\.self).map(\.withoutNUL), milestoneNumber: milestone?.id, closedBy: nil,
            closedAt: nil, isLocked: false, createdAt: createdAt, updatedAt: updatedAt ?? createdAt, sourceURL: url)
    }
}

extension Int64 {
    fileprivate var asVotes: Int64 { Swift.min(self, 1 << 40) }
}
