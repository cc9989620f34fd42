import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteBitbucketCloud

@Suite("Reading pages")
struct ReaderTests {
    private func all(_ remote: CloudRemote, _ collection: Collection) async throws -> [RemotePage] {
        var pages: [RemotePage] = []
        var queue = remote.beginnings(of: collection, knowing: .nothing)
        while !queue.isEmpty {
            let page = try await remote.page(of: collection, at: queue.removeFirst())
            pages.append(page)
            queue += page.following
        }
        return pages
    }

    /// Pull requests `1…total` by numbered pages; Bitbucket gives up where `isHeavy` says so.
    private static func list(
        _ url: OutboundURL, total: Int, isHeavy: (ClosedRange<Int>) -> Bool = { _ in false }
    ) throws(SourceFault) -> SourceAnswer {
        let size = url.values("pagelen").first.flatMap { Int($0) } ?? 10
        let page = url.values("page").first.flatMap { Int($0) } ?? 1
        let range = min((page - 1) * size + 1, total)...min(page * size, total)
        if isHeavy(range) { throw .tooHeavy("the source answered with status 502") }
        let times = #""created_on":"2021-05-01T12:00:00Z","updated_on":"2021-05-01T12:00:00Z""#
        let rows = range.map { #"{"id":\#($0),"title":"t","state":"OPEN",\#(times)}"# }
        let base = url.text.split(separator: "&page=").first.map { String($0) } ?? ""
        let next = page * size < total ? #","next":"\#(base)&page=\#(page + 1)""# : ""
        return .json("{\"values\":[\(rows.joined(separator: ","))]\(next)}", at: url)
    }

    private static func numbers(_ pages: [RemotePage], _ remote: CloudRemote) throws -> (
        [Int64], [ImportException]
    ) {
        var page = MappedPage()
        for payload in pages.map(\.payload) { page.append(try remote.map(payload, of: .pullRequests)) }
        return (page.mergeRequests.map(\.number).sorted(), page.exceptions)
    }

    @Test("all states are asked for by name in pages of fifty, and no parameter is said twice")
    func list() async throws {
        let (remote, transport) = try Cloud.remote { url throws(SourceFault) in try Self.list(url, total: 120) }
        let pages = try await all(remote, .pullRequests)
        #expect(try Self.numbers(pages, remote).0 == Array(1...120))
        #expect(transport.requests.count == 3)
        for url in transport.requests {
            #expect(url.path == "/2.0/repositories/team/lamp/pullrequests")
            #expect(url.values("state") == ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"])
            #expect(url.values("pagelen") == ["50"] && url.values("fields").count == 1 && url.text.utf8.count < 4000)
        }
        #expect(transport.requests.map { $0.values("page") } == [[], ["2"], ["3"]])
    }

    @Test(
        "a page that is too heavy is put together from smaller ones, and one object is set aside", arguments: [50, 7])
    func monster(_ pageSize: Int) async throws {
        let (remote, _) = try Cloud.remote(pageSize: pageSize) { url throws(SourceFault) in
            try Self.list(url, total: 120) { $0.contains(61) }
        }
        let (numbers, exceptions) = try Self.numbers(try await all(remote, .pullRequests), remote)
        #expect(numbers == (1...120).filter { $0 != 61 })
        #expect(exceptions.map(\.sourceKey) == ["row 61 of pullrequests"])
        #expect(exceptions.first?.reason.contains("502") == true)
    }

    @Test("a page of activity that is too heavy is read in smaller ones, from cursor to cursor")
    func heavyActivity() async throws {
        let (remote, transport) = try Cloud.remote { url throws(SourceFault) in
            let size = url.values("pagelen").first.flatMap { Int($0) } ?? 0
            if size > 25 { throw .tooHeavy("status 502") }
            let isLast = !url.values("ctx").isEmpty
            return .json(Self.activity(["2021-05-01T12:00:00Z"], next: isLast ? nil : "\(url.text)&ctx=abc"), at: url)
        }
        #expect(try await all(remote, .timelines).count == 2)
        #expect(transport.requests.map { $0.values("pagelen") } == [["50"], ["25"], ["50"], ["25"]])
        #expect(transport.requests.allSatisfy { $0.values("page").isEmpty })
    }

    @Test(
        "where the activity on all pull requests breaks off, each of them is asked for its own", arguments: [404, 410])
    func activityRefusedInTheMiddle(_ status: Int) async throws {
        let (remote, transport) = try Cloud.remote { url in
            if url.path.hasSuffix("/pullrequests/activity") {
                let isFirst = url.values("ctx").isEmpty
                return isFirst
                    ? .json(Self.activity(["2021-05-01T12:00:00Z"], next: "\(url.text)&ctx=abc"), at: url)
                    : .json("{}", status: status, at: url)
            }
            if url.path.hasSuffix("/activity") {
                return .json(Self.activity(["2021-05-01T12:00:00Z"], next: nil), at: url)
            }
            return .json(#"{"values":[{"id":4},{"id":7}]}"#, at: url)
        }
        _ = try await all(remote, .timelines)
        let paths = transport.requests.map(\.path)
        for number in [4, 7] { #expect(paths.contains { $0.hasSuffix("/pullrequests/\(number)/activity") }) }
    }

    @Test("a repository that is there and shows no list of pull requests hides it; it does not have none")
    func hiddenList() async throws {
        let (remote, _) = try Cloud.remote { url in
            .json("{}", status: url.path.hasSuffix("/team/lamp") ? 200 : 404, at: url)
        }
        let error = await #expect(throws: RemoteError.self) { try await all(remote, .pullRequests) }
        #expect(error == .forbidden(what: "the pull requests of team/lamp"))
    }

    @Test("a link to the next page that is none is a damaged answer, not the end")
    func damagedNext() async throws {
        let (remote, _) = try Cloud.remote { .json(#"{"values":[],"next":5}"#, at: $0) }
        await #expect(throws: RemoteError.self) { try await all(remote, .pullRequests) }
    }

    @Test("a source that gives up on everything is out, not full of bad objects")
    func out() async throws {
        let (remote, _) = try Cloud.remote { _ throws(SourceFault) in throw .tooHeavy("status 500") }
        await #expect(throws: RemoteError.self) { try await all(remote, .pullRequests) }
    }

    @Test(
        "a next page that is elsewhere is not followed",
        arguments: [
            "https://evil.example/2.0/repositories/team/lamp/pullrequests?page=2",
            "http://api.bitbucket.org/2.0/repositories/team/lamp/pullrequests?page=2",
            "https://api.bitbucket.org/2.0/repositories/team/lamp/issues?page=2",
            "https://api.bitbucket.org/2.0/user?page=2", "nonsense",
        ])
    func elsewhere(_ next: String) async throws {
        let (remote, transport) = try Cloud.remote { .json(#"{"values":[],"next":"\#(next)"}"#, at: $0) }
        await #expect(throws: RemoteError.self) { try await all(remote, .pullRequests) }
        #expect(transport.requests.count == 1)
    }

    @Test("a list that does not go on ends, one that runs in a circle too")
    func endless() async throws {
        let (remote, _) = try Cloud.remote { url in .json(#"{"values":[],"next":"\#(url.text)"}"#, at: url) }
        await #expect(throws: RemoteError.self) { try await all(remote, .pullRequests) }
        let url = try OutboundURL("https://api.bitbucket.org/2.0/repositories/team/lamp/pullrequests")
        #expect(throws: SourceFault.self) {
            try CloudNext.place("\(url)?page=3", asked: url, own: [], at: "page=2", depth: CloudNext.mostPages)
        }
        #expect(try CloudNext.place("\(url)?page=3&q=1", asked: url, own: ["q"], at: "page=2", depth: 2) == "page=3")
        let byID = "https://api.bitbucket.org/2.0/repositories/%7Bt%7D/%7Bl%7D/pullrequests?page=3"
        #expect(try CloudNext.place(byID, asked: url, own: [], at: "", depth: 2) == "page=3")
    }

    private static func activity(_ times: [String], next: String?) -> String {
        let rows = times.map { #"{"pull_request":{"id":7},"approval":{"date":"\#($0)"}}"# }
        let link = next.map { #","next":"\#($0)""# } ?? ""
        return "{\"values\":[\(rows.joined(separator: ","))]\(link)}"
    }

    @Test("the second look reads the activity down to what is known, and no further")
    func since() async throws {
        let (remote, transport) = try Cloud.remote { url in
            let time = url.values("ctx").isEmpty ? "2021-05-03T00:00:00Z" : "2021-05-01T00:00:00Z"
            return .json(Self.activity([time], next: "\(url.text)&ctx=abc"), at: url)
        }
        var queue = remote.changes(of: .timelines, since: Cloud.time("2021-05-02T00:00:00Z"), knowing: .nothing)
        while !queue.isEmpty { queue += try await remote.page(of: .timelines, at: queue.removeFirst()).following }
        #expect(transport.requests.map { $0.values("ctx") } == [[], ["abc"]])
    }

    @Test("where the activity of all is refused, each pull request is asked", arguments: [403, 404, 410])
    func refusedActivity(_ status: Int) async throws {
        let (remote, transport) = try Cloud.remote { url throws(SourceFault) in
            if url.path.hasSuffix("/pullrequests/activity") { return .json("{}", status: status, at: url) }
            if url.path.hasSuffix("/activity") {
                return .json(Self.activity(["2021-05-01T12:00:00Z"], next: nil), at: url)
            }
            return try Self.list(url, total: 3)
        }
        var page = MappedPage()
        for payload in try await all(remote, .timelines).map(\.payload) {
            page.append(try remote.map(payload, of: .timelines))
        }
        let reviews = page.drafts.count { if case .review = $0 { true } else { false } }
        #expect(reviews == 3 && page.exceptions.isEmpty)
        #expect(
            transport.requests.map(\.path).suffix(3).sorted()
                == (1...3).map {
                    "/2.0/repositories/team/lamp/pullrequests/\($0)/activity"
                })
    }

    @Test("what changed is asked for by time, and comments of what changed or lacks some")
    func changes() throws {
        let (remote, _) = try Cloud.remote { .json("", at: $0) }
        var known = KnownObjects()
        known.changedPullRequests = [4, 2]
        known.pullRequestsLackingComments = [4, 9]
        let comments = remote.changes(of: .comments, since: Cloud.noon, knowing: known)
        #expect(try comments.map { try CloudCursor($0) } == [2, 4, 9].map { .first(.comments(on: $0)) })
        #expect(remote.changes(of: .tasks, since: Cloud.noon, knowing: known).isEmpty)
        #expect(remote.beginnings(of: .comments, knowing: .nothing).isEmpty)
    }

    @Test("every cursor can be taken up again")
    func cursors() throws {
        let lists: [CloudList] = [
            .pullRequests, .changedPullRequests(since: Cloud.noon), .activity(until: nil), .activity(until: Cloud.noon),
            .pullRequestNumbers, .activityOf(4), .comments(on: 4), .tasks(of: 4), .issues,
            .changedIssues(since: Cloud.noon), .issueComments(4), .issueChanges(4), .issueAttachments(4),
        ]
        let cursors: [CloudCursor] =
            lists.flatMap { [.first($0), .first($0, mark: "3/x"), .list($0, depth: 7, place: "ctx=a", mark: "")] }
            + [.labels, .milestones, .downloads, .collaborators, .protection]
        for cursor in cursors { #expect(try CloudCursor(cursor.cursor) == cursor) }
        #expect(Set(cursors.map(\.cursor)).count == cursors.count)
        for text in [
            "", "list", "list issues", "list nothing 0 - -", "list issues x - -", "list tasks x 0 - -", "labels 1",
        ] {
            #expect(throws: RemoteError.self) { try CloudCursor(Cursor(rawValue: text)) }
        }
    }

    @Test("how many there are is a short answer each; no tracker, no number")
    func counts() async throws {
        let (remote, transport) = try Cloud.remote { url in
            url.path.hasSuffix("issues") ? .json("{}", status: 410, at: url) : .json(#"{"size":12}"#, at: url)
        }
        #expect(try await remote.counts() == [.pullRequest: 12])
        #expect(try await remote.counts() == [.pullRequest: 12])
        #expect(transport.requests.count == 3)
    }

    @Test(
        "permissions this kind of credential is not taken for are hidden; with one that was revoked the import ends",
        arguments: [200, 401])
    func refusedPermissions(_ repository: Int) async throws {
        let (remote, _) = try Cloud.remote { url in
            .json("{}", status: url.path.hasSuffix("/team/lamp") ? repository : 401, at: url)
        }
        let cursor = CloudCursor.collaborators.cursor
        if repository == 200 {
            let page = try await remote.page(of: .collaborators, at: cursor)
            #expect(String(decoding: page.payload, as: UTF8.self).contains("hidden"))
        } else {
            await #expect(throws: RemoteError.unauthorized(host: "api.bitbucket.org")) {
                _ = try await remote.page(of: .collaborators, at: cursor)
            }
        }
    }

    @Test("what is left behind is counted where it may be seen")
    func leftBehind() async throws {
        let (remote, _) = try Cloud.remote { url in
            switch url.path.split(separator: "/").last {
            case "forks": .json(#"{"size":3}"#, at: url)
            case "hooks": .json("{}", status: 403, at: url)
            case "deploy-keys": .json("{}", status: 401, at: url)
            default: .json(#"{"size":0}"#, at: url)
            }
        }
        let found = try await remote.reader.leftBehind()
        let counts = Dictionary(uniqueKeysWithValues: found.map { ($0.kind, $0.count) })
        #expect(counts[.fork] == 3 && counts[.webhook] == .some(nil) && counts[.deployKey] == .some(nil))
        #expect(counts[.environment] == 0 && counts[.buildStatus] == .some(nil))
    }
}
