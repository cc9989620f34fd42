import Model
import Remote
import RemoteREST

/// Answers to the queries of ``GitHubTimelineQueries``.
struct GitHubTimelinesAnswer: Decodable, Sendable {
    var repository: Repository?
    /// One item with more of its timeline.
    var node: GitHubTimelineItem?

    enum CodingKeys: String, CodingKey {
        case repository
        case node
    }

    struct Repository: Decodable, Sendable {
        var items: GraphQLConnection<GitHubTimelineItem>?

        enum CodingKeys: String, CodingKey {
            case items
        }
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let answer: GraphQLAnswer<Self> = try GitHubRows.decode(payload, what: "a page of timelines")
        guard let data = answer.data else { throw .malformed(what: "a page of timelines") }
        var page = MappedPage()
        var actors: [GitHubActor?] = []
        if let items = data.repository?.items?.read(kind: .event) {
            page.exceptions += items.exceptions
            for item in items.nodes { item.map(into: &page, &actors) }
        }
        if let item = data.node { item.map(into: &page, &actors) }
        page.drafts += actors.names
        return page
    }
}

/// An issue or pull request with (a part of) its timeline.
struct GitHubTimelineItem: Decodable, Sendable {
    var type: String
    var id: String
    var number: Int64
    var url: String?
    var updatedAt: String?
    var state: String?
    var activeLockReason: String?
    var repository: GitHubTimelineEvent.Repository?
    var author: GitHubActor?

    // Issues.
    var stateReason: String?
    var isPinned: Bool?
    var parent: GitHubSubject?

    // Pull requests.
    var headRefName: String?
    var baseRefName: String?
    var reviewDecision: String?
    var mergedBy: GitHubActor?
    var mergeCommit: GitHubTimelineEvent.Commit?
    var autoMergeRequest: AutoMerge?
    var closingIssuesReferences: GraphQLConnection<GitHubSubject>?

    /// Absent where the item was too heavy with it.
    var timeline: Timeline?
    /// Set by Landfall where it could not be fetched at all.
    var unreadable: String?

    enum CodingKeys: String, CodingKey {
        case type = "__typename"
        case id, number, url, updatedAt, state, activeLockReason, repository, author, stateReason, isPinned, parent
        case headRefName, baseRefName, reviewDecision, mergedBy, mergeCommit, autoMergeRequest
        case closingIssuesReferences
        case timeline = "timelineItems"
        case unreadable = "landfall_unreadable"
    }

    struct AutoMerge: Decodable, Sendable {
        var enabledAt: Timestamp?
        var mergeMethod: String
        var commitHeadline: String?
        var commitBody: String?
        var enabledBy: GitHubActor?

        enum CodingKeys: String, CodingKey {
            case enabledAt
            case mergeMethod
            case commitHeadline
            case commitBody
            case enabledBy
        }
    }

    struct Timeline: Decodable, Sendable {
        /// How many events of the kinds asked for the item has; said where they begin only.
        var filteredCount: Int64?
        var events: GraphQLConnection<GitHubTimelineEvent>

        enum CodingKeys: String, CodingKey {
            case filteredCount
        }

        init(from decoder: any Decoder) throws {
            filteredCount = try decoder.container(keyedBy: CodingKeys.self)
                .decodeIfPresent(Int64.self, forKey: .filteredCount)?.asCount
            events = try GraphQLConnection(from: decoder)
        }

        /// Events that GitHub counts and does not show: those that lead to places the token may not see. Known only
        /// where the timeline fits on one page.
        var hidden: Int64 {
            guard let filteredCount, events.pageInfo?.hasNextPage != true else { return 0 }
            return max(0, filteredCount - Int64(events.nodes?.count ?? 0))
        }
    }

    var kind: ItemKind { type == "PullRequest" ? .mergeRequest : .issue }
}

