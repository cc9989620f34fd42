import Model
import Remote
import RemoteREST

extension GitHubReader {
    /// A page of issues or pull requests with their timelines; what does not fit on it is left to further cursors.
    func timelines(of item: ItemKind, after: String?) async throws(SourceFault) -> RemotePage {
        let largest = GitHubTimelineQueries.largestPage(of: item)
        let body = try await shrinking("timelines of \(item)", largest: largest) { size throws(SourceFault) in
            try await self.ask(GitHubTimelineQueries.page(self.name, of: item, first: size, after: after))
        } alone: { _ throws(SourceFault) in
            try await self.ask(GitHubTimelineQueries.bare(self.name, of: item, after: after))
        }
        let answer: GitHubTimelinesAnswer = try data(of: body)
        guard let items = answer.repository?.items else { throw .remote(.notFound(what: "the repository")) }
        var following = furtherTimelines(of: item, items.read(kind: .event).nodes)
        if let next = items.pageInfo?.next { following.insert(.timelines(item, after: next), at: 0) }
        return RemotePage(payload: body, following: following.map(\.cursor))
    }

    /// The same of those that changed, until one that changed before `since`.
    func changedTimelines(
        of item: ItemKind, since: String, first: Int, after: String?
    ) async throws(SourceFault) -> RemotePage {
        let largest = min(first, GitHubTimelineQueries.largestPage(of: item))
        let body = try await shrinking("changed timelines of \(item)", largest: largest) { size throws(SourceFault) in
            try await self.ask(
                GitHubTimelineQueries.page(self.name, of: item, first: size, after: after, isByChange: true))
        } alone: { _ throws(SourceFault) in
            try await self.ask(GitHubTimelineQueries.bare(self.name, of: item, after: after, isByChange: true))
        }
        let answer: GitHubTimelinesAnswer = try data(of: body)
        guard let items = answer.repository?.items else { throw .remote(.notFound(what: "the repository")) }
        let nodes = items.read(kind: .event).nodes
        var following = furtherTimelines(of: item, nodes)
        if let next = items.pageInfo?.next, let last = nodes.last?.updatedAt, last >= since {
            following.append(.changedTimelines(item, since: since, first: first, after: next))
        }
        return RemotePage(payload: body, following: following.map(\.cursor))
    }

    /// Cursors for what did not fit on the page of the items.
    private func furtherTimelines(of item: ItemKind, _ nodes: [GitHubTimelineItem]) -> [GitHubCursor] {
        nodes.compactMap { node in
            let next = node.timeline?.events.pageInfo?.next
            guard node.timeline == nil || next != nil else { return nil }
            return .timelineOf(item, node: node.id, number: node.number, after: next)
        }
    }

    /// The timeline of one item, from a cursor on.
    func timelineOf(
        _ item: ItemKind, node: String, number: Int64, after: String?
    ) async throws(SourceFault) -> RemotePage {
        let what = "the timeline of \(item == .issue ? "issue" : "pull request") \(number) of \(name)"
        let body = try await shrinking("timeline of one") { size throws(SourceFault) in
            try await self.ask(GitHubTimelineQueries.more(item, node: node, first: size, after: after, what: what))
        } alone: { reason throws(SourceFault) in
            Self.unreadableTimeline(item, node: node, number: number, reason)
        }
        let answer: GitHubTimelinesAnswer = try data(of: body)
        let next = answer.node?.timeline?.events.pageInfo?.next
        let following = next.map { GitHubCursor.timelineOf(item, node: node, number: number, after: $0) }
        return RemotePage(payload: body, following: following.map { [$0.cursor] } ?? [])
    }

    private static func unreadableTimeline(
        _ item: ItemKind, node: String, number: Int64, _ reason: String
    ) -> [UInt8] {
        let type = item == .issue ? "Issue" : "PullRequest"
        let fields =
            #""__typename":"\#(type)","id":"\#(safe(node))","number":\#(number),"landfall_unreadable":"\#(safe(reason))""#
        return Array(#"{"data":{"node":{\#(fields)}}}"#.utf8)
    }
}
