// June to August: 1.0 is out, and the north finds it.
extension SampleProject {
    mutating func addLanternSummer() {
        addPolarDays()
        addBlueLights()
        addRelayList()
        addSummerIssues()
        addDependencyUpdate()
        addContributing()
    }

    private mutating func addPolarDays() {
        let report = addIssue(
            "Crash in June: dusk() is None",
            body: """
                Tromsø, 69° N. The sun does not set until 21 July, and lantern does not like it:

                ```python
                TypeError: '<' not supported between instances of 'datetime.datetime' and 'NoneType'
                ```

                | day | dusk | dawn |
                |-----|------|------|
                | 1 June | – | – |
                | 22 July | 00:48 | 01:05 |
                """,
            author: "sunniva-b", at: lanternDay(6, 5)
        ) { $0.labels = ["bug"] }
        add(
            .renamed(from: "crash!!", to: "Crash in June: dusk() is None"), to: report, by: "joao-farol",
            at: lanternDay(6, 5, hour: 10))
        addComment(
            on: report, author: "tobias-fender",
            "Oh. I never thought of midnight sun. What should a light do on a day without dusk, @sunniva-b?",
            at: lanternDay(6, 5, hour: 11), reactions: [SampleReaction(.laugh, by: "joao-farol")])
        addComment(
            on: report, author: "sunniva-b",
            "Stay off, and look again at noon. In December the other way round. :sunny: :new_moon:",
            at: lanternDay(6, 5, hour: 12))
        let pull = addPullRequest(
            "Survive days without dusk", body: "Fixes #\(report). Tested with a year of Tromsø (see `test_polar`).",
            author: "tobias-fender", headRef: "polar-days",
            commits: [("Survive days without dusk", ["lantern/schedule.py": LanternFiles.scheduleWithPolar])],
            at: lanternDay(6, 8)
        ) { $0.labels = ["bug"] }
        let review = addReview(on: pull, author: "sunniva-b", .commented, at: lanternDay(6, 9))
        let noon = addReviewComment(
            review: review, author: "sunniva-b", path: "lantern/schedule.py", line: 14,
            "Twelve hours from *now* is not noon. Good enough for me, but the comment above says something else."
        ) { $0.originalStartLine = 12 }
        let reply = addReview(on: pull, author: "tobias-fender", .commented, at: lanternDay(6, 9, hour: 14))
        addReviewComment(
            review: reply, author: "tobias-fender", path: "lantern/schedule.py", line: 14,
            "True. I opened a new issue for it, so that this can go in before the weekend."
        ) {
            $0.originalStartLine = 12
            $0.inReplyTo = noon
        }
        addReview(on: pull, author: "mira-keel", .approved, "Ship it. Literally.", at: lanternDay(6, 10))
        merge(pull, by: "mira-keel", at: lanternDay(6, 10, hour: 12))
        add(.closed(.completed), to: report, by: "mira-keel", at: lanternDay(6, 10, hour: 12))
        removeBranch("polar-days")
        let noonIssue = addIssue(
            "Polar days: wait for noon, not for twelve hours", body: "Left over from #\(pull).",
            author: "tobias-fender",
            at: lanternDay(6, 10, hour: 13)
        ) { $0.labels = ["enhancement", "good first issue"] }
        add(.milestoned("Some day"), to: noonIssue, by: "tobias-fender", at: lanternDay(6, 10, hour: 14))
    }

    private mutating func addBlueLights() {
        let pull = addPullRequest(
            "Blue lights after all", body: nil, author: "old-salt", headRef: "blue",
            head: .deletedFork(owner: "old-salt"),
            commits: [("blue", ["lantern/blue.py": "COLOUR = \"blue\"\n"])], at: lanternDay(6, 20))
        add(.labeled("wontfix"), to: pull, by: "tobias-fender", at: lanternDay(6, 20, hour: 12))
        addComment(
            on: pull, author: "mira-keel", "Please read #3 again. The answer is still no.",
            at: lanternDay(6, 20, hour: 12))
        addComment(on: pull, author: "old-salt", "Fine. I'll paint mine myself.", at: lanternDay(6, 21))
        add(.closed(nil), to: pull, by: "old-salt", at: lanternDay(6, 21, minute: 1))
    }

    private mutating func addRelayList() {
        let readme = LanternFiles.readme.replacing("## Use", with: "Works with GPIO and Modbus relays.\n\n## Use")
        let pull = addPullRequest(
            "List the relays that work", body: "For #2.\n\n- [x] GPIO\n- [ ] Modbus\n", author: "joao-farol",
            headRef: "readme-relays", head: .fork(owner: "joao-farol", name: "lantern"),
            commits: [("List the relays that work", ["README.md": readme])], at: lanternDay(6, 25)
        ) { $0.labels = ["documentation"] }
        let review = addReview(
            on: pull, author: "anneke-vlag", .changesRequested, "Modbus does not work yet, does it?",
            at: lanternDay(6, 26))
        addReviewComment(
            review: review, author: "anneke-vlag", path: "README.md", line: 9,
            """
            ```suggestion
            Works with GPIO relays; Modbus will follow.
            ```
            """)
        updateReview(review) { $0.state = .dismissed }
        add(
            .reviewDismissed(review: review, message: "Overtaken by the wiki page"), to: pull, by: "mira-keel",
            at: lanternDay(7, 1))
        addComment(
            on: pull, author: "joao-farol", "Closing: the wiki has it now, and it is easier to keep there.",
            at: lanternDay(7, 1, hour: 10))
        add(.closed(nil), to: pull, by: "joao-farol", at: lanternDay(7, 1, hour: 10))
    }

