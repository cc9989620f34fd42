// March to May: the project begins and the first lamps burn.
extension SampleProject {
    mutating func addLanternFirstCommits() {
        let first = commit(
            "First light", by: "mira-keel", on: [], at: lanternDay(3, 1),
            files: ["README.md": LanternFiles.readme, "lantern/lamp.py": LanternFiles.lamp, "LICENSE": "MIT\n"])
        let second = commit(
            "Know when the sun sets", by: "tobias-fender", on: [first], at: lanternDay(3, 3),
            files: ["lantern/schedule.py": LanternFiles.schedule, "lantern/sun.py": LanternFiles.sun])
        let third = commit(
            "Describe the east pier", by: "mira-keel", on: [second], at: lanternDay(3, 4),
            files: ["lantern.toml": LanternFiles.config, "tests/test_schedule.py": LanternFiles.tests])
        history.point("refs/heads/main", at: third)
        history.point("refs/tags/v0.1.0", at: second)
    }

    mutating func addLanternSpring() {
        addLampsStayLit()
        addFirstQuestions()
        addRetryPullRequest()
        addWorkflowPullRequest()
    }

    private mutating func addLampsStayLit() {
        let lit = addIssue(
            "Lamps stay lit after dawn on the east pier",
            body: """
                On Tuesday both lamps of the east pier were still burning at 11:00.

                ### What I did
                1. Started `lantern watch` at 05:50
                2. Went for breakfast

                ### What I saw
                ```
                05:50:01 next switch 06:12 off
                06:12:00 relay gpio:17 did not answer
                ```
                Nothing after that. I would have expected it to try again.
                """,
            author: "anneke-vlag", at: lanternDay(3, 7)
        ) { $0.reactions = [SampleReaction(.thumbsUp, by: "pilot42"), SampleReaction(.eyes, by: "tobias-fender")] }
        add(.labeled("bug"), to: lit, by: "mira-keel", at: lanternDay(3, 7, hour: 10))
        add(.labeled("priority: high"), to: lit, by: "mira-keel", at: lanternDay(3, 7, hour: 10, minute: 1))
        add(.assigned("tobias-fender"), to: lit, by: "mira-keel", at: lanternDay(3, 7, hour: 10, minute: 2))
        add(.assigned("anneke-vlag"), to: lit, by: "mira-keel", at: lanternDay(3, 7, hour: 10, minute: 3))
        add(.milestoned("1.0 First light"), to: lit, by: "mira-keel", at: lanternDay(3, 7, hour: 10, minute: 4))
        addComment(
            on: lit, author: "tobias-fender",
            "Confirmed. `Lamp.switch` gives up on the first `RelayError`. @anneke-vlag does the relay answer when you ask "
                + "it again by hand?", at: lanternDay(3, 7, hour: 11))
        addComment(
            on: lit, author: "anneke-vlag",
            "It does, on the second attempt. It is the long cable, I think: $17 at the chandlery, 40% off, 100 m.",
            at: lanternDay(3, 7, hour: 12), reactions: [SampleReaction(.laugh, by: "tobias-fender")])
        addComment(
            on: lit, author: nil, "Same here with a `gpio:4` relay, since the last storm.", at: lanternDay(3, 8))
        addComment(
            on: lit, author: "mira-keel", "Fixed by #5. Thank you all!", at: lanternDay(3, 21),
            reactions: [SampleReaction(.hooray, by: "anneke-vlag"), SampleReaction(.heart, by: "pilot42")])
        add(.crossReferenced(from: 5), to: lit, by: "tobias-fender", at: lanternDay(3, 14))
        add(.closed(.completed), to: lit, by: "mira-keel", at: lanternDay(3, 21))
    }

    private mutating func addFirstQuestions() {
        let docs = addIssue(
            "Say in the README which relays work", body: "I bought the wrong one twice. A list would help.",
            author: "sunniva-b", at: lanternDay(3, 9)
        ) { $0.labels = ["documentation", "good first issue"] }
        addComment(on: docs, author: "joao-farol", "I'd like to do this one.", at: lanternDay(3, 10))
        addComment(
            on: docs, author: "mira-keel", "Please do! The wiki page [Relays](../wiki/Relays) has a start.",
            at: lanternDay(3, 10, hour: 15))
        let colour = addIssue(
            "Support blue lights", body: "Ours are blue.", author: "old-salt", at: lanternDay(3, 11)
        ) { $0.labels = ["enhancement", "wontfix"] }
        addComment(
            on: colour, author: "tobias-fender",
            "Blue is for the police; a harbour light is red, green or white. See the rules linked in #2.",
            at: lanternDay(3, 11, hour: 13))
        addComment(
            on: colour, author: "old-salt", "In my time they were blue!42 times I came home by them.",
            at: lanternDay(3, 12))
        addComment(
            on: colour, author: "mira-keel", "Let's leave it at that, gentlemen.", at: lanternDay(3, 13))
        add(.closed(.notPlanned), to: colour, by: "mira-keel", at: lanternDay(3, 13, minute: 1))
        add(.locked(reason: "too heated"), to: colour, by: "mira-keel", at: lanternDay(3, 13, minute: 2))
        let empty = addIssue("lantern --version prints nothing", author: nil, at: lanternDay(3, 13, hour: 20))
        add(.labeled("bug"), to: empty, by: "joao-farol", at: lanternDay(3, 14))
        addComment(
            on: empty, author: "lamplighter[bot]",
            "This issue has been open for a while. Is it still a problem with the latest release?",
            at: lanternDay(6, 14))
        add(.closed(.completed), to: empty, by: "lamplighter[bot]", at: lanternDay(7, 14))
        add(.reopened, to: empty, by: "sunniva-b", at: lanternDay(7, 15))
        addComment(
            on: empty, author: "sunniva-b", "It is. `lantern --version | wc -c` says 0.",
            at: lanternDay(7, 15, minute: 1))
    }

