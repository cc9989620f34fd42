import Model
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("Pull requests")
struct PullRequestTests {
    private static func side(_ branch: String, _ hash: String, _ repository: String) -> String {
        #"{"branch":{"name":"\#(branch)"},"commit":{"hash":"\#(hash)"},"repository":\#(repository)}"#
    }

    private static let home = #"{"uuid":"{r}","full_name":"team/lamp"}"#

    private static func row(
        state: String = "OPEN", source: String = side("wick", "aaaaaaaaaaaa", home), _ more: String = ""
    ) -> String {
        """
        {"id":7,"title":"Trim","description":"","state":"\(state)","author":\(Cloud.user("ada")),"source":\(source),
        "destination":\(side("main", "bbbbbbbbbbbb", home)),"merge_commit":{"hash":"cccccccccccc"},"comment_count":4,
        "task_count":2,"created_on":"2021-05-01T12:00:00.000000+00:00","updated_on":"2021-05-02T12:00:00+00:00"\(more)}
        """
    }

    private static func full(_ digit: Character) throws -> ObjectHash {
        try #require(ObjectHash(String(repeating: digit, count: 40)))
    }

    @Test("a participant that is nothing is a line")
    func noParticipant() throws {
        let page = try Cloud.map(Self.row(#","participants":[null]"#), of: .pullRequests)
        #expect(page.exceptions.map(\.sourceKey) == ["participant 1 of pull request 7"])
    }

    @Test("short names of commits are found, and become whole ones where they are known")
    func commits() throws {
        let (remote, _) = try Cloud.remote { .json("", at: $0) }
        let payload = Array("{\"values\":[\(Self.row())]}".utf8)
        let found = remote.abbreviatedCommits(in: payload, of: .pullRequests)
        #expect(found.map(\.hex).sorted() == ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"])
        let names = CommitNames([
            try #require(AbbreviatedHash("aaaaaaaaaaaa")): try Self.full("a"),
            try #require(AbbreviatedHash("cccccccccccc")): try Self.full("c"),
        ])
        let draft = try #require(try Cloud.map(Self.row(), of: .pullRequests, commits: names).mergeRequests.first)
        let (head, merge) = (try Self.full("a"), try Self.full("c"))
        #expect(draft.headCommit == head && draft.mergeCommit == merge)
        #expect(draft.baseCommit == nil)
    }

    @Test(
        "every state has one here, and who ended it is kept",
        arguments: [
            ("OPEN", MergeRequest.State.opened), ("MERGED", .merged), ("DECLINED", .closed), ("SUPERSEDED", .closed),
        ])
    func states(_ state: String, _ expected: MergeRequest.State) throws {
        let page = try Cloud.map(Self.row(state: state, #","closed_by":\#(Cloud.user("bo"))"#), of: .pullRequests)
        #expect(page.mergeRequests.first?.state == expected && page.mergeRequests.first?.body == nil)
        #expect(page.details.first?.mergedBy == (expected == .merged ? Cloud.person("bo") : nil))
        #expect(page.details.first?.closedBy == (expected == .closed ? Cloud.person("bo") : nil))
        #expect(page.exceptions.isEmpty)
    }

    @Test("a state that is not known is kept open and listed")
    func unknownState() throws {
        let page = try Cloud.map(Self.row(state: "QUEUED"), of: .pullRequests)
        #expect(page.mergeRequests.first?.state == .opened && page.exceptions.map(\.outcome) == [.degraded])
    }

    struct SourceCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var source: String
        var expected: MergeRequestDraft.SourceBranch
    }

    @Test(
        "pull requests from forks come, from forks that are gone too",
        arguments: [
            SourceCase(
                testDescription: "same", source: side("wick", "aaaaaaaaaaaa", home),
                expected: .sameRepository(branch: "wick")),
            SourceCase(
                testDescription: "fork",
                source: side("wick", "aaaaaaaaaaaa", #"{"uuid":"{f}","full_name":"ada/lamp"}"#),
                expected: .fork(owner: "ada", repository: "ada/lamp", branch: "wick")),
            SourceCase(
                testDescription: "deleted fork", source: side("wick", "aaaaaaaaaaaa", "null"),
                expected: .fork(owner: nil, repository: nil, branch: "wick")),
            SourceCase(
                testDescription: "nothing left", source: #"{"branch":null,"commit":null,"repository":null}"#,
                expected: .fork(owner: nil, repository: nil, branch: "pull-request-7")),
            SourceCase(
                testDescription: "null", source: "null",
                expected: .fork(owner: nil, repository: nil, branch: "pull-request-7")),
        ])
    func sources(_ row: SourceCase) throws {
        let page = try Cloud.map(Self.row(source: row.source), of: .pullRequests)
        #expect(page.mergeRequests.first?.source == row.expected)
    }

    @Test("it says how many comments and tasks it has, and the last word of its reviewers")
    func reviewers() throws {
        func participant(_ name: String, _ more: String) -> String { #"{"user":\#(Cloud.user(name)),\#(more)}"# }
        let time = #""participated_on":"2021-05-01T12:00:00Z""#
        let list = [
            participant("ada", #""role":"REVIEWER","approved":true,"state":"approved",\#(time)"#),
            participant("bo", #""role":"REVIEWER","approved":false,"state":"changes_requested",\#(time)"#),
            participant("cy", #""role":"REVIEWER","approved":false,"state":null,\#(time)"#),
            participant("di", #""role":"PARTICIPANT","approved":false,"state":null,\#(time)"#),
            #"{"user":null,"role":"REVIEWER","approved":true}"#, "null",
        ]
        let more = #","participants":[\#(list.joined(separator: ","))],"reviewers":[\#(Cloud.user("ada")),null]"#
        let page = try Cloud.map(Self.row(more), of: .pullRequests)
        let states = page.drafts.compactMap { draft -> (String, Reviewer.State, Timestamp?)? in
            guard case .reviewerState(let state) = draft else { return nil }
            return (state.person.login, state.state, state.reviewedAt)
        }
        #expect(states.map(\.0) == ["ada", "bo", "cy"])
        #expect(states.map(\.1) == [.approved, .requestedChanges, .unreviewed])
        #expect(states.map(\.2) == [Cloud.noon, Cloud.noon, nil])
        #expect(page.mergeRequests.first?.requestedReviewers == [Cloud.person("ada")])
        #expect(page.announcements.reduce(0) { $0 + $1.count } == 6)
        #expect(page.announcements.map(\.sourceKey) == ["pull:7", "pull:7:tasks"])
        #expect(page.items.map(\.number) == [7])
    }

    @Test("one that cannot be read is listed, the others come")
    func oneBad() throws {
        let page = try Cloud.map(#"{"id":6,"title":null}"#, "null", Self.row(), of: .pullRequests)
        #expect(page.mergeRequests.map(\.number) == [7])
        #expect(page.exceptions.map(\.sourceKey) == ["6", "unnamed object 2 of its page"])
    }

    @Test("only those with tasks are asked for them, again when they have changed")
    func tasks() async throws {
        let updates = ["2021-05-01T12:00:00Z", "2021-05-01T12:00:00Z", "2021-05-01T12:00:01Z"]
        var seen: [[Cursor]] = []
        for updated in updates {
            let list =
                #"{"values":[{"id":1,"task_count":0},{"id":2,"task_count":3,"updated_on":"\#(updated)"},{"id":3}]}"#
            let (remote, _) = try Cloud.remote { .json(list, at: $0) }
            let first = try #require(remote.beginnings(of: .pullRequests, knowing: .nothing).first)
            seen.append(try await remote.page(of: .pullRequests, at: first).beginnings[.tasks] ?? [])
        }
        #expect(seen.map(\.count) == [1, 1, 1] && seen[0] == seen[1] && seen[1] != seen[2])
    }
}
