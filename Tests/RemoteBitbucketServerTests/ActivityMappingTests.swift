import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Activities of Bitbucket Server become events and reviews")
struct ActivityMappingTests {
    private func map(_ rows: String...) throws -> MappedPage {
        try Samples.remote().map(Payloads.activities(rows), of: .timelines)
    }

    private static let bo = PersonDraft(identifier: "bo", login: "bo", name: "Bo")

    private static let reviewers =
        #","addedReviewers":[\#(Payloads.user("bo"))],"removedReviewers":[\#(Payloads.user("bo"))]"#
    private static func rescoped(from old: Character, to new: Character) -> String {
        """
        ,"fromHash":"\(Payloads.hash(new))","previousFromHash":"\(Payloads.hash(old))","toHash":"\(Payloads.hash("e"))",
        "previousToHash":"\(Payloads.hash("f"))","added":{"commits":[],"total":3},"removed":{"commits":[],"total":1}
        """
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var action: String
        var extra = ""
        var events: [TimelineEvent]
        var testDescription: String { action }
    }

    @Test(
        "each action has its events",
        arguments: [
            Row(action: "OPENED", events: []),
            Row(action: "DECLINED", events: [.closed(reason: nil, by: nil)]),
            Row(action: "REOPENED", events: [.reopened]),
            Row(
                action: "MERGED", extra: #","commit":{"id":"\#(Payloads.hash("a"))"}"#,
                events: [.merged(commit: ObjectHash(Payloads.hash("a")), into: nil)]),
            Row(action: "MERGED", events: [.merged(commit: nil, into: nil)]),
            Row(action: "UNAPPROVED", events: [.approvalWithdrawn]),
            Row(
                action: "UPDATED", extra: reviewers,
                events: [.reviewRequested(.person(bo)), .reviewRequestRemoved(.person(bo))]),
            Row(
                action: "RESCOPED", extra: rescoped(from: "a", to: "b"),
                events: [
                    .headMoved(
                        before: ObjectHash(Payloads.hash("a")), after: ObjectHash(Payloads.hash("b")), added: 3,
                        removed: 1)
                ]),
            // Only the target branch has moved.
            Row(action: "RESCOPED", extra: rescoped(from: "a", to: "a"), events: []),
            Row(action: "AUTO_MERGE_REQUESTED", events: [.autoMergeEnabled(method: nil)]),
            Row(action: "AUTO_MERGE_CANCELLED", events: [.autoMergeDisabled(reason: nil)]),
            Row(action: "REVIEW_FINISHED", events: []), Row(action: "REVIEW_DISCARDED", events: []),
            Row(action: "DELETED", events: []),
        ])
    func actions(_ row: Row) throws {
        let page = try map(Payloads.activity(70, row.action, row.extra))
        #expect(page.events.map(\.event) == row.events)
        #expect(page.events.map(\.sourceKey) == ["activity_70", "activity_70_2"].prefix(row.events.count).map { $0 })
        #expect(page.events.allSatisfy { $0.number == 12 && $0.actor?.identifier == "ada" && $0.item == .mergeRequest })
        #expect(page.events.allSatisfy { $0.createdAt.millisecondsSinceEpoch == 5000 })
        #expect(page.exceptions.isEmpty)
    }

    @Test("approvals and needed work are reviews")
    func verdicts() throws {
        let page = try map(Payloads.activity(71, "REVIEWED", at: 6000, by: "bo"), Payloads.activity(70, "APPROVED"))
        #expect(page.reviews.map(\.verdict) == [.approved, .changesRequested])
        #expect(page.reviews.map(\.sourceKey) == ["activity_70", "activity_71"])
        #expect(page.reviews.map(\.author?.identifier) == ["ada", "bo"] && page.reviews.allSatisfy { $0.body.isEmpty })
    }

