import Foundation
import Logging
import Model
import Outbound
import Remote
import StandIns
import Testing

@testable import RemoteGitHub

/// The sample project's timelines through the whole way of reading.
@Suite("The sample project's story")
struct TimelineStandInTests {
    /// What the collection comes to with pages of each size, and the points of all.
    private func read(
        pageSizes: [Int] = [100]
    ) async throws -> (pages: [MappedPage], truth: SampleTruth, points: Int) {
        try await withStandInGitHub(.lantern()) { server in
            let truth = try #require(server.truth("harbour-lights/lantern"))
            let outbound = OutboundClient(
                policy: AddressPolicy(allowed: [try CIDR("127.0.0.0/8")]),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            return try await OutboundClient.with(outbound) { outbound in
                var pages: [MappedPage] = []
                for size in pageSizes { pages.append(try await Self.everything(server, outbound, size)) }
                return (pages, truth, server.counts.points)
            }
        }
    }

    private static func everything(
        _ server: StandInGitHub, _ outbound: OutboundClient, _ pageSize: Int
    ) async throws -> MappedPage {
        let provider = GitHubRemoteProvider(
            outbound: outbound, keepers: BudgetKeepers(), version: "test",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, account: { _ in "somebody" })
        let credential = Secret(StandInToken.owner.value)
        let facts = try await provider.probe(
            ProbeRequest(
                kind: .github, hostname: server.url, repository: .fullName("harbour-lights/lantern"),
                credential: credential, wantsCollaborators: false))
        let remote = try provider.remote(
            for: facts.source, credential: credential, settings: ImportSettings(paginationLimit: pageSize))
        var queue = remote.beginnings(of: .timelines, knowing: .nothing)
        var all = MappedPage()
        while !queue.isEmpty {
            let page = try await remote.page(of: .timelines, at: queue.removeFirst())
            all.append(try remote.map(page.payload, of: .timelines))
            queue += page.following
        }
        return all
    }

    private static func isWanted(_ event: SampleEvent) -> Bool {
        if case .story(let story) = event.kind { !story.isNoise } else { true }
    }

    @Test("every event that is no noise arrives with its item, actor and time, in two points")
    func events() async throws {
        let (pages, truth, points) = try await read()
        let page = try #require(pages.first)
        let wanted = truth.issues.flatMap { issue in
            issue.events.filter(Self.isWanted).map {
                "\(issue.number) \($0.actor ?? "ghost") \(Int64($0.createdAt.timeIntervalSince1970) * 1_000)"
            }
        }
        let found = page.events.map {
            "\($0.number) \($0.actor?.login ?? "ghost") \($0.createdAt.millisecondsSinceEpoch)"
        }
        #expect(found.sorted() == wanted.sorted() && wanted.count < truth.counts.events)
        #expect(page.said == [.event: Int64(wanted.count)] && page.exceptions.isEmpty)
        #expect(Set(page.events.map(\.sourceKey)).count == wanted.count)
        #expect(points == 2)
    }

    @Test("smaller pages bring the same")
    func smallPages() async throws {
        let pages = try await read(pageSizes: [100, 3]).pages
        let (whole, parts) = (try #require(pages.first), try #require(pages.last))
        #expect(
            !whole.events.isEmpty && Set(parts.events) == Set(whole.events) && Set(parts.details) == Set(whole.details))
        #expect(parts.said == whole.said)
    }

    @Test("the rare things keep what they point at")
    func story() async throws {
        let (pages, truth, _) = try await read()
        let page = try #require(pages.first)
        func number(_ title: String) -> Int64 { Int64(truth.issues.first { $0.title == title }?.number ?? 0) }
        let epic = number("Get through the next fog season")
        let spare = number("Keep spare sensors")
        let again = number("We need a second sensor")
        let pull = number("List the spare sensors")
        func events(_ number: Int64) -> [TimelineEvent] { page.events.filter { $0.number == number }.map(\.event) }
        let spareReference = ItemReference(item: .issue, number: spare)
        #expect(events(epic).contains(.subIssueAdded(spareReference)))
        #expect(events(again).contains(.markedAsDuplicate(of: spareReference)))
        #expect(events(again).contains(.closed(reason: .duplicate, by: nil)))
        #expect(events(spare).contains(.transferred(fromRepository: "harbour-lights/shopping-list")))
        let pullReference = ItemReference(item: .mergeRequest, number: pull)
        #expect(events(spare).contains(.closed(reason: .completed, by: .item(pullReference))))
        let almanac = ItemReference(repository: "sea-charts/almanac", item: .mergeRequest, number: 12)
        #expect(events(spare).contains(.mentioned(in: almanac, closes: true)))
        #expect(events(pull).contains(.reviewRequested(.team("harbour-lights/keepers"))))
        let pushes = events(pull).compactMap { event -> [ObjectHash?]? in
            if case .headForcePushed(let before, let after, _) = event { [before, after] } else { nil }
        }
        #expect(pushes.count == 2 && pushes.first?.contains(nil) == false && pushes.last?.first == .some(nil))
        let details = Dictionary(grouping: page.details, by: \.number).compactMapValues(\.first)
        #expect(details[epic]?.isPinned == true && details[spare]?.isPinned == false)
        #expect(details[spare]?.parent == ItemReference(item: .issue, number: epic))
        #expect(details[spare]?.closedByPullRequests == [almanac, pullReference])
        #expect(details[again]?.duplicateOf == .of(spareReference) && details[again]?.lockReason == .tooHeated)
        #expect(details[pull]?.closesIssues == [spareReference] && details[pull]?.mergedBy?.login == "tobias-fender")
        #expect(details[number("Count the gulls")]?.autoMerge?.method == .squash)
    }
}
