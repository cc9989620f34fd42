// September to November: fog.
extension SampleProject {
    mutating func addLanternAutumn() {
        addHorn()
        addLampReport()
        addModbus()
        addDuskItself()
        addAutumnIssues()
        addReleaseBranch()
    }

    private mutating func addHorn() {
        let wish = addIssue(
            "Sound the horn in fog",
            body:
                "When the visibility sensor says less than 1000 m: four seconds in every minute, as the chart says.\n\n"
                + "- [x] sensor is mounted\n- [x] horn is mounted\n- [ ] neighbours have been told",
            author: "pilot42", at: lanternDay(9, 4)
        ) { $0.labels = ["enhancement"] }
        add(.milestoned("1.1 Fog season"), to: wish, by: "mira-keel", at: lanternDay(9, 4, hour: 11))
        add(.assigned("anneke-vlag"), to: wish, by: "anneke-vlag", at: lanternDay(9, 5))
        let chatter: [(String?, String)] = [
            ("anneke-vlag", "I'll take it. What about the neighbours?"),
            ("pilot42", "They know. Mostly."),
            (nil, "They do not."),
            (
                "mira-keel",
                "I have spoken with number 7 and number 9. From 22:00 to 06:00 only when a ship is announced."
            ),
            (
                "anneke-vlag",
                "Then it needs the harbour's calendar. Later; see #2 %\"Some day\" and ~bug in the old tracker."
            ),
        ]
        for (hour, line) in chatter.enumerated() {
            addComment(on: wish, author: line.0, line.1, at: lanternDay(9, 6, hour: 9 + hour))
        }
        let pull = addPullRequest(
            "Add the fog horn", body: "Closes #\(wish)", author: "anneke-vlag", headRef: "fog-horn",
            commits: [
                ("Add the fog horn", ["lantern/horn.py": LanternFiles.horn]),
                ("Mention the horn", ["README.md": LanternFiles.readmeWithFog]),
            ], at: lanternDay(9, 12))
        add(.convertedToDraft, to: pull, by: "anneke-vlag", at: lanternDay(9, 12, hour: 10))
        add(.readyForReview, to: pull, by: "anneke-vlag", at: lanternDay(9, 13))
        let review = addReview(
            on: pull, author: "tobias-fender", .commented, "Two small things, otherwise ready.", at: lanternDay(9, 14))
        let period = addReviewComment(
            review: review, author: "tobias-fender", path: "lantern/horn.py", line: 4,
            "Should these come from `lantern.toml`? Other harbours have other horns."
        ) {
            $0.originalStartLine = 3
            $0.isResolved = true
            $0.resolvedBy = "anneke-vlag"
        }
        addReviewComment(
            review: review, author: "tobias-fender", path: "lantern/horn.py", line: 8,
            """
            ```suggestion
                return 0 <= second % PERIOD < BLAST
            ```
            """)
        let reply = addReview(on: pull, author: "anneke-vlag", .commented, at: lanternDay(9, 15))
        addReviewComment(
            review: reply, author: "anneke-vlag", path: "lantern/horn.py", line: 4,
            "Yes, in a second step. I wrote it down for 1.2."
        ) {
            $0.originalStartLine = 3
            $0.inReplyTo = period
        }
        addReview(on: pull, author: "tobias-fender", .approved, at: lanternDay(9, 16))
        merge(pull, by: "tobias-fender", at: lanternDay(9, 16, hour: 12))
        add(.closed(.completed), to: wish, by: "tobias-fender", at: lanternDay(9, 16, hour: 12))
    }

    private mutating func addLampReport() {
        let pull = addPullRequest(
            "Lamps report when they are broken",
            body: "Measures the current through the relay. First half of what was asked for in July.",
            author: "tobias-fender",
            headRef: "lamp-report",
            commits: [("Lamps report when they are broken", ["lantern/lamp.py": LanternFiles.lampWithReport])],
            at: lanternDay(9, 25)
        ) { $0.labels = ["enhancement", "hardware"] }
        add(.milestoned("1.1 Fog season"), to: pull, by: "tobias-fender", at: lanternDay(9, 25, hour: 10))
        add(.assigned("tobias-fender"), to: pull, by: "tobias-fender", at: lanternDay(9, 25, hour: 10))
        add(.assigned("joao-farol"), to: pull, by: "tobias-fender", at: lanternDay(9, 25, hour: 10))
        add(.reviewRequested("mira-keel"), to: pull, by: "tobias-fender", at: lanternDay(9, 25, hour: 11))
        add(.reviewRequested("sunniva-b"), to: pull, by: "tobias-fender", at: lanternDay(9, 25, hour: 11))
        let review = addReview(
            on: pull, author: "anneke-vlag", .changesRequested,
            "0.1 A is more than an LED lamp draws. With this threshold every LED would be reported.",
            at: lanternDay(9, 27))
        let threshold = addReviewComment(
            review: review, author: "anneke-vlag", path: "lantern/lamp.py", line: 19,
            "Our LEDs draw 0.06 A. Can it be set per lamp?"
        ) { $0.reactions = [SampleReaction(.thumbsUp, by: "joao-farol"), SampleReaction(.eyes, by: "tobias-fender")] }
        addReviewComment(
            review: review, author: "anneke-vlag", path: "lantern/lamp.py", line: 18,
            "What does `current()` say while the relay switches?")
        let reply = addReview(on: pull, author: "tobias-fender", .commented, at: lanternDay(9, 28))
        addReviewComment(
            review: reply, author: "tobias-fender", path: "lantern/lamp.py", line: 19,
            "It can. I have to find the time, though: the equinox is the busy season here."
        ) { $0.inReplyTo = threshold }
        let late = addReview(on: pull, author: nil, .commented, "What about halogen?", at: lanternDay(10, 2))
        addReviewComment(
            review: late, author: nil, path: "lantern/lamp.py", line: 19,
            "Halogen lamps draw 1.6 A, so $0.1 is fine & dandy."
        ) { $0.inReplyTo = threshold }
        let pending = addReview(on: pull, author: "mira-keel", .pending, "Not handed in yet")
        addReviewComment(
            review: pending, author: "mira-keel", path: "lantern/lamp.py", line: 17, "Only Mira sees this.",
            at: lanternDay(10, 3))
    }