    @Test("what is taken back is what the same person said last")
    func withdrawals() throws {
        let page = try map(
            Payloads.activity(75, "UNAPPROVED", at: 9000, by: "bo"),
            Payloads.activity(74, "UNAPPROVED", at: 8000, by: "ada"),
            Payloads.activity(73, "APPROVED", at: 7000, by: "ada"),
            Payloads.activity(72, "REVIEWED", at: 6500, by: "bo"),
            Payloads.activity(71, "REVIEWED", at: 6000, by: "ada"))
        #expect(page.events.map(\.event) == [.approvalWithdrawn, .changesRequestWithdrawn])
    }

    @Test("who merged it is the person, not the commit's program; who declined it is kept until it is reopened")
    func details() throws {
        let commit = #","commit":{"id":"\#(Payloads.hash("a"))","committer":{"name":"Bitbucket","emailAddress":"x@y"}}"#
        let merged = try map(Payloads.activity(70, "MERGED", by: "bo", commit)).details
        #expect(merged.map(\.mergedBy) == [Self.bo] && merged[0].mergeCommit?.hex == Payloads.hash("a"))
        let declined = [
            Payloads.activity(72, "DECLINED", at: 7000, by: "bo"), Payloads.activity(71, "REOPENED", at: 6000),
            Payloads.activity(70, "DECLINED", at: 5000),
        ]
        #expect(try map(declined[0], declined[1], declined[2]).details.map(\.closedBy) == [Self.bo])
        #expect(try map(declined[1], declined[2]).details.map(\.closedBy) == [nil])
        #expect(try map(Payloads.activity(70, "OPENED")).details.isEmpty)
    }

    @Test("the word of a reviewer who was taken off counts no more, unless they come back")
    func dismissed() throws {
        let off = #","removedReviewers":[\#(Payloads.user("bo"))]"#
        let on = #","addedReviewers":[\#(Payloads.user("bo"))]"#
        let approved = Payloads.activity(70, "APPROVED", by: "bo")
        let removed = Payloads.activity(71, "UPDATED", at: 6000, off)
        let page = try map(removed, approved)
        #expect(page.verdicts.map(\.person) == [Self.bo] && page.verdicts.map(\.state) == [.unapproved])
        #expect(try map(removed).verdicts.isEmpty)
        #expect(try map(Payloads.activity(72, "UPDATED", at: 7000, on), removed, approved).verdicts.isEmpty)
        #expect(try map(Payloads.activity(72, "APPROVED", at: 7000, by: "bo"), removed, approved).verdicts.isEmpty)
    }

    @Test("what no version of Bitbucket documents, and changes it does not name, are listed")
    func unknown() throws {
        let page = try map(
            Payloads.activity(70, "PLUGIN_WAVED"), Payloads.activity(71, "UPDATED"),
            Payloads.activity(72, "COMMENTED"), #"{"id":73,"action":"OPENED"}"#)
        #expect(page.drafts.isEmpty)
        #expect(Set(page.exceptions.map(\.sourceKey)) == ["activity_70", "activity_71", "activity_72", "73"])
        #expect(page.exceptions.count { $0.outcome == .degraded } == 3)
    }

    @Test("a page of activities that is cut off says so")
    func incomplete() throws {
        let payload = BitbucketServerActivitiesAnswer.payload(
            number: 12, [Array(Payloads.page([]).utf8)], incomplete: "the list has no end")
        let page = try Samples.remote().map(payload, of: .timelines)
        #expect(page.exceptions.map(\.outcome) == [.failed])
    }

    /// `PullRequestAction` of Data Center 9.
    @Test("every documented action has a line in the table")
    func table() {
        let documented: Set = [
            "APPROVED", "AUTO_MERGE_CANCELLED", "AUTO_MERGE_REQUESTED", "COMMENTED", "DECLINED", "DELETED", "MERGED",
            "OPENED", "REOPENED", "RESCOPED", "REVIEW_COMMENTED", "REVIEW_DISCARDED", "REVIEW_FINISHED", "REVIEWED",
            "UNAPPROVED", "UPDATED",
        ]
        #expect(Set(BitbucketServerActivityKind.all.map(\.action)) == documented)
    }
}
