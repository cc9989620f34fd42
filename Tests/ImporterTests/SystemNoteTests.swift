import Model
import Store
import Testing

@testable import Importer

/// What happened at the source, in the words GitLab would have written.
@Suite("System notes")
struct SystemNoteTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var event: TimelineEvent
        var item: ItemKind
        var action: SystemNoteAction?
        var words: String

        init(_ event: TimelineEvent, _ item: ItemKind, _ action: SystemNoteAction?, _ words: String) {
            (self.event, self.item, self.action, self.words) = (event, item, action, words)
        }

        var testDescription: String { words }
    }

    private static let ada = PersonDraft(identifier: "1", login: "ada")
    private static let issue = ItemReference(item: .issue, number: 3)
    private static let pull = ItemReference(item: .mergeRequest, number: 4)
    private static let elsewhere = ItemReference(repository: "sea/charts", item: .mergeRequest, number: 5)
    private static let commit = ObjectHash(String(repeating: "a", count: 40))

    static let people: [Example] = [
        Example(.assigned(ada), .issue, .assignee, "assigned to @ada"),
        Example(.assigned(nil), .issue, .assignee, "assigned to @ghost"),
        Example(.unassigned(ada), .issue, .assignee, "unassigned @ada"),
        Example(.reviewRequested(.person(ada)), .mergeRequest, .reviewer, "requested review from @ada"),
        Example(.reviewRequested(.team("sea/keepers")), .mergeRequest, .reviewer, "requested review from @sea/keepers"),
        Example(.reviewRequestRemoved(.person(nil)), .mergeRequest, .reviewer, "removed review request for @ghost"),
        Example(
            .reviewDismissed(review: nil, reviewer: ada, verdict: .approved, message: "Too old\nby far"), .mergeRequest,
            .unapproved, "dismissed the approval from @ada\n\n> Too old\n> by far"),
        Example(
            .reviewDismissed(review: nil, reviewer: ada, verdict: nil, message: nil), .mergeRequest, .reviewer,
            "dismissed the review from @ada"),
        Example(.userBlocked(ada, duration: "one day"), .issue, .moderation, "blocked @ada for one day"),
        Example(.commentDeleted(author: nil), .issue, .moderation, "deleted a comment from @ghost"),
    ]

    static let items: [Example] = [
        Example(
            .renamed(from: "Old title", to: "New title"), .issue, .title,
            "changed title from **{-Old-} title** to **{+New+} title**"),
        Example(.locked(reason: nil), .issue, .locked, "locked the discussion in this issue"),
        Example(
            .locked(reason: .tooHeated), .mergeRequest, .locked,
            "locked the discussion in this merge request as too heated"),
        Example(.unlocked, .mergeRequest, .unlocked, "unlocked the discussion in this merge request"),
        Example(.pinned, .issue, .pinned, "pinned this issue"),
        Example(.unpinned, .issue, .unpinned, "unpinned this issue"),
        Example(.issueTypeChanged(from: nil, to: "Bug"), .issue, .issueType, "changed type from issue to bug"),
        Example(.readyForReview, .mergeRequest, .title, "marked this merge request as **ready**"),
        Example(.convertedToDraft, .mergeRequest, .title, "marked this merge request as **draft**"),
        Example(
            .convertedToDiscussion(number: 7, url: "https://h/d/7"), .issue, .moved,
            "moved to [discussion #7](https://h/d/7)"),
        Example(.convertedToDiscussion(number: 7, url: "https://h/d) x"), .issue, .moved, "moved to discussion 7"),
        Example(.convertedFromDiscussion(number: nil, url: nil), .issue, .moved, "moved from a discussion"),
        Example(.convertedFromProjectCard, .issue, .moved, "created this issue from a card of a project board"),
        Example(.transferred(fromRepository: "sea/charts"), .issue, .moved, "moved from `sea/charts`"),
    ]

    static let relations: [Example] = [
        Example(.mentioned(in: issue, closes: false), .issue, .crossReference, "mentioned in issue #3"),
        Example(.mentioned(in: pull, closes: true), .issue, .crossReference, "mentioned in merge request #4"),
        Example(
            .mentioned(in: elsewhere, closes: false), .issue, .crossReference,
            "mentioned in merge request sea/charts#5"),
        Example(
            .mentionedInCommit(commit.map { CommitReference(commit: $0) }), .issue, .crossReference,
            "mentioned in commit \(String(repeating: "a", count: 40))"),
        Example(
            .mentionedInCommit(commit.map { CommitReference(repository: "sea/charts", commit: $0) }), .issue,
            .crossReference,
            "mentioned in commit [sea/charts@aaaaaaaa](https://h/sea/charts/commit/\(String(repeating: "a", count: 40)))"
        ),
        Example(.connected(pull), .issue, .relate, "marked this issue as related to #4"),
        Example(.disconnected(pull), .issue, .unrelate, "removed the relation with #4"),
        Example(.markedAsDuplicate(of: issue), .issue, .duplicate, "marked this issue as a duplicate of #3"),
        Example(.unmarkedAsDuplicate(of: issue), .issue, .duplicate, "removed the mark as a duplicate of #3"),
        Example(.duplicateAdded(by: issue), .issue, .duplicate, "marked #3 as a duplicate of this issue"),
        Example(
            .duplicateRemoved(by: issue), .issue, .duplicate, "removed the mark of #3 as a duplicate of this issue"),
        Example(.parentAdded(issue), .issue, .relateToParent, "added #3 as parent issue"),
        Example(.parentRemoved(issue), .issue, .unrelateFromParent, "removed parent issue #3"),
        Example(.subIssueAdded(issue), .issue, .relateToChild, "added #3 as child issue"),
        Example(.subIssueRemoved(issue), .issue, .unrelateFromChild, "removed child issue #3"),
        Example(.blockedByAdded(issue), .issue, .relate, "marked this issue as blocked by #3"),
        Example(.blockingAdded(issue), .issue, .relate, "marked this issue as blocking #3"),
        Example(.blockedByRemoved(issue), .issue, .unrelate, "removed the relation with #3"),
        Example(.blockingRemoved(nil), .issue, .unrelate, "removed the relation with another issue"),
        Example(.addedToProject(project: "Fog"), .issue, .board, "added this issue to project board `Fog`"),
        Example(
            .movedInProject(project: nil, from: "To do", to: "Done"), .issue, .board,
            "moved this issue from `To do` to `Done` in a project board"),
        Example(.removedFromProject(project: nil), .issue, .board, "removed this issue from a project board"),
    ]

    static let branches: [Example] = [
        Example(
            .headForcePushed(before: commit, after: nil, branch: "lamp"), .mergeRequest, .commit,
            "force-pushed source branch `lamp` from \(String(repeating: "a", count: 40))"),
        Example(
            .baseForcePushed(before: nil, after: nil, branch: nil), .mergeRequest, .branch,
            "force-pushed the target branch"),
        Example(.headBranchDeleted(branch: "a`b"), .mergeRequest, .branch, "deleted source branch `` a`b ``"),
        Example(.headBranchRestored(branch: "lamp"), .mergeRequest, .branch, "restored source branch `lamp`"),
        Example(.baseBranchDeleted(branch: "main"), .mergeRequest, .branch, "deleted target branch `main`"),
        Example(
            .targetBranchChanged(from: "a", to: "b", automatically: false), .mergeRequest, .branch,
            "changed target branch from `a` to `b`"),
        Example(
            .targetBranchChanged(from: "a", to: "b", automatically: true), .mergeRequest, .branch,
            "deleted the `a` branch. This merge request now targets the `b` branch"),
        Example(
            .targetBranchChangeFailed(from: "a", to: "b"), .mergeRequest, .branch,
            "could not change target branch from `a` to `b`"),
        Example(
            .autoMergeEnabled(method: .squash), .mergeRequest, .merge,
            "enabled an automatic merge when all merge checks pass"),
        Example(.autoMergeDisabled(reason: nil), .mergeRequest, .merge, "canceled the automatic merge"),
        Example(
            .autoMergeDisabled(reason: "it failed"), .mergeRequest, .merge,
            "aborted the automatic merge because it failed"),
        Example(.addedToMergeQueue, .mergeRequest, .merge, "added this merge request to the merge train"),
        Example(
            .removedFromMergeQueue(reason: ""), .mergeRequest, .merge,
            "removed this merge request from the merge train"),
        Example(
            .deployed(environment: "preview", branch: "lamp"), .mergeRequest, .deployment,
            "deployed `lamp` to environment `preview`"),
        Example(
            .deploymentChanged(environment: "preview", state: "success"), .mergeRequest, .deployment,
            "changed the deployment to environment `preview` to success"),
    ]

    @Test("Every event reads as GitLab words it", arguments: people + items + relations + branches)
    func words(example: Example) {
        let note = example.event.systemNote(on: example.item, webOrigin: "https://h")
        #expect(note == SystemNoteText(example.action, example.words))
    }

    @Test(
        "Changes of state, labels and milestones are no notes, but events of their own",
        arguments: [
            .closed(reason: nil, by: nil), .reopened, .merged(commit: nil, into: nil),
            .labelled(title: "bug", color: nil), .unlabelled(title: "bug", color: nil), .milestoned(title: "1"),
            .demilestoned(title: "1"),
        ] as [TimelineEvent])
    func resourceEvents(event: TimelineEvent) {
        #expect(event.systemNote(on: .issue, webOrigin: "https://h") == nil)
    }

    @Test(
        "What differs between two titles is marked between what they have in common",
        arguments: [
            ("same", "same", "same", "same"), ("abc", "abd", "ab{-c-}", "ab{+d+}"),
            ("aa", "aaa", "aa", "aa{+a+}"), ("", "new", "", "{+new+}"), ("Fix 1", "Fix", "Fix{- 1-}", "Fix"),
            ("👩‍🚀 a", "👩‍🚀 b", "👩‍🚀 {-a-}", "👩‍🚀 {+b+}"),
        ])
    func titles(old: String, new: String, markedOld: String, markedNew: String) {
        #expect(InlineDiff.marked(old, new) == (markedOld, markedNew))
    }
}