    private mutating func addRetryPullRequest() {
        let pull = addPullRequest(
            "Try again when a relay does not answer",
            body: """
                Closes #1.

                A lamp that can't be switched now raises `LampOut`, and the scheduler tries it again with the next tick.
                """,
            author: "tobias-fender", headRef: "retry-relays",
            commits: [
                ("Retry inside the lamp", ["lantern/lamp.py": LanternFiles.lampWithSleepingRetry]),
                ("Let the scheduler retry", ["lantern/lamp.py": LanternFiles.lampWithRetry]),
            ], at: lanternDay(3, 14)
        ) { $0.labels = ["bug"] }
        add(.reviewRequested("mira-keel"), to: pull, by: "tobias-fender", at: lanternDay(3, 14, minute: 5))
        add(.reviewRequested("anneke-vlag"), to: pull, by: "tobias-fender", at: lanternDay(3, 14, minute: 6))
        updateIssue(pull) { $0.pullRequest?.requestedReviewers = [] }
        reviewRetryFirstAttempt(pull)
        addComment(
            on: pull, author: "tobias-fender", "@mira-keel you are right, see the second commit.", at: lanternDay(3, 17)
        )
        let approval = addReview(
            on: pull, author: "mira-keel", .approved, "Much better. Thank you!", at: lanternDay(3, 20))
        addReviewComment(
            review: approval, author: "mira-keel", path: "lantern/lamp.py", line: 14,
            "Nice: `from error` keeps the cause in the log.")
        addReview(on: pull, author: "anneke-vlag", .approved, at: lanternDay(3, 20, hour: 17))
        merge(pull, by: "mira-keel", at: lanternDay(3, 21))
        add(.headRefDeleted, to: pull, by: "mira-keel", at: lanternDay(3, 21, minute: 1))
        removeBranch("retry-relays")
    }

    private mutating func reviewRetryFirstAttempt(_ pull: Int) {
        let first = issue(pull)?.pullRequest?.commits.first
        let review = addReview(
            on: pull, author: "mira-keel", .changesRequested,
            "The idea is good, but while one lamp sleeps no other lamp is switched.", at: lanternDay(3, 15),
            commit: first)
        let sleeping = addReviewComment(
            review: review, author: "mira-keel", path: "lantern/lamp.py", line: 16,
            "Thirty-one seconds in the worst case, and the whole pier waits. Can the scheduler do it?"
        ) {
            $0.isOutdated = true
            $0.isResolved = true
            $0.resolvedBy = "tobias-fender"
        }
        let answer = addReview(on: pull, author: "tobias-fender", .commented, at: lanternDay(3, 16), commit: first)
        addReviewComment(
            review: answer, author: "tobias-fender", path: "lantern/lamp.py", line: 16, "It can. Moving it there."
        ) {
            $0.inReplyTo = sleeping
            $0.isOutdated = true
        }
        addReviewComment(
            review: review, author: "mira-keel", path: "lantern/lamp.py", line: 11,
            "I'd rather keep this line as the only place that touches the relay."
        ) {
            $0.side = .left
            $0.reactions = [SampleReaction(.thumbsUp, by: "anneke-vlag")]
        }
    }

    private mutating func addWorkflowPullRequest() {
        let pull = addPullRequest(
            "Run the tests on every push", body: "Nothing fancy.", author: "joao-farol", headRef: "ci",
            head: .fork(owner: "joao-farol", name: "lantern"),
            commits: [("Run the tests on every push", [".github/workflows/test.yml": LanternFiles.workflow])],
            at: lanternDay(4, 2))
        add(.assigned("joao-farol"), to: pull, by: "mira-keel", at: lanternDay(4, 2, hour: 12))
        addReview(on: pull, author: "tobias-fender", .approved, "LGTM :+1:", at: lanternDay(4, 3))
        merge(pull, by: "tobias-fender", at: lanternDay(4, 3, hour: 10))
        addComment(
            on: pull, author: "joao-farol", "My first one! Thanks for the quick review.",
            at: lanternDay(4, 3, hour: 11),
            reactions: [SampleReaction(.hooray, by: "mira-keel"), SampleReaction(.heart, by: "tobias-fender")])
    }

    /// Deletes a branch, as after a merge.
    mutating func removeBranch(_ name: String) {
        guard let position = history.refs.firstIndex(where: { $0.name == "refs/heads/\(name)" }) else { return }
        history.refs.remove(at: position)
    }
}
