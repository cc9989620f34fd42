import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization
import Testing

@testable import RemoteGitHub

/// Answers requests by a rule, and remembers them.
final class ScriptedTransport: GitHubTransport {
    private let rule: @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer
    private let asked = Mutex<[GitHubRequest]>([])

    init(_ rule: @escaping @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer) {
        self.rule = rule
    }

    var requests: [GitHubRequest] { asked.withLock { $0 } }

    func send(_ request: GitHubRequest) async throws(SourceFault) -> SourceAnswer {
        asked.withLock { $0.append(request) }
        return try rule(request)
    }

    func spending() -> RemoteSpending { RemoteSpending() }
}

extension GitHubRequest {
    /// A parameter of the address, or a variable of the query.
    func value(_ name: String) -> Int? {
        if let query {
            let text = String(decoding: query, as: UTF8.self)
            guard let mark = text.firstRange(of: "\"\(name)\":") else { return nil }
            return Int(text[mark.upperBound...].prefix { $0.isNumber })
        }
        let items = (url.query ?? "").split(separator: "&")
        return items.first { $0.hasPrefix("\(name)=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
    }
}

@Suite("Reading pages")
struct ReaderTests {
    private func remote(
        pageSize: Int = 100, _ rule: @escaping @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer
    ) throws -> (GitHubRemote, ScriptedTransport) {
        let transport = ScriptedTransport(rule)
        let reader = GitHubReader(
            transport: transport, host: try GitHubHost(hostname: nil), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: pageSize)
        return (GitHubRemote(reader: reader, git: .unused), transport)
    }

    /// Labels `1…total`, a page of them; GitHub gives up where `isHeavy` says so.
    private static func labels(
        _ request: GitHubRequest, total: Int, isHeavy: (ClosedRange<Int>) -> Bool
    ) throws(SourceFault) -> SourceAnswer {
        let size = request.value("per_page") ?? 30
        let page = request.value("page") ?? 1
        let last = (total + size - 1) / size
        guard page <= last else {
            return SourceAnswer(status: 200, body: Array("[]".utf8), link: nil, url: request.url)
        }
        let range = ((page - 1) * size + 1)...min(page * size, total)
        if isHeavy(range) { throw .tooHeavy("GitHub answered with status 502") }
        let rows = range.map { #"{"id":\#($0),"name":"l\#($0)","color":"ededed","description":null}"# }
        let base = "https://api.github.com/repositories/7/labels?per_page=\(size)"
        let link =
            page < last ? #"<\#(base)&page=\#(page + 1)>; rel="next", <\#(base)&page=\#(last)>; rel="last""# : nil
        return SourceAnswer(
            status: 200, body: Array("[\(rows.joined(separator: ","))]\n".utf8), link: link, url: request.url)
    }

    private static func titles(_ pages: [RemotePage], _ remote: GitHubRemote) throws -> (
        keys: [Int], exceptions: [ImportException]
    ) {
        var page = MappedPage()
        for payload in pages.map(\.payload) { page.append(try remote.map(payload, of: .labels)) }
        let keys = page.drafts.compactMap { draft -> Int? in
            if case .label(let label) = draft { Int(label.sourceKey.rawValue) } else { nil }
        }
        return (keys.sorted(), page.exceptions)
    }

    private func all(_ collection: Collection, _ remote: GitHubRemote) async throws -> [RemotePage] {
        var pages: [RemotePage] = []
        var queue = remote.beginnings(of: collection, knowing: .nothing)
        while !queue.isEmpty {
            let page = try await remote.page(of: collection, at: queue.removeFirst())
            pages.append(page)
            queue += page.following
        }
        return pages
    }

    @Test("a list is asked for by the repository's number, a page once")
    func list() async throws {
        let (remote, transport) = try remote { request throws(SourceFault) in
            try Self.labels(request, total: 250) { _ in false }
        }
        let pages = try await all(.labels, remote)
        #expect(try Self.titles(pages, remote).keys == Array(1...250))
        #expect(transport.requests.count == 3)
        #expect(transport.requests.allSatisfy { $0.url.path == "/repositories/7/labels" })
    }

    @Test(
        "a page that is too heavy is put together from smaller ones, and one object is set aside",
        arguments: [100, 30, 7])
    func monster(_ pageSize: Int) async throws {
        let (remote, _) = try remote(pageSize: pageSize) { request throws(SourceFault) in
            try Self.labels(request, total: 230) { $0.contains(123) }
        }
        let (keys, exceptions) = try Self.titles(try await all(.labels, remote), remote)
        #expect(keys == (1...230).filter { $0 != 123 })
        #expect(exceptions.map(\.sourceKey) == ["row 123 of labels"])
        #expect(exceptions.first?.reason.contains("502") == true)
    }

    @Test("a source that fails for everything ends the reading instead of listing every object")
    func outage() async throws {
        let (remote, transport) = try remote { request throws(SourceFault) in
            try Self.labels(request, total: 230) { _ in true }
        }
        await #expect(throws: RemoteError.self) { try await self.all(.labels, remote) }
        #expect(transport.requests.count < 10)
    }

    @Test(
        "what a status means for a stage",
        arguments: [
            (401, RemoteError.unauthorized(host: "api.github.com")),
            (403, .forbidden(what: "labels of the repository")),
            (404, .notFound(what: "labels of the repository")), (451, .notFound(what: "labels of the repository")),
        ])
    func statuses(_ status: Int, _ expected: RemoteError) async throws {
        let (remote, _) = try remote { SourceAnswer(status: status, body: [], link: nil, url: $0.url) }
        await #expect(throws: expected) { try await self.all(.labels, remote) }
    }

    @Test("where issues are turned off there are none, and comments that cannot be listed are not passed over")
    func issuesTurnedOff() async throws {
        let (remote, _) = try remote { SourceAnswer(status: 410, body: [], link: nil, url: $0.url) }
        let issues = try await all(.issues, remote)
        #expect(try issues.map { try remote.map($0.payload, of: .issues) } == [MappedPage()])
        let comments = try await all(.comments, remote)
        #expect(
            try comments.flatMap { try remote.map($0.payload, of: .comments).exceptions }.map(\.outcome) == [.failed])
    }

    @Test("more reviews than fit are followed by the pull request's own cursor")
    func overflow() async throws {
        let (remote, _) = try remote { request in
            let text = String(decoding: request.query ?? [], as: UTF8.self)
            let body =
                if text.contains("node(id") {
                    Payloads.data(
                        #""node":\#(Payloads.pullNode(12, reviews: Payloads.review("2", state: "APPROVED", author: nil), total: 2))"#
                    )
                } else {
                    Payloads.pulls(
                        Payloads.pullNode(
                            12, reviews: Payloads.review("1", state: "COMMENTED", author: nil), total: 2, next: "c1"))
                }
            return SourceAnswer(status: 200, body: body, link: nil, url: request.url)
        }
        var page = MappedPage()
        for payload in try await all(.reviews, remote).map(\.payload) {
            page.append(try remote.map(payload, of: .reviews))
        }
        #expect(page.drafts.count == 2)
        #expect(page.said == [.review: 2])
    }

    @Test("a query GitHub gives up on is asked again for less, down to the pull request that is too heavy")
    func heavyPullRequest() async throws {
        let (remote, transport) = try remote { request in
            let text = String(decoding: request.query ?? [], as: UTF8.self)
            let limits = Array(#"{"data":{"repository":null},"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED"}]}"#.utf8)
            let body: [UInt8] =
                if text.contains("node(id") {
                    (request.value("first") ?? 0) > 6
                        ? limits
                        : Payloads.data(
                            #""node":\#(Payloads.pullNode(12, reviews: Payloads.review("2", state: "APPROVED", author: nil)))"#
                        )
                } else if text.contains("reviews(") {
                    limits
                } else {
                    Payloads.pulls(#"{"id":"PR_12","number":12}"#)
                }
            return SourceAnswer(status: 200, body: body, link: nil, url: request.url)
        }
        var page = MappedPage()
        for payload in try await all(.reviews, remote).map(\.payload) {
            page.append(try remote.map(payload, of: .reviews))
        }
        #expect(page.drafts.count == 1)
        #expect(page.exceptions.isEmpty)
        #expect(transport.requests.compactMap { $0.value("first") }.prefix(4) == [100, 25, 6, 1])
    }

    @Test("threads that are too heavy together are asked for in halves")
    func heavyThreads() async throws {
        let (remote, _) = try remote { request in
            let text = String(decoding: request.query ?? [], as: UTF8.self)
            let numbers = text.matches(of: /p(\d+): pullRequest/).map { String($0.1) }
            guard numbers.count == 1 else {
                return SourceAnswer(status: 502, body: [], link: nil, url: request.url)
            }
            let threads =
                #"{"isResolved":true,"resolvedBy":null,"comments":{"nodes":[{"fullDatabaseId":"\#(numbers[0])"}]}}"#
            let pull = #"{"number":\#(numbers[0]),"reviewThreads":{"totalCount":1,"nodes":[\#(threads)]}}"#
            return SourceAnswer(
                status: 200, body: Payloads.data(#""repository":{"p\#(numbers[0])":\#(pull)}"#), link: nil,
                url: request.url)
        }
        let known = KnownObjects(
            threadedPullRequests: (1...5).map { .init(number: $0, sourceKey: "x", threads: 1) })
        var queue = remote.beginnings(of: .reviewThreads, knowing: known)
        var drafts: [Draft] = []
        while !queue.isEmpty {
            let page = try await remote.page(of: .reviewThreads, at: queue.removeFirst())
            drafts += try remote.map(page.payload, of: .reviewThreads).drafts
            queue += page.following
        }
        #expect(drafts.count == 5)
    }

    @Test(
        "what GraphQL errors mean",
        arguments: [
            (
                #"{"data":null,"errors":[{"type":"FORBIDDEN"}]}"#,
                RemoteError.forbidden(what: "how many objects a/b has")
            ),
            (#"{"data":{"repository":null},"errors":[{"type":"NOT_FOUND"}]}"#, .notFound(what: "the repository")),
            (
                #"{"errors":[{"message":"secret text","extensions":{"code":"undefinedField"}}]}"#,
                .unavailable(what: "how many objects a/b has", detail: "GitHub refuses the query (undefinedField)")
            ),
            (
                #"{"errors":[{"message":"secret text"}]}"#,
                .unavailable(what: "how many objects a/b has", detail: "GitHub gave up on the query (no reason named)")
            ),
        ])
    func graphQLErrors(_ body: String, _ expected: RemoteError) async throws {
        let (remote, _) = try remote { SourceAnswer(status: 200, body: Array(body.utf8), link: nil, url: $0.url) }
        await #expect(throws: expected) { try await remote.counts() }
    }

    @Test("the counts are GitHub's own")
    func counts() async throws {
        let body = Payloads.data(
            #""repository":{"labels":{"totalCount":1},"milestones":null,"releases":{"totalCount":0},"issues":{"totalCount":3},"pullRequests":{"totalCount":4}}"#
        )
        let (remote, _) = try remote { SourceAnswer(status: 200, body: body, link: nil, url: $0.url) }
        #expect(try await remote.counts() == [.label: 1, .release: 0, .issue: 3, .pullRequest: 4])
    }
}
