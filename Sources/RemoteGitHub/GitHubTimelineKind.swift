import Model
import RemoteREST

/// What becomes of one member of GitHub's unions `IssueTimelineItems` and `PullRequestTimelineItems`.
struct GitHubTimelineKind: Sendable {
    enum Fate: Sendable {
        /// It is asked for, with these fields besides those every event has, and becomes an event.
        case event(_ fields: String, @Sendable (GitHubTimelineEvent, Place) throws(MappingFault) -> TimelineEvent)
        /// It is no event, and comes another way.
        case elsewhere(String)
        /// It is left out on purpose.
        case dropped(String)
    }

    /// The item whose timeline it stands in.
    struct Place: Sendable {
        /// `owner/name`.
        var repository: String
        var item: ItemKind
        var number: Int64
        var headBranch: String?
        var baseBranch: String?
    }

    /// The member's name.
    var type: String
    /// Whether issues have it; pull requests have all.
    var isOnIssues: Bool
    var fate: Fate

    init(_ type: String, pullsOnly: Bool = false, _ fate: Fate) {
        self.type = type
        isOnIssues = !pullsOnly
        self.fate = fate
    }

    /// The member's name in `itemTypes`: `ClosedEvent` is `CLOSED_EVENT`.
    var itemType: String {
        type.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text.append("_") }
            text += character.uppercased()
        }
    }

    static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

    static func fragments(on item: ItemKind) -> [(type: String, itemType: String, fields: String)] {
        all.compactMap { kind in
            guard item == .mergeRequest || kind.isOnIssues, case .event(let fields, _) = kind.fate else { return nil }
            return (kind.type, kind.itemType, fields)
        }
    }
}
