import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("What only a query tells of an item")
struct TimelineDetailsTests {
    private let ada = PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")
    private let bo = PersonDraft(identifier: "8", login: "bo", name: "bo", nodeID: "N8")
    private let asAda = Payloads.actor("ada", 7, name: "Ada")
    private let asBo = Payloads.actor("bo", 8, name: nil)

    private func details(_ item: String) throws -> ItemDetailsDraft {
        let page = try GitHubRemote.map(Payloads.items(item), of: .timelines)
        return try #require(page.details.first)
    }

    @Test("an issue: pinned, why it is closed and locked, its parent, and who closed it last")
    func issue() throws {
        let fields = """
            "stateReason":"NOT_PLANNED","isPinned":true,"activeLockReason":"OFF_TOPIC",\
            "parent":\(Payloads.subject(.issue, 3, in: "x/y"))
            """
        let draft = try details(
            Payloads.item(
                .issue, fields: fields, events: Payloads.event("ClosedEvent", actor: asAda),
                Payloads.event("ReopenedEvent", id: "E_2"), Payloads.event("ClosedEvent", id: "E_3", actor: asBo)))
        #expect(draft.item == .issue && draft.number == 12 && draft.isPinned == true)
        #expect(draft.stateReason == .notPlanned && draft.lockReason == .offTopic && draft.closedBy == bo)
        #expect(draft.parent == ItemReference(repository: "x/y", item: .issue, number: 3))
        #expect(draft.duplicateOf == .untold && draft.closedByPullRequests.isEmpty)
    }

    @Test("an item that was opened again, or merged, was closed by nobody", arguments: ["OPEN", "MERGED"])
    func notClosed(_ state: String) throws {
        let page = try GitHubRemote.map(
            Payloads.items(
                Payloads.item(.mergeRequest, state: state, events: Payloads.event("ClosedEvent", actor: asAda))),
            of: .timelines)
        #expect(page.details.isEmpty)
        #expect(page.events.count == 1)
    }

