import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("Payloads become drafts")
struct MappingTests {
    private func map(_ payload: [UInt8], _ collection: Collection) throws -> MappedPage {
        try GitHubRemote.map(payload, of: collection)
    }

    @Test("labels keep their description; a color that is none degrades them")
    func labels() throws {
        let page = try map(
            Payloads.list(
                #"{"id":1,"name":"bug","color":"D73A4A","description":"broken"}"#,
                #"{"id":2,"name":"odd","color":"no","description":""}"#), .labels)
        #expect(
            page.drafts == [
                .label(LabelDraft(sourceKey: "1", title: "bug", description: "broken", color: "#d73a4a")),
                .label(LabelDraft(sourceKey: "2", title: "odd", description: nil, color: "#ededed")),
            ])
        #expect(page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("milestones keep number, state and day")
    func milestones() throws {
        let row =
            #"{"id":9,"number":4,"title":"M","description":null,"state":"open","due_on":"2020-12-31T08:00:00Z",\#(Payloads.times)}"#
        guard case .milestone(let draft) = try map(Payloads.list(row), .milestones).drafts.first else {
            Testing.Issue.record("no milestone")
            return
        }
        #expect(draft.number == 4)
        #expect(draft.state == .active)
        #expect(draft.dueDate?.description == "2020-12-31")
    }

    @Test("a draft release stays a draft, one without a name is called after its tag")
    func releases() throws {
        let row = """
            {"id":5,"tag_name":"v1","name":"","body":"notes","author":\(Payloads.user("ada", 7)),"draft":true,"prerelease":true,
            "created_at":"2020-01-01T00:00:00Z","published_at":null}
            """
        guard case .release(let draft) = try map(Payloads.list(row), .releases).drafts.first else {
            Testing.Issue.record("no release")
            return
        }
        #expect(draft.name == "v1" && draft.isDraft && draft.isPrerelease && draft.releasedAt == nil)
        #expect(draft.author == PersonDraft(identifier: "7", login: "ada", nodeID: "N7"))
    }

    @Test("issues keep all assignees once, labels of both forms, and what closed them")
    func issues() throws {
        let page = try map(Payloads.list(Payloads.issue(2001, #","closed_by":\#(Payloads.user("bo", 8))"#)), .issues)
        guard case .issue(let draft) = page.drafts.first else {
            Testing.Issue.record("no issue")
            return
        }
        #expect(draft.number == 1 && draft.state == .closed && draft.stateReason == "completed" && draft.isLocked)
        #expect(draft.assignees.map(\.login) == ["bo"])
        #expect(draft.labelTitles == ["bug", "old"])
        #expect(draft.milestoneNumber == 3 && draft.closedBy?.login == "bo" && draft.body == nil)
        #expect(page.said == [.note: 5])
    }

    @Test("rows that are pull requests only tell their comments and who closed them")
    func pullRequestRows() throws {
        let mark = #","pull_request":{"merged_at":null},"closed_by":\#(Payloads.user("bo", 8))"#
        let merged = #","pull_request":{"merged_at":"2021-01-01T00:00:00Z"},"closed_by":\#(Payloads.user("bo", 8))"#
        let page = try map(Payloads.list(Payloads.issue(1001, mark), Payloads.issue(1002, merged)), .issues)
        #expect(page.said == [.note: 10])
        var closed = ItemDetailsDraft(
            item: .mergeRequest, number: 1, sourceURL: "https://github.com/a/b/issues/1")
        closed.closedBy = PersonDraft(identifier: "8", login: "bo", nodeID: "N8")
        #expect(
            page.drafts == [
                .itemDetails(closed)
            ])
    }

    @Test(
        "people: deleted accounts are nobody, bots keep REST's name",
        arguments: [
            (Payloads.user("ghost", 10137), nil), ("null", nil),
            (
                Payloads.user("dependabot[bot]", 49_699_333, type: "Bot"),
                PersonDraft(identifier: "49699333", login: "dependabot[bot]", nodeID: "N49699333")
            ),
        ] as [(String, PersonDraft?)])
    func authors(_ user: String, _ expected: PersonDraft?) throws {
        guard case .issue(let draft) = try map(Payloads.list(Payloads.issue(1, user: user)), .issues).drafts.first
        else {
            Testing.Issue.record("no issue")
            return
        }
        #expect(draft.author == expected)
    }

    @Test(
        "where the commits of a pull request come from",
        arguments: [
            (
                Payloads.head(owner: Payloads.user("a", 1), repository: #"{"id":1,"full_name":"a/b"}"#),
                .sameRepository(branch: "topic")
            ),
            (
                Payloads.head(owner: Payloads.user("cy", 3), repository: #"{"id":2,"full_name":"cy/b"}"#),
                .fork(owner: "cy", repository: "cy/b", branch: "topic")
            ),
            (
                Payloads.head(owner: Payloads.user("cy", 3), repository: nil),
                .fork(owner: "cy", repository: nil, branch: "topic")
            ),
            (Payloads.head(owner: nil, repository: nil), .fork(owner: nil, repository: nil, branch: "topic")),
        ] as [(String, MergeRequestDraft.SourceBranch)])
    func heads(_ head: String, _ expected: MergeRequestDraft.SourceBranch) throws {
        guard
            case .mergeRequest(let draft) = try map(Payloads.list(Payloads.pull(1, head: head)), .pullRequests).drafts
                .first
        else {
            Testing.Issue.record("no pull request")
            return
        }
        #expect(draft.source == expected)
        #expect(draft.isDraft && draft.state == .closed && draft.requestedReviewers.map(\.login) == ["bo"])
        // A trial merge is no merge.
        #expect(draft.mergeCommit == nil)
    }

    @Test("a merged pull request keeps its merge commit, one asked of a team is degraded")
    func merged() throws {
        let head = Payloads.head(owner: nil, repository: nil)
        let extra = #","merged_at":"2021-01-01T00:00:00Z","requested_teams":[{"id":1,"name":"core"}]"#
        let text = Payloads.pull(1, head: head, extra).replacing(#""requested_teams":[],"#, with: "")
        let page = try map(Payloads.list(text), .pullRequests)
        guard case .mergeRequest(let draft) = page.drafts.first else {
            Testing.Issue.record("no pull request")
            return
        }
        #expect(draft.state == .merged && draft.mergeCommit?.rawValue.first == "c")
        #expect(page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("comments find their issue; NUL characters go, everything else stays")
    func comments() throws {
        let row = """
            {"id":1,"issue_url":"https://api.github.com/repos/a/b/issues/12","body":"a\\u0000b\\r\\n👩‍👧","user":null,\(Payloads.times),
            "html_url":"https://github.com/a/b/issues/12#issuecomment-1"}
            """
        guard case .note(let draft) = try map(Payloads.list(row), .comments).drafts.first else {
            Testing.Issue.record("no comment")
            return
        }
        #expect(draft.number == 12 && draft.body == "ab\r\n👩‍👧" && draft.author == nil)
    }

    @Test("a bad object among good ones is listed by name, and the others survive")
    func oneBadObject() throws {
        let good = Payloads.issue(1001)
        let bad = [
            good.replacing(#""id":1001,"#, with: ""), good.replacing(#""title":"A title""#, with: #""title":{"a":1}"#),
            good.replacing("\"id\":1001", with: "\"id\":99999999999999999999999"),
            good.replacing("2020-07-07T14:23:51Z", with: "yesterday"), "null", "[]", "5",
        ]
        let payload = Array(("[" + (bad + [Payloads.issue(1002)]).joined(separator: ",") + "]").utf8)
        let page = try map(payload, .issues)
        #expect(page.drafts.count == 1)
        #expect(page.exceptions.count == bad.count)
        #expect(page.exceptions.allSatisfy { $0.outcome == .failed && $0.kind == .issue })
        #expect(page.exceptions[0].sourceURL == "https://github.com/a/b/issues/1")
        #expect(page.exceptions[0].reason.contains("id is missing"))
        #expect(page.exceptions[1].sourceKey == "1001")
        #expect(page.exceptions[1].reason.contains("title is of another type"))
        #expect(page.exceptions[3].reason.contains("created_at"))
        #expect(!page.exceptions[3].reason.contains("yesterday"))
    }

    @Test("a page that is no list cannot be read at all", arguments: ["{}", "", "<html>", "[1"])
    func noList(_ text: String) {
        #expect(throws: RemoteError.self) { try map(Array(text.utf8), .issues) }
    }

    @Test("review comments: threads by their first comment, suggestions in GitLab's form")
    func reviewComments() throws {
        let page = try map(
            Payloads.list(
                Payloads.reviewComment(10, body: "```suggestion\\nx\\n```"), Payloads.reviewComment(11, replyTo: 10),
                Payloads.reviewComment(12, replyTo: 11), Payloads.reviewComment(13, replyTo: 13)), .reviewComments)
        let notes = page.drafts.compactMap { draft -> DiffNoteDraft? in
            if case .diffNote(let note) = draft { note } else { nil }
        }
        #expect(notes.map(\.threadKey) == ["10", "10", "10", "13"])
        #expect(notes[0].body == "```suggestion:-1+0\nx\n```")
        #expect(notes[0].mergeRequestNumber == 12 && notes[0].reviewKey == "55" && !notes[0].isOutdated)
        #expect(notes[0].originalCommit?.rawValue.first == "b")
        #expect(notes[0].position.firstLine == Position.Line(old: 1, new: 1))
    }
}
