import Model

/// A change of a pull request: that it was opened, pushed to, edited, merged or declined. What it was is told by
/// `changes`, in the answers of late; older ones and pushes say nothing and are told by the state.
struct CloudUpdate: Decodable, Sendable {
    var date: Timestamp
    var state: String?
    var reason: String?
    var author: CloudUser?
    var changes: CloudChanges?
    var source: Side?
    var destination: Side?

    struct Side: Decodable, Sendable {
        var branch: Named?
        var commit: Hash?

        struct Named: Decodable, Sendable {
            var name: String?

            enum CodingKeys: String, CodingKey {
                case name
            }
        }

        struct Hash: Decodable, Sendable {
            var hash: String?

            enum CodingKeys: String, CodingKey {
                case hash
            }
        }

        enum CodingKeys: String, CodingKey {
            case branch
            case commit
        }
    }

    enum CodingKeys: String, CodingKey {
        case date
        case state
        case reason
        case author
        case changes
        case source
        case destination
    }

    static func fields(_ path: String) -> [String] {
        [
            "date", "state", "reason", "changes", "source.commit.hash", "source.branch.name", "destination.branch.name",
        ].map { "\(path).\($0)" } + CloudUser.fields("\(path).author")
    }

    /// What it was.
    enum Kind: Sendable, Hashable {
        case merged
        /// `DECLINED`, or `SUPERSEDED`.
        case closed(String)
        case edited
        /// Opened or pushed to, which nothing but the time tells apart.
        case headMoved
    }

    /// The whole table: the state decides where the change is one of state, or where nothing is said of it.
    var kind: Kind {
        let said = changes?.names ?? []
        let isOfState = said.isEmpty || said.contains("status") || said.contains("state")
        switch state {
        case "MERGED" where isOfState: return .merged
        case "DECLINED" where isOfState, "SUPERSEDED" where isOfState: return .closed(state ?? "")
        default: return said.isEmpty ? .headMoved : .edited
        }
    }

    func mapped(on number: Int64, _ mapping: CloudMapping) -> MappedPage {
        var story = CloudStory(
            item: .mergeRequest, number: number, actor: author?.person, date: date,
            url: mapping.address.pullRequest(number))
        switch kind {
        case .merged:
            story.add("merged", .merged(commit: nil, into: destination?.branch?.name?.withoutNUL))
            story.details { $0.mergedAt = date }
        case .closed(let word):
            story.add("closed", .closed(reason: nil, by: nil))
            if word != "DECLINED" { story.add("state", .fieldChanged(name: "state", from: nil, to: word.lowercased())) }
            story.details { $0.closedAt = date }
        case .headMoved:
            story.add(
                "head",
                .headMoved(before: nil, after: mapping.commit(source?.commit?.hash), added: nil, removed: nil))
        case .edited: break
        }
        if kind != .headMoved, kind != .edited, let reason = reason?.unlessEmpty {
            story.add("reason", .fieldChanged(name: "reason", from: nil, to: reason.withoutNUL))
        }
        changes?.tell(&story)
        return story.page
    }
}

/// The events of one change, with keys made of what stays the same.
struct CloudStory: Sendable {
    let item: ItemKind
    let number: Int64
    let actor: PersonDraft?
    let date: Timestamp
    let url: String
    /// What the keys begin with; made of number and time where the source has no id.
    var key: String?
    private(set) var page = MappedPage()

    init(item: ItemKind, number: Int64, actor: PersonDraft?, date: Timestamp, url: String, key: String? = nil) {
        self.item = item
        self.number = number
        self.actor = actor
        self.date = date
        self.url = url
        self.key = key
    }

    private func sourceKey(_ kind: String) -> SourceKey {
        if let key { return SourceKey("\(key):\(kind)") }
        return SourceKey("\(number):\(date.iso8601):\(kind):\(actor?.identifier ?? "")")
    }

    mutating func add(_ kind: String, _ event: TimelineEvent) {
        page.drafts.append(
            .timelineEvent(
                TimelineEventDraft(
                    sourceKey: sourceKey(kind), item: item, number: number, actor: actor, createdAt: date,
                    sourceURL: url, event: event)))
    }

    mutating func details(_ change: (inout ItemDetailsDraft) -> Void) {
        var details = ItemDetailsDraft(item: item, number: number, sourceURL: url)
        change(&details)
        page.drafts.append(.itemDetails(details))
    }

    /// A change for which there are no words.
    mutating func addUnknown(_ name: String) {
        page.exceptions.append(
            ImportException(
                kind: .event, sourceKey: sourceKey("unknown:\(name.inOneLine)"), sourceURL: url, outcome: .skipped,
                reason: "a change of “\(name.inOneLine)”, of a form that is not known",
                cure: "look at the item's history at the source"))
    }
}
