import Foundation

// A week in February in which everything happens that happens rarely.
extension SampleProject {
    mutating func addLanternStory() {
        let place = addFogFamily()
        addTwistedPull(closing: place)
        addQueuedPull()
        clock = max(clock, lanternDay(14, 27))
        repository.updatedAt = clock
    }

    private mutating func story(
        _ event: SampleStoryEvent, on number: Int, by actor: String?, at time: Date
    ) {
        add(.story(event), to: number, by: actor, at: time)
    }

    /// A large issue with two small ones, one of them a duplicate; returns the other.
    private mutating func addFogFamily() -> Int {
        let epic = addIssue(
            "Get through the next fog season", body: "Everything in one place.", author: "mira-keel",
            at: lanternDay(14, 21)
        ) { $0.issueType = "Epic" }
        story(.pinned, on: epic, by: "mira-keel", at: lanternDay(14, 21, hour: 10))
        story(.addedToProject, on: epic, by: "mira-keel", at: lanternDay(14, 21, hour: 11))
        let spare = addIssue(
            "Keep a spare sensor", body: "Number 7 sat on it.", author: "joao-farol", at: lanternDay(14, 21, hour: 12))
        let again = addIssue(
            "We need a second sensor", body: "See above.", author: nil, at: lanternDay(14, 21, hour: 13))
        for child in [spare, again] {
            story(.subIssueAdded(child), on: epic, by: "mira-keel", at: lanternDay(14, 22))
            story(.parentAdded(epic), on: child, by: "mira-keel", at: lanternDay(14, 22))
        }
        story(.markedAsDuplicate(of: spare), on: again, by: "tobias-fender", at: lanternDay(14, 22, hour: 10))
        add(.closed(.duplicate), to: again, by: "tobias-fender", at: lanternDay(14, 22, hour: 10))
        add(.locked(reason: "too heated"), to: again, by: "tobias-fender", at: lanternDay(14, 22, hour: 11))
        story(.userBlocked("old-salt"), on: again, by: "mira-keel", at: lanternDay(14, 22, hour: 12))
        story(.commentDeleted(author: "old-salt"), on: again, by: "mira-keel", at: lanternDay(14, 22, hour: 13))
        story(.transferred(from: "harbour-lights/shopping-list"), on: spare, by: "mira-keel", at: lanternDay(14, 22))
        add(.labeled("hardware"), to: spare, by: "joao-farol", at: lanternDay(14, 22, hour: 10))
        add(.renamed(from: "Keep a spare sensor", to: "Keep spare sensors"), to: spare, by: nil, at: lanternDay(14, 23))
        story(
            .mentionedElsewhere(repository: "sea-charts/almanac", number: 12, isPull: true, closes: true), on: spare,
            by: "pilot42", at: lanternDay(14, 23, hour: 10))
        story(
            .mentionedElsewhere(repository: "sea-charts/almanac", number: 3, isPull: false, closes: false), on: epic,
            by: "pilot42", at: lanternDay(14, 23, hour: 10))
        story(.mentioned, on: spare, by: "anneke-vlag", at: lanternDay(14, 23, hour: 11))
        story(.subscribed, on: spare, by: "anneke-vlag", at: lanternDay(14, 23, hour: 11))
        story(.convertedFromNote, on: epic, by: "lamplighter[bot]", at: lanternDay(14, 23, hour: 12))
        story(.unpinned, on: epic, by: "mira-keel", at: lanternDay(14, 23, hour: 13))
        story(.pinned, on: epic, by: "mira-keel", at: lanternDay(14, 23, hour: 14))
        return spare
    }

    /// Force-pushed twice, and no ref leads to its first commit any more.
    private mutating func addTwistedPull(closing issue: Int) {
        let pull = addPullRequest(
            "List the spare sensors", body: "Closes #\(issue)", author: "joao-farol", headRef: "spares",
            baseRef: "release/1.0", commits: [("List spares", ["spares.md": "one sensor\n"])], at: lanternDay(14, 24))
        let first = self.issue(pull)?.pullRequest?.headCommit ?? 0
        let base = history.tip(of: "refs/heads/main") ?? 0
        let second = commit(
            "List the spare sensors", by: "joao-farol", on: [base], at: lanternDay(14, 24, hour: 11),
            files: ["spares.md": "two sensors\n"])
        history.point("refs/heads/spares", at: second)
        history.point("refs/pull/\(pull)/head", at: second)
        updateIssue(pull) { row in
            row.pullRequest?.baseCommit = base
            row.pullRequest?.commits = [second]
            row.pullRequest?.closesIssues = [issue]
        }
        story(.willBeClosed(by: pull), on: issue, by: "joao-farol", at: lanternDay(14, 24))
        story(.connected(issue), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 10))
        story(
            .baseRefChanged(from: "release/1.0", to: "main"), on: pull, by: "joao-farol",
            at: lanternDay(14, 24, hour: 11))
        story(.headForcePushed(from: first, to: second), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 11))
        story(.headForcePushed(from: nil, to: second), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 12))
        story(.teamRequested("keepers"), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 13))
        add(.reviewRequested("sunniva-b"), to: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 13))
        story(.reviewRequestRemoved("sunniva-b"), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 14))
        story(.teamRequestRemoved("keepers"), on: pull, by: "joao-farol", at: lanternDay(14, 24, hour: 15))
        story(.deployed(environment: "preview"), on: pull, by: "lamplighter[bot]", at: lanternDay(14, 24, hour: 16))
        story(
            .deploymentChanged(environment: "preview", state: "SUCCESS"), on: pull, by: "lamplighter[bot]",
            at: lanternDay(14, 24, hour: 17))
        merge(pull, by: "tobias-fender", at: lanternDay(14, 25))
        add(.closed(.completed), to: issue, by: "tobias-fender", at: lanternDay(14, 25))
        if let commit = self.issue(pull)?.pullRequest?.mergeCommit {
            story(.referenced(commit: commit), on: issue, by: "tobias-fender", at: lanternDay(14, 25))
        }
        add(.headRefDeleted, to: pull, by: "joao-farol", at: lanternDay(14, 25, hour: 10))
        story(.headRefRestored, on: pull, by: "joao-farol", at: lanternDay(14, 25, hour: 11))
    }

    /// Open, and will be merged by itself as soon as it may.
    private mutating func addQueuedPull() {
        let pull = addPullRequest(
            "Count the gulls", body: nil, author: "anneke-vlag", headRef: "gulls",
            commits: [("Count the gulls", ["gulls.md": "eleven\n"])], at: lanternDay(14, 26))
        story(.addedToMergeQueue, on: pull, by: "anneke-vlag", at: lanternDay(14, 26, hour: 10))
        story(
            .removedFromMergeQueue(reason: "failed checks"), on: pull, by: "lamplighter[bot]",
            at: lanternDay(14, 26, hour: 11))
        story(.autoSquashEnabled, on: pull, by: "anneke-vlag", at: lanternDay(14, 26, hour: 12))
        story(
            .autoMergeDisabled(reason: "Base branch was changed"), on: pull, by: nil, at: lanternDay(14, 26, hour: 13))
        story(.autoSquashEnabled, on: pull, by: "anneke-vlag", at: lanternDay(14, 26, hour: 14))
        story(.teamRequested("keepers"), on: pull, by: "anneke-vlag", at: lanternDay(14, 26, hour: 15))
    }
}