    private mutating func addSummerIssues() {
        let reboot = addIssue(
            "Lamps flash once when the Raspberry Pi boots",
            body:
                "GPIO 17 is high for about 200 ms. From a ship it looks like a signal.\n\nCould be solved with a pull-down "
                + "resistor (see https://example.org/pulldown) or in software.",
            author: "pilot42", at: lanternDay(7, 3)
        ) { $0.labels = ["hardware"] }
        addComment(
            on: reboot, author: "anneke-vlag", "10 kΩ to ground, done. Software starts too late for this.",
            at: lanternDay(7, 4))
        addComment(
            on: reboot, author: "pilot42", "Works!", at: lanternDay(7, 6),
            reactions: [SampleReaction(.rocket, by: "anneke-vlag")])
        add(.closed(.completed), to: reboot, by: "pilot42", at: lanternDay(7, 6))
        let twice = addIssue(
            "East pier lamps burn in daylight", body: "Saw it this morning, 09:30.", author: "old-salt",
            at: lanternDay(7, 8))
        addComment(
            on: twice, author: "joao-farol", "Duplicate of #1, please update to v1.0.0.", at: lanternDay(7, 8, hour: 12)
        )
        add(.closed(.duplicate), to: twice, by: "joao-farol", at: lanternDay(7, 8, hour: 12))
        let names = addIssue(
            "Allow spaces & umlauts in lamp names",
            body: "`name = \"Grüne Lampe <Ost> & \\\"Mole\\\"\"` ends in a parse error. 灯台 does too.",
            author: "joao-farol",
            at: lanternDay(7, 12)
        ) { $0.labels = ["bug"] }
        addComment(
            on: names, author: "tobias-fender", "TOML is fine with it; it is our own check. Two lines.",
            at: lanternDay(7, 13))
        let telegram = addIssue(
            "Tell me when a lamp is out", body: "A mail would do. @mira-keel has the list of who is on duty.",
            author: "anneke-vlag", at: lanternDay(7, 20)
        ) {
            $0.labels = ["enhancement"]
            $0.reactions = ["pilot42", "sunniva-b", "joao-farol"].map { SampleReaction(.thumbsUp, by: $0) }
        }
        add(.milestoned("1.1 Fog season"), to: telegram, by: "mira-keel", at: lanternDay(7, 21))
        addComment(
            on: telegram, author: "mira-keel", "Yes, but first the lamp must know that it is out.",
            at: lanternDay(7, 21))
        let spam = addIssue("Cheap lamps!!!", body: "Best price", author: nil, at: lanternDay(7, 30))
        add(.closed(.notPlanned), to: spam, by: "mira-keel", at: lanternDay(7, 30, minute: 20))
        add(.locked(reason: "spam"), to: spam, by: "mira-keel", at: lanternDay(7, 30, minute: 21))
        addComment(on: spam, author: nil, "Visit our shop", at: lanternDay(7, 30, minute: 10))
        minimizeLastComment("spam")
    }

    private mutating func addDependencyUpdate() {
        let workflow = LanternFiles.workflow.replacing("checkout@v3", with: "checkout@v4")
        let pull = addPullRequest(
            "Bump actions/checkout from 3 to 4",
            body:
                "Bumps [actions/checkout](https://github.com/actions/checkout) from 3 to 4.\n\n<details>\n<summary>Notes"
                + "</summary>\n\n- node20\n\n</details>",
            author: "lamplighter[bot]", headRef: "lamplighter/checkout-4",
            commits: [("Bump actions/checkout from 3 to 4", [".github/workflows/test.yml": workflow])],
            at: lanternDay(8, 4)
        ) { $0.labels = ["dependencies"] }
        addReview(on: pull, author: "joao-farol", .approved, at: lanternDay(8, 4, hour: 12))
        merge(pull, by: "joao-farol", at: lanternDay(8, 4, hour: 12, minute: 1))
        removeBranch("lamplighter/checkout-4")
    }

    private mutating func addContributing() {
        let pull = addPullRequest(
            "Write down how to help", body: "See the discussion in #2.", author: "anneke-vlag", headRef: "contributing",
            commits: [("Write down how to help", ["CONTRIBUTING.md": LanternFiles.contributing])], at: lanternDay(8, 10)
        )
        let review = addReview(on: pull, author: "mira-keel", .approved, at: lanternDay(8, 11))
        addReviewComment(
            review: review, author: "mira-keel", path: "CONTRIBUTING.md", line: nil, "A whole file of wisdom.")
        addReviewComment(
            review: review, author: "mira-keel", path: "CONTRIBUTING.md", line: 5, "\"A lamp at a time\" :heart:"
        ) { $0.reactions = [SampleReaction(.heart, by: "anneke-vlag")] }
        merge(pull, by: "anneke-vlag", at: lanternDay(8, 11, hour: 11))
        removeBranch("contributing")
    }

    mutating func updateReview(_ id: Int, _ change: (inout SampleReview) -> Void) {
        guard let position = reviews.firstIndex(where: { $0.id == id }) else { return }
        change(&reviews[position])
    }

    mutating func minimizeLastComment(_ reason: String) {
        guard let last = comments.indices.last else { return }
        comments[last].minimizedReason = reason
    }
}