    @Test("a pull request: merger, merge commit, automatic merge, decision, and the issues it closes")
    func pullRequest() throws {
        let fields = """
            "mergedBy":\(asBo),"mergeCommit":{"oid":"\(Payloads.commit)"},"reviewDecision":"CHANGES_REQUESTED",\
            "autoMergeRequest":{"enabledAt":"2021-01-01T00:00:00Z","mergeMethod":"SQUASH","commitHeadline":"One",\
            "commitBody":null,"enabledBy":\(asAda)},\
            "closingIssuesReferences":{"totalCount":2,"nodes":[\(Payloads.subject(.issue, 3)),\
            \(Payloads.subject(.issue, 5, in: "x/y"))]}
            """
        let page = try GitHubRemote.map(
            Payloads.items(Payloads.item(.mergeRequest, state: "MERGED", fields: fields)), of: .timelines)
        let draft = try #require(page.details.first)
        #expect(draft.mergedBy == bo && draft.mergeCommit == ObjectHash(Payloads.commit))
        #expect(draft.reviewDecision == .changesRequested)
        #expect(
            draft.autoMerge
                == .init(
                    enabledBy: ada, enabledAt: Timestamp(iso8601: "2021-01-01T00:00:00Z"), method: .squash,
                    commitTitle: "One"))
        #expect(
            draft.closesIssues == [
                ItemReference(item: .issue, number: 3), ItemReference(repository: "x/y", item: .issue, number: 5),
            ])
        #expect(page.drafts.contains(.personName(ada)) && page.exceptions.isEmpty)
    }

    @Test("links to issues beyond the hundredth are listed")
    func manyIssues() throws {
        let fields = #""closingIssuesReferences":{"totalCount":102,"nodes":[\#(Payloads.subject(.issue, 3))]}"#
        let page = try GitHubRemote.map(
            Payloads.items(Payloads.item(.mergeRequest, state: "OPEN", fields: fields)), of: .timelines)
        #expect(page.exceptions.map(\.outcome) == [.degraded])
        #expect(page.exceptions.first?.reason.contains("101") == true)
    }

    @Test("the last word on a duplicate counts")
    func duplicates() throws {
        let pair = #""canonical":\#(Payloads.subject(.issue, 3)),"duplicate":\#(Payloads.subject(.issue, 12))"#
        let marked = Payloads.event("MarkedAsDuplicateEvent", pair)
        let unmarked = Payloads.event("UnmarkedAsDuplicateEvent", pair, id: "E_2")
        #expect(
            try details(Payloads.item(.issue, events: marked)).duplicateOf
                == .of(ItemReference(item: .issue, number: 3)))
        #expect(try details(Payloads.item(.issue, events: marked, unmarked)).duplicateOf == .no)
    }

    @Test("pull requests that close an issue are found in its story, also those of other repositories")
    func closers() throws {
        func event(_ type: String, _ number: Int, _ id: String, closes: Bool = true) -> String {
            let pull = Payloads.subject(.mergeRequest, number, in: "x/y")
            let ends = #""source":\#(Payloads.subject(.issue, 12)),"subject":\#(pull)"#
            let mention = #""willCloseTarget":\#(closes),"source":\#(pull)"#
            return Payloads.event(type, type == "CrossReferencedEvent" ? mention : ends, id: id)
        }
        let draft = try details(
            Payloads.item(
                .issue, events: event("CrossReferencedEvent", 1, "E_1"),
                event("CrossReferencedEvent", 2, "E_2", closes: false), event("ConnectedEvent", 3, "E_3"),
                event("ConnectedEvent", 4, "E_4"), event("DisconnectedEvent", 3, "E_5"),
                Payloads.event("ClosedEvent", #""closer":\#(Payloads.subject(.mergeRequest, 5))"#, id: "E_6")))
        #expect(draft.closedByPullRequests.map(\.number) == [1, 4, 5])
        #expect(draft.closedByPullRequests.map(\.repository) == ["x/y", "x/y", nil])
    }

    @Test("children in other repositories are told by the parent, those here tell themselves")
    func subIssues() throws {
        let draft = try details(
            Payloads.item(
                .issue, fields: #""isPinned":false"#,
                events: Payloads.event("SubIssueAddedEvent", #""subIssue":\#(Payloads.subject(.issue, 3))"#),
                Payloads.event(
                    "SubIssueAddedEvent", #""subIssue":\#(Payloads.subject(.issue, 4, in: "x/y"))"#, id: "E_2"),
                Payloads.event(
                    "SubIssueAddedEvent", #""subIssue":\#(Payloads.subject(.issue, 5, in: "x/y"))"#, id: "E_3"),
                Payloads.event(
                    "SubIssueRemovedEvent", #""subIssue":\#(Payloads.subject(.issue, 4, in: "x/y"))"#, id: "E_4")))
        #expect(draft.subIssues == [ItemReference(repository: "x/y", item: .issue, number: 5)])
    }

    @Test("an item about which nothing is told makes no draft")
    func nothing() throws {
        let page = try GitHubRemote.map(
            Payloads.items(Payloads.item(.mergeRequest, state: "OPEN")), of: .timelines)
        #expect(page.drafts.isEmpty && page.exceptions.isEmpty && page.said == [.event: 0])
    }

    @Test("the lists tell the kind of issue, the teams asked for a review, and who closed a pull request")
    func lists() throws {
        let issues = Payloads.list(
            Payloads.issue(2001, #","type":{"id":1,"name":"Bug"}"#),
            Payloads.issue(1002, #","pull_request":{"merged_at":null},"closed_by":\#(Payloads.user("bo", 8))"#))
        let page = try GitHubRemote.map(issues, of: .issues)
        #expect(page.details.map(\.issueType) == ["Bug", nil])
        #expect(page.details.last?.closedBy == PersonDraft(identifier: "8", login: "bo", nodeID: "N8"))
        let pull = Payloads.pull(1012, head: Payloads.head(owner: nil, repository: nil))
            .replacing(#""requested_teams":[]"#, with: #""requested_teams":[{"id":5,"slug":"editors"}]"#)
        let pulls = try GitHubRemote.map(Payloads.list(pull), of: .pullRequests)
        #expect(pulls.details.map(\.requestedTeams) == [["a/editors"]])
    }
}
