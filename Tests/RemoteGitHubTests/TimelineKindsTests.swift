import Model
import Testing

@testable import RemoteGitHub

@Suite("Every kind of timeline item has a decision")
struct TimelineKindsTests {
    @Test("each member of GitHub's unions stands in the table once, and nothing else does")
    func members() {
        let table = GitHubTimelineKind.all.map(\.type)
        #expect(table.sorted() == (TimelineUnions.issueMembers + TimelineUnions.pullRequestMembers).sorted())
        #expect(Set(GitHubTimelineKind.all.filter(\.isOnIssues).map(\.type)) == Set(TimelineUnions.issueMembers))
    }

    @Test("what is left out has a reason, and every kind of event has an example")
    func decisions() {
        let events = GitHubTimelineKind.all.compactMap { kind -> String? in
            switch kind.fate {
            case .event: return kind.type
            case .elsewhere(let reason), .dropped(let reason):
                #expect(reason.count > 10, "\(kind.type)")
                return nil
            }
        }
        #expect(Set(events) == Set(TimelineMappingTests.examples.map(\.type)))
    }

    @Test(
        "names of kinds are written as `itemTypes` has them",
        arguments: [
            ("ClosedEvent", "CLOSED_EVENT"), ("HeadRefForcePushedEvent", "HEAD_REF_FORCE_PUSHED_EVENT"),
            ("AddedToMergeQueueEvent", "ADDED_TO_MERGE_QUEUE_EVENT"), ("ConvertToDraftEvent", "CONVERT_TO_DRAFT_EVENT"),
        ])
    func itemTypes(_ type: String, _ itemType: String) {
        #expect(GitHubTimelineKind.byType[type]?.itemType == itemType)
    }

    @Test("comments, reviews, commits and noise are not asked for", arguments: [ItemKind.issue, .mergeRequest])
    func asked(_ item: ItemKind) {
        let query = GitHubTimelineQueries.page(RepositoryName("a/b"), of: item, first: 10, after: nil).text
        let names = ["ISSUE_COMMENT", "PULL_REQUEST_", "SUBSCRIBED_EVENT", "MENTIONED_EVENT"]
        #expect(names.allSatisfy { !query.contains($0) })
        #expect(query.contains("HEAD_REF_FORCE_PUSHED_EVENT") == (item == .mergeRequest))
        #expect(query.contains("... on PinnedEvent { id createdAt actor { ...person }"))
    }

    @Test("a page of timelines costs a point", arguments: [ItemKind.issue, .mergeRequest])
    func costs(_ item: ItemKind) {
        let largest = GitHubTimelineQueries.largestPage(of: item)
        let query = GitHubTimelineQueries.page(RepositoryName("a/b"), of: item, first: largest, after: nil)
        #expect(query.cost == 1)
        #expect(largest == 100 || query.calls + 2 >= 150, "a larger page would cost no more")
    }
}