extension GitHubTimelineItem {
    fileprivate func map(into page: inout MappedPage, _ actors: inout [GitHubActor?]) {
        actors += [author, mergedBy, autoMergeRequest?.enabledBy]
        if let unreadable { page.exceptions.append(unreadableException(unreadable)) }
        let events = mapEvents(into: &page, &actors)
        let details = details(with: events.map(\.event), closer: closer(in: events), at: place)
        if details != ItemDetailsDraft(item: kind, number: number, sourceURL: url) {
            page.drafts.append(.itemDetails(details))
        }
        page.drafts += events.map { .timelineEvent($0) }
        let untold =
            (closingIssuesReferences?.totalCount ?? 0).asCount - Int64(closingIssuesReferences?.nodes?.count ?? 0)
        if untold > 0 { page.exceptions.append(untoldException(untold)) }
    }

    private func mapEvents(into page: inout MappedPage, _ actors: inout [GitHubActor?]) -> [TimelineEventDraft] {
        guard let timeline else { return [] }
        let hidden = timeline.hidden
        if hidden > 0 { page.exceptions.append(hiddenException(hidden)) }
        let announced = (timeline.filteredCount ?? 0) - hidden + min(hidden, 1)
        if timeline.filteredCount != nil {
            page.announcements.append(
                Announcement(
                    kind: .event, of: kind == .issue ? .issue : .mergeRequest, number: number, count: announced))
        }
        let (read, exceptions) = timeline.events.read(kind: .event)
        page.exceptions += exceptions
        actors += read.flatMap(\.people)
        var events: [TimelineEventDraft] = []
        for event in read {
            do throws(MappingFault) {
                events.append(try event.draft(at: place, url: url))
            } catch {
                page.exceptions.append(error.exception(kind: .event, at: 0))
            }
        }
        return events
    }

    private var place: GitHubTimelineKind.Place {
        GitHubTimelineKind.Place(
            repository: repository?.name ?? "", item: kind, number: number, headBranch: headRefName,
            baseBranch: baseRefName)
    }

    /// Who closed it last, if it is closed and not merged now.
    private func closer(in events: [TimelineEventDraft]) -> PersonDraft? {
        guard state == "CLOSED" else { return nil }
        return events.last { if case .closed = $0.event { true } else { false } }?.actor
    }

    private func unreadableException(_ reason: String) -> ImportException {
        ImportException(
            kind: .event, sourceKey: SourceKey("timeline of \(kind == .issue ? "issue" : "pull request") \(number)"),
            sourceURL: url, outcome: .failed, reason: "its timeline could not be read: \(reason)",
            cure: Cure.retry)
    }

    private func hiddenException(_ count: Int64) -> ImportException {
        ImportException(
            kind: .event,
            sourceKey: SourceKey("hidden events of \(kind == .issue ? "issue" : "pull request") \(number)"),
            sourceURL: url, outcome: .skipped,
            reason: "GitHub counts \(count) events more than it shows to this access token",
            cure: "import with a token of somebody who may see the repositories they lead to")
    }

    private func untoldException(_ count: Int64) -> ImportException {
        ImportException(
            kind: .event, sourceKey: SourceKey("closed issues of pull request \(number)"), sourceURL: url,
            outcome: .degraded, reason: "it closes more than 100 issues; \(count) of these links were not read",
            cure: "the text of the pull request names them")
    }
}

extension GitHubTimelineEvent {
    fileprivate func draft(
        at place: GitHubTimelineKind.Place, url itemURL: String?
    ) throws(MappingFault) -> TimelineEventDraft {
        guard case .event(_, let event)? = GitHubTimelineKind.byType[type]?.fate else {
            throw MappingFault(identifier: id, url: url ?? itemURL, detail: "its kind is unknown")
        }
        return TimelineEventDraft(
            sourceKey: SourceKey(id), item: place.item, number: place.number, actor: actor?.person,
            createdAt: createdAt, sourceURL: url ?? itemURL, event: try event(self, place))
    }
}
