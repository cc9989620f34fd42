import Model
import Outbound
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("What happened on pull requests")
struct ActivityTests {
    private static func value(_ kind: String, _ body: String, on number: Int = 7) -> String {
        #"{"pull_request":{"id":\#(number)},"\#(kind)":\#(body)}"#
    }

    private static func update(_ state: String, _ more: String = "") -> String {
        let body = """
            {"date":"2021-05-01T12:00:00.123456+00:00","state":"\(state)","author":\(Cloud.user("ada")),
            "source":{"commit":{"hash":"aaaaaaaaaaaa"}},"destination":{"branch":{"name":"main"}}\(more)}
            """
        return value("update", body)
    }

    struct UpdateCase: Sendable, CustomTestStringConvertible {
        var state: String
        var more: String
        var events: [TimelineEvent]
        var mergedAt = false
        var closedAt = false
        var testDescription: String { state + more }
    }

    private static let moved = TimelineEvent.headMoved(before: nil, after: nil, added: nil, removed: nil)
    private static let merged = TimelineEvent.merged(commit: nil, into: "main")
    private static let closed = TimelineEvent.closed(reason: nil, by: nil)
    private static let status = #","changes":{"status":{"old":"open","new":"fulfilled"}}"#

    @Test(
        "updates are told apart by what they changed, else by the state",
        arguments: [
            UpdateCase(state: "OPEN", more: "", events: [moved]),
            UpdateCase(state: "OPEN", more: #","changes":{}"#, events: [moved]),
            UpdateCase(state: "OPEN", more: #","changes":null"#, events: [moved]),
            UpdateCase(state: "MERGED", more: "", events: [merged], mergedAt: true),
            UpdateCase(state: "MERGED", more: status, events: [merged], mergedAt: true),
            // A title that is changed after the merge.
            UpdateCase(
                state: "MERGED", more: #","changes":{"title":{"old":"a","new":"b"}}"#,
                events: [.renamed(from: "a", to: "b")]),
            UpdateCase(state: "DECLINED", more: "", events: [closed], closedAt: true),
            UpdateCase(
                state: "DECLINED", more: #","reason":"too late""#,
                events: [closed, .fieldChanged(name: "reason", from: nil, to: "too late")], closedAt: true),
            UpdateCase(
                state: "SUPERSEDED", more: "",
                events: [closed, .fieldChanged(name: "state", from: nil, to: "superseded")], closedAt: true),
            UpdateCase(
                state: "OPEN",
                more: #","changes":{"description":{"old":"a","new":"b"},"draft":{"old":false,"new":true}}"#,
                events: [.descriptionChanged, .convertedToDraft]),
            UpdateCase(
                state: "OPEN",
                more: #","changes":{"destination":{"old":{"branch":{"name":"a"}},"new":{"branch":{"name":"b"}}}}"#,
                events: [.targetBranchChanged(from: "a", to: "b", automatically: false)]),
            UpdateCase(
                state: "OPEN", more: #","changes":{"weight":{"old":"1","new":"2"}}"#,
                events: [.fieldChanged(name: "weight", from: "1", to: "2")]),
        ])
    func updates(_ row: UpdateCase) throws {
        let page = try Cloud.map(Self.update(row.state, row.more), of: .timelines)
        #expect(page.events.map(\.event) == row.events)
        #expect(page.events.allSatisfy { $0.number == 7 && $0.item == .mergeRequest && $0.actor?.login == "ada" })
        #expect(Set(page.events.map(\.sourceKey)).count == row.events.count)
        #expect((page.details.first?.mergedAt != nil) == row.mergedAt)
        #expect((page.details.first?.closedAt != nil) == row.closedAt)
        #expect(page.exceptions.isEmpty)
    }

    @Test("each reviewer who was added or removed is an event of their own")
    func reviewers() throws {
        let more = """
            ,"changes":{"reviewers":{"added":[\(Cloud.user("bo")),\(Cloud.user("cy"))],"removed":[\(Cloud.user("di"))]}}
            """
        let page = try Cloud.map(Self.update("OPEN", more), of: .timelines)
        #expect(
            page.events.map(\.event) == [
                .reviewRequested(.person(Cloud.person("bo"))), .reviewRequested(.person(Cloud.person("cy"))),
                .reviewRequestRemoved(.person(Cloud.person("di"))),
            ])
        #expect(Set(page.events.map(\.sourceKey)).count == 3)
    }

    @Test("a change of an unknown form is listed, the others of it are told")
    func unknownChange() throws {
        let more = #","changes":{"odd":[1],"title":{"old":"a","new":"b"}}"#
        let page = try Cloud.map(Self.update("OPEN", more), of: .timelines)
        #expect(page.events.map(\.event) == [.renamed(from: "a", to: "b")])
        #expect(page.exceptions.map(\.outcome) == [.skipped])
    }

    @Test("a push names the commit where git has it")
    func push() throws {
        let hash = try #require(ObjectHash(String(repeating: "a", count: 40)))
        let names = CommitNames([try #require(AbbreviatedHash("aaaaaaaaaaaa")): hash])
        let page = try Cloud.map(Self.update("OPEN"), of: .timelines, commits: names)
        #expect(page.events.map(\.event) == [.headMoved(before: nil, after: hash, added: nil, removed: nil)])
        #expect(page.events.map(\.sourceKey) == ["7:2021-05-01T12:00:00.123Z:head:{ada-uuid}"])
    }

    @Test("the heads of pull requests are worth a request, those they had on the way are not")
    func heads() async throws {
        let (remote, transport) = try Cloud.remote { url in
            .json(#"{"hash":"\#(String(repeating: "a", count: 40))"}"#, at: url)
        }
        let short = try #require(AbbreviatedHash("aaaaaaaaaaaa"))
        let feed = Array("{\"values\":[\(Self.update("OPEN"))]}".utf8)
        #expect(remote.abbreviatedCommits(in: feed, of: .timelines) == [short])
        await #expect(throws: RemoteError.self) { try await remote.commit(named: short) }
        #expect(transport.requests.isEmpty)
        let list =
            Array(
                #"{"values":[{"id":1,"title":"a","state":"OPEN","source":{"commit":{"hash":"aaaaaaaaaaaa"}},"#.utf8)
            + Array(#""created_on":"2021-05-01T12:00:00Z","updated_on":"2021-05-01T12:00:00Z"}]}"#.utf8)
        #expect(remote.abbreviatedCommits(in: list, of: .pullRequests) == [short])
        #expect(try await remote.commit(named: short)?.short == "aaaaaaaa")
        #expect(transport.requests.map(\.path) == ["/2.0/repositories/team/lamp/commit/aaaaaaaaaaaa"])
    }

    private static let gone = [String(repeating: "a", count: 12), String(repeating: "b", count: 12)]

    @Test("of many commits one list tells, and which of them are gone the refusal says")
    func manyHeads() async throws {
        let (a, b) = (Self.gone[0], Self.gone[1])
        let c = String(repeating: "c", count: 12)
        let (remote, transport) = try Cloud.remote { url in
            if url.values("include").contains(b) {
                return .json(#"{"error":{"message":"m","data":{"shas":["\#(b)"]}}}"#, status: 404, at: url)
            }
            let hashes = ["d", "c", "a"].map { #"{"hash":"\#(String(repeating: $0, count: 40))"}"# }
            return .json("{\"values\":[\(hashes.joined(separator: ","))]}", at: url)
        }
        let names = try [a, b, c].map { try #require(AbbreviatedHash($0)) }
        let told = try await remote.commits(named: names, outside: "main")
        #expect(told.mapValues { $0?.hex.prefix(12).description } == [names[0]: a, names[1]: nil, names[2]: c])
        #expect(transport.requests.map { $0.values("include") } == [[a, b, c], [a, c]])
        #expect(transport.requests.allSatisfy { $0.values("exclude") == ["main"] })
    }

    @Test("one commit is not asked for by a list, and a refusal without names is no answer")
    func fewHeads() async throws {
        let (remote, transport) = try Cloud.remote { .json("{}", status: 404, at: $0) }
        let names = try Self.gone.map { try #require(AbbreviatedHash($0)) }
        #expect(try await remote.commits(named: [names[0]], outside: nil).isEmpty && transport.requests.isEmpty)
        #expect(try await remote.commits(named: names, outside: nil).isEmpty && transport.requests.count == 1)
    }

    @Test("verdicts become reviews without words")
    func verdicts() throws {
        let body = #"{"date":"2021-05-01T12:00:00Z","user":\#(Cloud.user("bo"))}"#
        let page = try Cloud.map(
            Self.value("approval", body), Self.value("changes_requested", body), of: .timelines)
        let reviews = page.drafts.compactMap { if case .review(let review) = $0 { review } else { nil } }
        // The newest stands first at the source.
        #expect(reviews.map(\.verdict) == [.changesRequested, .approved])
        #expect(
            reviews.allSatisfy { $0.author == Cloud.person("bo") && $0.submittedAt == Cloud.noon && $0.body.isEmpty })
        #expect(Set(reviews.map(\.sourceKey)).count == 2)
    }

    @Test("something of a kind that is not known is listed")
    func unknown() throws {
        let page = try Cloud.map(Self.value("applause", "{}"), of: .timelines)
        #expect(page.drafts.isEmpty && page.exceptions.map(\.outcome) == [.failed])
    }
}
