import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

@Suite("Reading timelines")
struct TimelineReadingTests {
    private static let tooHeavy = Array(
        #"{"data":{"repository":null},"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED"}]}"#.utf8)

    private static func isAboutIssues(_ query: String) -> Bool { query.contains("items: issues(") }

    private static func answer(_ request: GitHubRequest, _ body: [UInt8]) -> SourceAnswer {
        SourceAnswer(status: 200, body: body, link: nil, url: request.url)
    }

    @Test("more events than fit are followed by the item's own cursor, and more items by the list's")
    func overflow() async throws {
        let transport = ScriptedTransport { request in
            let text = request.text
            let body =
                if text.contains("node(id") {
                    Payloads.data(
                        #""node":\#(Payloads.item(.issue, events: Payloads.event("UnpinnedEvent", id: "E_2"), count: -1))"#
                    )
                } else if !Self.isAboutIssues(text) {
                    Payloads.items()
                } else if text.contains(#""after":"page2""#) {
                    Payloads.items(Payloads.item(.issue, 13, events: Payloads.event("LockedEvent", id: "E_3")))
                } else {
                    Payloads.items(
                        Payloads.item(.issue, events: Payloads.event("PinnedEvent"), count: 2, next: "more"),
                        next: "page2")
                }
            return Self.answer(request, body)
        }
        let page = try await transport.everything(of: .timelines)
        #expect(Set(page.events.map(\.sourceKey)) == ["E_1", "E_2", "E_3"])
        #expect(page.said == [.event: 3] && page.exceptions.isEmpty)
        let further = transport.requests.filter { $0.text.contains("node(id") }
        #expect(further.count == 1 && further.allSatisfy { $0.text.contains(#""id":"X_12""#) })
        #expect(further.allSatisfy { $0.text.contains(#""after":"more""#) && !$0.text.contains("filteredCount") })
    }

    @Test("an item GitHub gives up on is found, read without its timeline, and its timeline on its own")
    func heavyItem() async throws {
        let transport = ScriptedTransport { request in
            let text = request.text
            let body: [UInt8] =
                if Self.isAboutIssues(text) {
                    Payloads.items()
                } else if text.contains("node(id") {
                    (request.value("first") ?? 0) > 6
                        ? Self.tooHeavy
                        : Payloads.data(
                            #""node":\#(Payloads.item(.mergeRequest, events: Payloads.event("PinnedEvent")))"#)
                } else if text.contains("timelineItems(") {
                    Self.tooHeavy
                } else {
                    Payloads.items(
                        #"{"__typename":"PullRequest","id":"X_12","number":12,"state":"OPEN","reviewDecision":"APPROVED"}"#
                    )
                }
            return Self.answer(request, body)
        }
        let page = try await transport.everything(of: .timelines)
        #expect(page.events.count == 1 && page.exceptions.isEmpty)
        #expect(page.details.contains { $0.reviewDecision == .approved })
        #expect(page.said == [.event: 1])
        let sizes = transport.requests.filter { !Self.isAboutIssues($0.text) }.compactMap { $0.value("first") }
        #expect(sizes.prefix(4) == [74, 18, 4, 1])
    }

    @Test("a timeline that cannot be had at all is listed, and the others go on")
    func hopelessItem() async throws {
        let transport = ScriptedTransport { request in
            let text = request.text
            let body: [UInt8] =
                if !Self.isAboutIssues(text), !text.contains("node(id") {
                    Payloads.items()
                } else if text.contains("timelineItems(") {
                    Self.tooHeavy
                } else {
                    Payloads.items(#"{"__typename":"Issue","id":"X_12","number":12,"state":"OPEN"}"#)
                }
            return Self.answer(request, body)
        }
        let page = try await transport.everything(of: .timelines)
        #expect(page.exceptions.map(\.sourceKey) == ["timeline of issue 12"])
        #expect(page.events.isEmpty)
    }

    @Test("a page is never larger than the person who imports allows")
    func pageSize() async throws {
        let transport = ScriptedTransport { Self.answer($0, Payloads.items()) }
        _ = try await transport.everything(of: .timelines, pageSize: 30)
        #expect(transport.requests.map { $0.value("first") } == [30, 30])
    }
}

extension GitHubRequest {
    /// The query with its variables.
    var text: String { String(decoding: query ?? [], as: UTF8.self) }
}

extension ScriptedTransport {
    /// What all pages of a collection come to.
    func everything(of collection: Collection, pageSize: Int = 100) async throws -> MappedPage {
        let reader = GitHubReader(
            transport: self, host: try GitHubHost(hostname: nil), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: pageSize)
        let remote = GitHubRemote(reader: reader, git: .unused)
        var queue = remote.beginnings(of: collection, knowing: .nothing)
        var all = MappedPage()
        while !queue.isEmpty {
            let page = try await remote.page(of: collection, at: queue.removeFirst())
            all.append(try remote.map(page.payload, of: collection))
            queue += page.following
        }
        return all
    }
}