    private mutating func addModbus() {
        let pull = addPullRequest(
            "Switch relays over Modbus",
            body: "We have 14 lamps on one RS-485 line. Works for us since August.\n\ncc @tobias-fender @anneke-vlag",
            author: "pilot42", headRef: "modbus", head: .fork(owner: "pilot42", name: "lantern-modbus"),
            commits: [
                ("Switch relays over Modbus", ["lantern/modbus.py": LanternFiles.modbus]),
                ("Add the breakwater", ["lantern.toml": LanternFiles.configWithModbus]),
            ], at: lanternDay(10, 5)
        ) { $0.labels = ["hardware", "enhancement"] }
        let review = addReview(
            on: pull, author: "tobias-fender", .changesRequested, "Great to have! A few questions.",
            at: lanternDay(10, 7))
        let unit = addReviewComment(
            review: review, author: "tobias-fender", path: "lantern/modbus.py", line: 14,
            """
            A silent line and a refused command should be told apart:
            ```suggestion
                    if answer is None:
                        raise RelayError(f"unit {self.unit} is silent")
                    if not answer.ok:
                        raise RelayError(f"unit {self.unit} refuses: {answer}")
            ```
            """
        ) { $0.originalStartLine = 13 }
        addReviewComment(
            review: review, author: "tobias-fender", path: "lantern.toml", line: 16,
            "Please not in the example, most people don't have this device.")
        addReviewComment(
            review: review, author: "tobias-fender", path: "lantern/modbus.py", line: nil,
            "This file needs tests before it can go in.")
        let reply = addReview(on: pull, author: "pilot42", .commented, at: lanternDay(10, 8))
        addReviewComment(
            review: reply, author: "pilot42", path: "lantern/modbus.py", line: 14,
            "Will do. Is `!answer.ok` enough for you?"
        ) {
            $0.originalStartLine = 13
            $0.inReplyTo = unit
        }
        addComment(on: pull, author: "lamplighter[bot]", "Coverage went down by 2.1%.", at: lanternDay(10, 5, hour: 10))
        addComment(on: pull, author: "mira-keel", "Would be lovely to have for 1.1.", at: lanternDay(10, 9))
    }

    private mutating func addDuskItself() {
        let pull = addPullRequest(
            "Be lit at the very second of dusk", body: "One second a day, 365 seconds a year.", author: "sunniva-b",
            headRef: "dusk-itself", head: .fork(owner: "sunniva-b", name: "lantern"),
            commits: [("Be lit at dusk itself", ["lantern/schedule.py": LanternFiles.scheduleInclusive])],
            at: lanternDay(10, 12))
        let review = addReview(
            on: pull, author: "joao-farol", .approved, "Pedantic. I like it.", at: lanternDay(10, 12, hour: 15))
        addReviewComment(
            review: review, author: "joao-farol", path: "lantern/schedule.py", line: 23,
            "And dawn? `now < dawn` switches off at dawn itself, so that is consistent.")
        merge(pull, by: "joao-farol", at: lanternDay(10, 13))
    }

    private mutating func addReleaseBranch() {
        let fixed = commit(
            "Start the 1.0 line", by: "mira-keel", on: [history.tip(of: "refs/tags/v0.1.0") ?? 0],
            at: lanternDay(10, 20),
            files: ["CHANGES.md": "1.0.1: nothing yet\n"])
        history.point("refs/heads/release/1.0", at: fixed)
        let pull = addPullRequest(
            "Bring the retry to 1.0", body: "Backport of #5.", author: "mira-keel", headRef: "backport-5",
            baseRef: "release/1.0",
            commits: [("Bring the retry to 1.0", ["lantern/lamp.py": LanternFiles.lampWithRetry])],
            at: lanternDay(10, 21))
        addReview(on: pull, author: "tobias-fender", .approved, at: lanternDay(10, 21, hour: 12))
        merge(pull, by: "mira-keel", at: lanternDay(10, 21, hour: 13))
    }
}
