import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("Timelines become events")
struct TimelineMappingTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var type: String
        var item: ItemKind
        var fields: String
        var event: TimelineEvent

        init(_ type: String, on item: ItemKind = .issue, _ event: TimelineEvent) {
            self.init(type, on: item, "", event)
        }

        init(_ type: String, on item: ItemKind = .issue, _ fields: String, _ event: TimelineEvent) {
            self.type = type
            self.item = item
            self.fields = fields
            self.event = event
        }

        var testDescription: String { "\(type) \(fields)" }
    }

    private static let ada = PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")
    private static let actor = Payloads.actor("ada", 7, name: "Ada")
    private static let hash = ObjectHash(Payloads.commit)
    private static let otherHash = ObjectHash(Payloads.otherCommit)
    private static let issue3 = ItemReference(item: .issue, number: 3)
    private static let pull4 = ItemReference(item: .mergeRequest, number: 4)
    private static let elsewhere = ItemReference(repository: "x/y", item: .mergeRequest, number: 4)

    private static let states: [Example] = [
        Example("ClosedEvent", #""stateReason":"NOT_PLANNED","closer":null"#, .closed(reason: .notPlanned, by: nil)),
        Example(
            "ClosedEvent",
            #""stateReason":"DUPLICATE","closer":\#(Payloads.subject(.mergeRequest, 4, in: "x/y"))"#,
            .closed(reason: .duplicate, by: .item(elsewhere))),
        Example(
            "ClosedEvent", on: .mergeRequest,
            #""closer":{"__typename":"Commit","oid":"\#(Payloads.commit)","repository":{"nameWithOwner":"a/b"}}"#,
            .closed(reason: nil, by: hash.map { .commit(CommitReference(commit: $0)) })),
        Example(
            "ClosedEvent", #""closer":{"__typename":"ProjectV2","title":"Board"}"#,
            .closed(reason: nil, by: .project("Board"))),
        Example("ReopenedEvent", .reopened),
        Example(
            "MergedEvent", on: .mergeRequest, #""commit":{"oid":"\#(Payloads.commit)"},"mergeRefName":"main""#,
            .merged(commit: hash, into: "main")),
        Example("MergedEvent", on: .mergeRequest, #""commit":null"#, .merged(commit: nil, into: nil)),
        Example(
            "LabeledEvent", #""label":{"name":"bug","color":"ededed"}"#, .labelled(title: "bug", color: "#ededed")),
        Example(
            "UnlabeledEvent", #""label":{"name":"bug","color":"ededed"}"#, .unlabelled(title: "bug", color: "#ededed")),
        Example("MilestonedEvent", #""milestoneTitle":"1.0""#, .milestoned(title: "1.0")),
        Example("DemilestonedEvent", #""milestoneTitle":"1.0""#, .demilestoned(title: "1.0")),
    ]

    private static let people: [Example] = [
        Example("AssignedEvent", #""assignee":\#(actor)"#, .assigned(ada)),
        Example("AssignedEvent", #""assignee":null"#, .assigned(nil)),
        Example("UnassignedEvent", #""assignee":\#(actor)"#, .unassigned(ada)),
        Example(
            "ReviewRequestedEvent", on: .mergeRequest, #""requestedReviewer":\#(actor)"#,
            .reviewRequested(.person(ada))),
        Example(
            "ReviewRequestedEvent", on: .mergeRequest, #""requestedReviewer":{"combinedSlug":"a/editors"}"#,
            .reviewRequested(.team("a/editors"))),
        Example(
            "ReviewRequestRemovedEvent", on: .mergeRequest, #""requestedReviewer":null"#, .reviewRequestRemoved(nil)),
        Example(
            "ReviewDismissedEvent", on: .mergeRequest,
            #""previousReviewState":"APPROVED","dismissalMessage":"stale","review":{"fullDatabaseId":"5","author":\#(actor)}"#,
            .reviewDismissed(review: "5", reviewer: ada, verdict: .approved, message: "stale")),
        Example(
            "ReviewDismissedEvent", on: .mergeRequest, #""previousReviewState":"CHANGES_REQUESTED","review":null"#,
            .reviewDismissed(review: nil, reviewer: nil, verdict: .changesRequested, message: nil)),
        Example(
            "UserBlockedEvent", #""blocked":\#(actor),"blockDuration":"THREE_DAYS""#,
            .userBlocked(ada, duration: "three days")),
        Example("UserBlockedEvent", #""blocked":null,"blockDuration":"PERMANENT""#, .userBlocked(nil, duration: nil)),
        Example("CommentDeletedEvent", #""deletedCommentAuthor":\#(actor)"#, .commentDeleted(author: ada)),
    ]

    private static let itself: [Example] = [
        Example(
            "RenamedTitleEvent", #""previousTitle":"A\u0000","currentTitle":"B""#, .renamed(from: "A", to: "B")),
        Example("LockedEvent", #""lockReason":"TOO_HEATED""#, .locked(reason: .tooHeated)),
        Example("LockedEvent", #""lockReason":null"#, .locked(reason: nil)),
        Example("UnlockedEvent", .unlocked), Example("PinnedEvent", .pinned), Example("UnpinnedEvent", .unpinned),
        Example(
            "ConvertedToDiscussionEvent", #""discussion":{"number":9,"url":"https://github.com/a/b/discussions/9"}"#,
            .convertedToDiscussion(number: 9, url: "https://github.com/a/b/discussions/9")),
        Example("ConvertedNoteToIssueEvent", .convertedFromProjectCard),
        Example(
            "TransferredEvent", #""fromRepository":{"nameWithOwner":"x/y"}"#, .transferred(fromRepository: "x/y")),
        Example("AddedToProjectEvent", .addedToProject(project: nil)),
        Example("MovedColumnsInProjectEvent", .movedInProject(project: nil, from: nil, to: nil)),
        Example("RemovedFromProjectEvent", .removedFromProject(project: nil)),
    ]

    private static let others: [Example] = [
        Example(
            "CrossReferencedEvent", #""willCloseTarget":true,"source":\#(Payloads.subject(.mergeRequest, 4))"#,
            .mentioned(in: pull4, closes: true)),
        Example(
            "CrossReferencedEvent",
            #""willCloseTarget":false,"source":\#(Payloads.subject(.mergeRequest, 4, in: "x/y"))"#,
            .mentioned(in: elsewhere, closes: false)),
        Example(
            "ReferencedEvent", #""commit":{"oid":"\#(Payloads.commit)"},"commitRepository":{"nameWithOwner":"x/y"}"#,
            .mentionedInCommit(hash.map { CommitReference(repository: "x/y", commit: $0) })),
        Example(
            "ReferencedEvent", #""commit":null,"commitRepository":{"nameWithOwner":"a/b"}"#, .mentionedInCommit(nil)),
        Example(
            "ConnectedEvent",
            #""source":\#(Payloads.subject(.issue, 12)),"subject":\#(Payloads.subject(.mergeRequest, 4))"#,
            .connected(pull4)),
        Example(
            "ConnectedEvent",
            #""source":\#(Payloads.subject(.mergeRequest, 4)),"subject":\#(Payloads.subject(.issue, 12))"#,
            .connected(pull4)),
        Example(
            "DisconnectedEvent",
            #""source":\#(Payloads.subject(.issue, 12)),"subject":\#(Payloads.subject(.mergeRequest, 4))"#,
            .disconnected(pull4)),
        Example(
            "MarkedAsDuplicateEvent",
            #""canonical":\#(Payloads.subject(.issue, 3)),"duplicate":\#(Payloads.subject(.issue, 12))"#,
            .markedAsDuplicate(of: issue3)),
        Example(
            "MarkedAsDuplicateEvent",
            #""canonical":\#(Payloads.subject(.issue, 12)),"duplicate":\#(Payloads.subject(.issue, 3))"#,
            .duplicateAdded(by: issue3)),
        Example(
            "UnmarkedAsDuplicateEvent",
            #""canonical":\#(Payloads.subject(.issue, 3)),"duplicate":\#(Payloads.subject(.issue, 12))"#,
            .unmarkedAsDuplicate(of: issue3)),
        Example("ParentIssueAddedEvent", #""parent":\#(Payloads.subject(.issue, 3))"#, .parentAdded(issue3)),
        Example("ParentIssueRemovedEvent", #""parent":null"#, .parentRemoved(nil)),
        Example("SubIssueAddedEvent", #""subIssue":\#(Payloads.subject(.issue, 3))"#, .subIssueAdded(issue3)),
        Example("SubIssueRemovedEvent", #""subIssue":\#(Payloads.subject(.issue, 3))"#, .subIssueRemoved(issue3)),
    ]

    private static let push = """
        "beforeCommit":{"oid":"\(Payloads.commit)"},"afterCommit":{"oid":"\(Payloads.otherCommit)"},"ref":
        """

    private static let branches: [Example] = [
        Example(
            "HeadRefForcePushedEvent", on: .mergeRequest, push + #"{"name":"topic"}"#,
            .headForcePushed(before: hash, after: otherHash, branch: "topic")),
        Example(
            "HeadRefForcePushedEvent", on: .mergeRequest, #""beforeCommit":null,"afterCommit":null,"ref":null"#,
            .headForcePushed(before: nil, after: nil, branch: "head")),
        Example(
            "BaseRefForcePushedEvent", on: .mergeRequest, push + "null",
            .baseForcePushed(before: hash, after: otherHash, branch: "base")),
        Example(
            "HeadRefDeletedEvent", on: .mergeRequest, #""headRefName":"topic""#, .headBranchDeleted(branch: "topic")),
        Example("HeadRefRestoredEvent", on: .mergeRequest, .headBranchRestored(branch: "head")),
        Example("BaseRefDeletedEvent", on: .mergeRequest, #""baseRefName":null"#, .baseBranchDeleted(branch: "base")),
        Example(
            "BaseRefChangedEvent", on: .mergeRequest, #""previousRefName":"old","currentRefName":"new""#,
            .targetBranchChanged(from: "old", to: "new", automatically: false)),
        Example(
            "AutomaticBaseChangeSucceededEvent", on: .mergeRequest, #""oldBase":"old","newBase":"new""#,
            .targetBranchChanged(from: "old", to: "new", automatically: true)),
        Example(
            "AutomaticBaseChangeFailedEvent", on: .mergeRequest, #""oldBase":"old","newBase":"new""#,
            .targetBranchChangeFailed(from: "old", to: "new")),
        Example("ReadyForReviewEvent", on: .mergeRequest, .readyForReview),
        Example("ConvertToDraftEvent", on: .mergeRequest, .convertedToDraft),
        Example("AutoMergeEnabledEvent", on: .mergeRequest, .autoMergeEnabled(method: .merge)),
        Example("AutoRebaseEnabledEvent", on: .mergeRequest, .autoMergeEnabled(method: .rebase)),
        Example("AutoSquashEnabledEvent", on: .mergeRequest, .autoMergeEnabled(method: .squash)),
        Example(
            "AutoMergeDisabledEvent", on: .mergeRequest, #""reason":"a new commit""#,
            .autoMergeDisabled(reason: "a new commit")),
        Example("AddedToMergeQueueEvent", on: .mergeRequest, .addedToMergeQueue),
        Example(
            "RemovedFromMergeQueueEvent", on: .mergeRequest, #""reason":"failed""#,
            .removedFromMergeQueue(reason: "failed")),
        Example(
            "DeployedEvent", on: .mergeRequest, #""deployment":{"environment":"quay"},"ref":{"name":"topic"}"#,
            .deployed(environment: "quay", branch: "topic")),
        Example(
            "DeploymentEnvironmentChangedEvent", on: .mergeRequest,
            #""deploymentStatus":{"environment":"quay","state":"IN_PROGRESS"}"#,
            .deploymentChanged(environment: "quay", state: "in_progress")),
    ]

    static let examples = states + people + itself + others + branches

    @Test("each kind becomes its event", arguments: examples)
    func kinds(_ example: Example) throws {
        let fields = example.item == .issue ? "" : #""headRefName":"head","baseRefName":"base""#
        let event = Payloads.event(example.type, example.fields, id: "E_5", actor: Self.actor)
        let page = try GitHubRemote.map(
            Payloads.items(Payloads.item(example.item, fields: fields, events: event)), of: .timelines)
        let drafts = page.events
        #expect(drafts.map(\.event) == [example.event])
        #expect(drafts.first?.sourceKey == "E_5" && drafts.first?.number == 12 && drafts.first?.item == example.item)
        #expect(
            drafts.first?.actor == Self.ada && drafts.first?.createdAt == Timestamp(iso8601: "2021-01-01T00:00:00Z"))
        #expect(drafts.first?.sourceURL == "https://github.com/a/b/x/12")
        #expect(page.drafts.contains(.personName(Self.ada)))
        #expect(page.exceptions.isEmpty && page.said == [.event: 1])
    }

    @Test("an event that has an address of its own keeps it; nobody did what a deleted account did")
    func addressAndGhost() throws {
        let url = "https://github.com/a/b/issues/12#event-5"
        let ghost = Payloads.actor("ghost", 10137, name: nil)
        let page = try GitHubRemote.map(
            Payloads.items(
                Payloads.item(
                    .issue, events: Payloads.event("ClosedEvent", #""url":"\#(url)""#, actor: ghost),
                    Payloads.event("ReopenedEvent", id: "E_2"))), of: .timelines)
        #expect(page.events.map(\.sourceURL) == [url, "https://github.com/a/b/x/12"])
        #expect(page.events.map(\.actor) == [nil, nil])
    }

    @Test("bots keep REST's name, mannequins are people")
    func otherActors() throws {
        let page = try GitHubRemote.map(
            Payloads.items(
                Payloads.item(
                    .issue,
                    events: Payloads.event(
                        "PinnedEvent", actor: Payloads.actor("dependabot", 9, name: nil, type: "Bot")),
                    Payloads.event(
                        "AssignedEvent",
                        #""assignee":\#(Payloads.actor("ada-old", 10, name: nil, type: "Mannequin"))"#, id: "E_2"))),
            of: .timelines)
        #expect(page.events.first?.actor?.login == "dependabot[bot]")
        guard case .assigned(let person)? = page.events.last?.event else {
            Testing.Issue.record("nobody is assigned")
            return
        }
        #expect(person?.login == "ada-old")
    }

    @Test("an event without what GitHub always tells, a null and an unknown kind are listed, and counted as announced")
    func badEvents() throws {
        let page = try GitHubRemote.map(
            Payloads.items(
                Payloads.item(
                    .issue,
                    events: Payloads.event("LabeledEvent", #""label":null"#, id: "E_1"), "null",
                    Payloads.event("RepaintedEvent", id: "E_3"), #"{"__typename":"PinnedEvent","id":"E_4"}"#,
                    Payloads.event("PinnedEvent", id: "E_5"))), of: .timelines)
        #expect(page.events.map(\.sourceKey) == ["E_5"])
        #expect(page.exceptions.map(\.kind) == [.event, .event, .event, .event])
        #expect(page.exceptions.map(\.outcome) == [.failed, .failed, .failed, .failed])
        #expect(Set(page.exceptions.map(\.sourceKey)).isSuperset(of: ["E_1", "E_3", "E_4"]))
        #expect(page.said == [.event: 5])
    }

    @Test("events that GitHub counts and hides are one line of the ledger")
    func hidden() throws {
        let page = try GitHubRemote.map(
            Payloads.items(Payloads.item(.issue, events: Payloads.event("PinnedEvent"), count: 4)), of: .timelines)
        #expect(page.said == [.event: 2])
        #expect(page.exceptions.map(\.sourceKey) == ["hidden events of issue 12"])
        #expect(page.exceptions.map(\.outcome) == [.skipped] && page.exceptions.first?.reason.contains("3") == true)
    }

    @Test("more of one timeline is not announced twice")
    func further() throws {
        let node = Payloads.item(.mergeRequest, events: Payloads.event("PinnedEvent"), count: -1)
        let page = try GitHubRemote.map(Payloads.data(#""node":\#(node)"#), of: .timelines)
        #expect(page.events.count == 1 && page.said.isEmpty)
    }

    @Test("a timeline that could not be read is listed")
    func unreadable() throws {
        let node = #"{"__typename":"Issue","id":"I_1","number":12,"landfall_unreadable":"status 502"}"#
        let page = try GitHubRemote.map(Payloads.data(#""node":\#(node)"#), of: .timelines)
        #expect(page.drafts.isEmpty)
        #expect(page.exceptions.map(\.sourceKey) == ["timeline of issue 12"])
        #expect(page.exceptions.first?.outcome == .failed)
    }
}

extension MappedPage {
    var events: [TimelineEventDraft] {
        drafts.compactMap { if case .timelineEvent(let draft) = $0 { draft } else { nil } }
    }

    var details: [ItemDetailsDraft] {
        drafts.compactMap { if case .itemDetails(let draft) = $0 { draft } else { nil } }
    }
}
