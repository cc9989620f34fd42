import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Pull requests of Bitbucket Server become merge requests")
struct PullRequestMappingTests {
    private func map(_ rows: String..., next: Int? = nil) throws -> MappedPage {
        try Samples.remote().map(Array(Payloads.page(rows, next: next).utf8), of: .pullRequests)
    }

    @Test("an open one keeps what the list says of it")
    func open() throws {
        let properties = #"{"commentCount":4,"openTaskCount":1,"resolvedTaskCount":0}"#
        let reviewers = [
            Payloads.reviewer("bo", "APPROVED", last: Payloads.hash("a")), Payloads.reviewer("cy", "NEEDS_WORK"),
            Payloads.reviewer("di", "UNAPPROVED"), Payloads.reviewer("ed", "UNAPPROVED", last: Payloads.hash("a")),
        ]
        let page = try map(
            Payloads.pull(updated: 9000, reviewers: reviewers, properties: properties, #","draft":true,"locked":true"#))
        let draft = try #require(page.mergeRequests.first)
        #expect(draft.number == 12 && draft.sourceKey == "12" && draft.state == .opened)
        #expect(draft.isDraft && draft.isLocked && draft.title == "A change" && draft.body == "text")
        #expect(draft.author == PersonDraft(identifier: "ada", login: "ada", name: "Ada"))
        #expect(draft.requestedReviewers.map(\.identifier) == ["bo", "cy", "di", "ed"])
        #expect(draft.source == .sameRepository(branch: "topic/a") && draft.targetBranch == "main")
        #expect(draft.headCommit?.hex == Payloads.hash("a") && draft.baseCommit?.hex == Payloads.hash("b"))
        #expect(draft.createdAt.millisecondsSinceEpoch == 1000 && draft.updatedAt.millisecondsSinceEpoch == 9000)
        #expect(draft.mergedAt == nil && draft.closedAt == nil && draft.mergeCommit == nil)
        #expect(draft.sourceURL == "https://git.example.com/bb/projects/LAMP/repos/lamp/pull-requests/12")
        #expect(page.verdicts.map(\.state) == [.approved, .requestedChanges, .unreviewed, .reviewed])
        let said = [(ObjectKind.note, Int64(4)), (.pullRequest, 1)]
        #expect(page.announcements == said.map { Announcement(kind: $0.0, of: .mergeRequest, number: 12, count: $0.1) })
        #expect(page.items == [ItemMark(item: .mergeRequest, number: 12, updatedAt: draft.updatedAt)])
        #expect(page.announced == [.pullRequest: 0] && page.exceptions.isEmpty)
    }

    @Test("a merged one knows when and into which commit, a declined one when")
    func closed() throws {
        let merge = #"{"commentCount":0,"mergeCommit":{"id":"\#(Payloads.hash("e"))","displayId":"eeee"}}"#
        let page = try map(
            Payloads.pull(1, state: "MERGED", properties: merge, #","closedDate":8000"#),
            Payloads.pull(2, state: "DECLINED", #","closedDate":8001"#))
        let drafts = page.mergeRequests
        #expect(drafts.map(\.state) == [.merged, .closed])
        #expect(drafts[0].mergeCommit?.hex == Payloads.hash("e"))
        #expect(drafts.map(\.mergedAt?.millisecondsSinceEpoch) == [8000, nil])
        #expect(drafts.map(\.closedAt?.millisecondsSinceEpoch) == [nil, 8001])
    }

    @Test("one from a fork says whose fork, and one from a fork that is gone says nothing of it")
    func forks() throws {
        let page = try map(
            Payloads.pull(1, from: Payloads.fork(key: "~BO")), Payloads.pull(2, from: Payloads.fork(key: "OTHER")),
            Payloads.pull(3, from: "null"))
        #expect(
            page.mergeRequests.map(\.source) == [
                .fork(owner: "BO", repository: "~BO/lamp", branch: "topic/a"),
                .fork(owner: "OTHER", repository: "OTHER/lamp", branch: "topic/a"),
                .fork(owner: nil, repository: nil, branch: "topic/a"),
            ])
    }

    @Test("a reviewer who cannot be read is listed, and the others come", arguments: ["null", "7", #"{"user":7}"#])
    func badReviewers(_ reviewer: String) throws {
        let page = try map(Payloads.pull(5, reviewers: [reviewer, Payloads.reviewer("bo", "APPROVED")]))
        #expect(page.mergeRequests.map(\.number) == [5])
        #expect(page.exceptions.map(\.sourceKey) == ["reviewer 1 of pull request 5"])
    }

    @Test(
        "a bad row is listed and costs no other",
        arguments: [
            #"{"id":5,"title":"x"}"#, "null", Payloads.pull(5, state: "ODD"),
            Payloads.pull(5).replacing(#""createdDate":1000"#, with: #""createdDate":9223372036854775807"#),
        ])
    func badRows(_ row: String) throws {
        let page = try map(row, Payloads.pull(6))
        #expect(page.mergeRequests.map(\.number) == [6] && page.said[.pullRequest] == 2)
        #expect(page.exceptions.map(\.outcome) == [.failed] && page.exceptions.map(\.kind) == [.pullRequest])
    }

    @Test("a list that says it goes on, and not where, is said to be broken")
    func brokenList() throws {
        let text = Payloads.page([Payloads.pull()], start: 500, next: 500)
        let page = try Samples.remote().map(Array(text.utf8), of: .pullRequests)
        #expect(page.mergeRequests.count == 1 && page.exceptions.map(\.sourceKey) == ["the list from 500"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var row: String
        var isAsked: Bool
    }

    @Test(
        "activities are asked for where there may be some",
        arguments: [
            Case(testDescription: "open and untouched", row: Payloads.pull(), isAsked: false),
            Case(
                testDescription: "untouched, with reviewers who have said nothing",
                row: Payloads.pull(reviewers: [Payloads.reviewer("bo", "UNAPPROVED")]), isAsked: false),
            Case(testDescription: "merged", row: Payloads.pull(state: "MERGED"), isAsked: true),
            Case(testDescription: "declined", row: Payloads.pull(state: "DECLINED"), isAsked: true),
            Case(testDescription: "changed", row: Payloads.pull(version: 1), isAsked: true),
            Case(testDescription: "updated", row: Payloads.pull(updated: 1001), isAsked: true),
            Case(
                testDescription: "with a comment", row: Payloads.pull(properties: #"{"commentCount":1}"#), isAsked: true
            ),
            Case(
                testDescription: "with a task",
                row: Payloads.pull(properties: #"{"commentCount":0,"resolvedTaskCount":1}"#), isAsked: true),
            Case(testDescription: "of which nothing is counted", row: Payloads.pull(properties: nil), isAsked: true),
            Case(
                testDescription: "approved", row: Payloads.pull(reviewers: [Payloads.reviewer("bo", "APPROVED")]),
                isAsked: true),
        ])
    func activities(_ row: Case) {
        let cursors = BitbucketServerPullRequests.beginnings(in: Array(Payloads.page([row.row]).utf8))
        #expect(cursors.count == (row.isAsked ? 1 : 0))
    }

    @Test("where something may have been added, the cursor is another one; else it is the same")
    func cursors() {
        func cursor(_ row: String) -> Cursor? {
            BitbucketServerPullRequests.beginnings(in: Array(Payloads.page([row]).utf8)).first
        }
        func row(state: String = "OPEN", version: Int = 1, updated: Int = 2, comments: Int = 3, _ status: String)
            -> String
        {
            Payloads.pull(
                state: state, version: version, updated: updated, reviewers: [Payloads.reviewer("bo", status)],
                properties: "{\"commentCount\":\(comments),\"openTaskCount\":0}")
        }
        let rows = [
            row("UNAPPROVED"), row("APPROVED"), row(version: 2, "UNAPPROVED"), row(updated: 3, "UNAPPROVED"),
            row(comments: 4, "UNAPPROVED"), row(state: "DECLINED", "UNAPPROVED"),
        ]
        #expect(Set(rows.map(cursor)).count == rows.count)
        #expect(cursor(rows[0]) == cursor(row("UNAPPROVED")))
    }
}