/// The tips a merge request has had, from its force pushes.
@Suite("Versions of a merge request")
struct MergeRequestHeadsTests {
    private func hash(_ digit: Character) throws -> ObjectHash {
        try #require(ObjectHash(String(repeating: digit, count: 40)))
    }

    private func heads(_ pushes: [(Character?, Character?, Int64)], head: Character) throws -> [String] {
        let mergeRequest = ImportedMergeRequests.WithoutBase(
            id: MergeRequestID(1), iid: 1, sourceKey: "1", sourceURL: nil, start: try hash("0"), head: try hash(head),
            createdAt: Timestamp(millisecondsSinceEpoch: 10))
        let pushes = try pushes.map { before, after, time in
            MergeRequestPushes.Push(
                before: try before.map(hash), after: try after.map(hash),
                createdAt: Timestamp(millisecondsSinceEpoch: time))
        }
        return MergeRequestHeads(mergeRequest, pushes: pushes, outdated: []).all.map {
            "\($0.commit.hex.prefix(1))\($0.createdAt.millisecondsSinceEpoch)"
        }
    }

    @Test("Each head a force push left behind comes once, in order, and the tip of today last")
    func order() throws {
        #expect(try heads([], head: "f") == ["f10"])
        #expect(try heads([("a", "b", 20), ("b", "c", 30)], head: "c") == ["a10", "b20", "c30"])
        // Between two force pushes there were ordinary ones.
        #expect(try heads([("a", "b", 20), ("c", "d", 30)], head: "e") == ["a10", "b20", "c20", "d30", "e30"])
        // What a push went back to is the newest version all the same.
        #expect(try heads([("a", "b", 20), ("b", "a", 30)], head: "a") == ["b20", "a30"])
        #expect(try heads([(nil, "b", 20), ("a", nil, 30)], head: "b") == ["a20", "b30"])
    }
}
