import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

/// Reading only what has changed, and what the source's clock says.
@Suite("Changes")
struct ChangesTests {
    private func remote(
        pageSize: Int = 100, _ rule: @escaping @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer
    ) throws -> (GitHubRemote, ScriptedTransport) {
        let transport = ScriptedTransport(rule)
        let reader = GitHubReader(
            transport: transport, host: try GitHubHost(hostname: nil), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: pageSize)
        return (GitHubRemote(reader: reader, git: .unused), transport)
    }

    private static let moment = Timestamp(millisecondsSinceEpoch: 1_700_000_000_500)

    @Test(
        "the source's date is read, and nothing else is taken for one",
        arguments: [
            ("Sun, 22 Nov 2026 18:04:55 GMT", "2026-11-22T18:04:55.000Z"),
            ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00.000Z"),
            ("Sun, 22 Nov 2026 18:04:55 CET", nil), ("Sun, 22 Foo 2026 18:04:55 GMT", nil), ("", nil),
            ("Sun, 99 Nov 2026 18:04:55 GMT", nil),
        ] as [(String, String?)])
    func dates(_ field: String, _ expected: String?) {
        #expect(HTTPDate.read(field)?.iso8601 == expected)
    }

    @Test("the lists that can be are asked by change, in whole seconds; the others only where something has changed")
    func beginnings() throws {
        let (remote, _) = try remote { SourceAnswer(status: 200, body: [], link: nil, url: $0.url) }
        let since = "since 2023-11-14T22:13:20Z 1"
        for collection in [Collection.issues, .comments, .reviewComments] {
            #expect(remote.changes(of: collection, since: Self.moment, knowing: .nothing).map(\.rawValue) == [since])
        }
        for collection in [Collection.pullRequests, .reviews, .reviewThreads, .timelines, .labels, .people] {
            #expect(remote.changes(of: collection, since: Self.moment, knowing: .nothing).isEmpty)
        }
        var known = KnownObjects()
        known.changedPullRequests = [3, 4]
        #expect(
            remote.changes(of: .pullRequests, since: Self.moment, knowing: known).map(\.rawValue)
                == ["changed 2023-11-14T22:13:20Z 1"])
        #expect(
            remote.changes(of: .reviews, since: Self.moment, knowing: known).map(\.rawValue)
                == ["changed-reviews 2023-11-14T22:13:20Z 7"])
        #expect(
            remote.changes(of: .timelines, since: Self.moment, knowing: known).map(\.rawValue)
                == ["changed-timelines merge_request 2023-11-14T22:13:20Z 7"])
    }

    @Test("timelines are read by change until an item that did not change, and kept cursors mean the same again")
    func changedTimelines() async throws {
        let (remote, transport) = try remote { request in
            let isFirst = request.query.map { !String(decoding: $0, as: UTF8.self).contains("\"more\"") } ?? false
            let time = isFirst ? "2023-11-15T00:00:00Z" : "2023-01-01T00:00:00Z"
            let node =
                #"{"__typename":"Issue","id":"I_1","number":1,"updatedAt":"\#(time)","timelineItems":{"nodes":[]}}"#
            let items = #"{"pageInfo":\#(Payloads.pageInfo("more")),"nodes":[\#(node)]}"#
            return SourceAnswer(
                status: 200, body: Payloads.data(#""repository":{"items":\#(items)}"#), link: nil, url: request.url)
        }
        var known = KnownObjects()
        known.changedIssues = [1]
        var queue = remote.changes(of: .timelines, since: Self.moment, knowing: known)
        #expect(queue.map(\.rawValue) == ["changed-timelines issue 2023-11-14T22:13:20Z 6"])
        while let cursor = queue.popLast() {
            #expect(try GitHubCursor(cursor).cursor == cursor)
            queue += try await remote.page(of: .timelines, at: cursor).following
        }
        #expect(transport.requests.compactMap { $0.value("first") } == [6, 6])
    }

    @Test("pull requests are read by change until one that did not change")
    func changedPulls() async throws {
        let (remote, transport) = try remote(pageSize: 1) { request in
            let page = request.value("page") ?? 1
            let time = page < 3 ? "2023-11-15T00:00:00Z" : "2023-01-01T00:00:00Z"
            return SourceAnswer(
                status: 200, body: Array(#"[{"updated_at":"\#(time)"}]"#.utf8),
                link: "<https://api.github.com/repositories/7/pulls?page=\(page + 1)>; rel=\"next\"", url: request.url)
        }
        var known = KnownObjects()
        known.changedPullRequests = [3]
        var queue = remote.changes(of: .pullRequests, since: Self.moment, knowing: known)
        while let cursor = queue.popLast() {
            queue += try await remote.page(of: .pullRequests, at: cursor).following
        }
        #expect(transport.requests.count == 3)
        #expect(transport.requests.allSatisfy { $0.url.query?.contains("sort=updated&direction=desc") ?? false })
    }

    @Test("the clock is that of the newest answer")
    func clock() async throws {
        let (remote, _) = try remote { request in
            let hour: Int64 = request.url.path.hasSuffix("labels") ? 2 : 1
            return SourceAnswer(
                status: 200, body: Array("[]".utf8), link: nil, url: request.url,
                date: Timestamp(millisecondsSinceEpoch: hour * 3_600_000))
        }
        #expect(await remote.sourceClock() == nil)
        for collection in [Collection.labels, .milestones] {
            _ = try await remote.page(of: collection, at: remote.beginnings(of: collection, knowing: .nothing)[0])
        }
        #expect(await remote.sourceClock()?.millisecondsSinceEpoch == 7_200_000)
    }

    @Test("a size that worked is begun with in another process, and is never more than was asked for")
    func rememberedSizes() async throws {
        let heavy: @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer = { request throws(SourceFault) in
            if (request.value("first") ?? 0) > 30 { throw .tooHeavy("on purpose") }
            return SourceAnswer(status: 200, body: Payloads.pulls(), link: nil, url: request.url)
        }
        let (first, _) = try remote(heavy)
        let cursor = first.beginnings(of: .reviews, knowing: .nothing)[0]
        _ = try await first.page(of: .reviews, at: cursor)
        let sizes = await first.pageSizes()
        #expect(sizes == ["reviews": 25])

        let (second, transport) = try remote(heavy)
        await second.recall(pageSizes: sizes)
        _ = try await second.page(of: .reviews, at: cursor)
        #expect(transport.requests.compactMap { $0.value("first") } == [25])
        #expect(await second.pageSizes() == ["reviews": 25])

        let (small, smallTransport) = try remote(pageSize: 5, heavy)
        await small.recall(pageSizes: sizes)
        _ = try await small.page(of: .reviews, at: cursor)
        #expect(smallTransport.requests.compactMap { $0.value("first") } == [5])
    }

    @Test("no query asks for more objects than a page may have")
    func boundedBatches() throws {
        let (remote, _) = try remote(pageSize: 7) { SourceAnswer(status: 200, body: [], link: nil, url: $0.url) }
        let pulls = (1...30).map {
            KnownObjects.ThreadedPullRequest(number: $0, sourceKey: SourceKey($0), threads: 1)
        }
        let people = (1...30).map { PersonDraft(identifier: "\($0)", login: "p\($0)", nodeID: "N\($0)") }
        let known = KnownObjects(threadedPullRequests: pulls, namelessPeople: people)
        for collection in [Collection.reviewThreads, .people] {
            let cursors = remote.beginnings(of: collection, knowing: known)
            #expect(cursors.count == 5)
            #expect(cursors.allSatisfy { $0.rawValue.split(separator: " ").count <= 8 })
        }
    }
}
