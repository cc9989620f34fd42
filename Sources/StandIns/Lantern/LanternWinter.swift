// December to February: what is open when the demo imports it.
extension SampleProject {
    mutating func addLanternWinter() {
        addWinterIssues()
        addWebPage()
    }

    private mutating func addWinterIssues() {
        let ice = addIssue(
            "Relay sticks below −15 °C", body: "It clicks, but the lamp stays on. Warm it with a hand and it lets go.",
            author: "sunniva-b", at: lanternDay(12, 20)
        ) { $0.labels = ["hardware"] }
        addComment(
            on: ice, author: "anneke-vlag", "Datasheet says −10 °C. There is a −40 °C one, same pins.",
            at: lanternDay(12, 21))
        addComment(
            on: ice, author: "sunniva-b", "Ordered. It will arrive when the ice is gone.", at: lanternDay(12, 22),
            reactions: [SampleReaction(.laugh, by: "anneke-vlag")])
        add(.unassigned("anneke-vlag"), to: ice, by: "anneke-vlag", at: lanternDay(12, 22, hour: 12))
        let history = addIssue(
            "Keep a year of switching times", body: "The harbour office asks for it. SQLite would do.",
            author: "mira-keel",
            at: lanternDay(13, 8)
        ) { $0.labels = ["enhancement"] }
        add(.milestoned("1.1 Fog season"), to: history, by: "mira-keel", at: lanternDay(13, 8, hour: 10))
        add(.demilestoned("1.1 Fog season"), to: history, by: "mira-keel", at: lanternDay(13, 20))
        add(.milestoned("Some day"), to: history, by: "mira-keel", at: lanternDay(13, 20))
        addComment(
            on: history, author: "tobias-fender",
            """
            A table like this?

            ```sql
            CREATE TABLE switched (lamp TEXT, at TEXT, lit INTEGER); -- @lamp is no person
            ```
            """, at: lanternDay(13, 9))
        addComment(
            on: history, author: "mira-keel", "Exactly. And `lantern history > switched.csv`.",
            at: lanternDay(13, 9, hour: 12))
        let sixty = addIssue(
            "1.0.1 is not on the package index", body: "`pip install harbour-lantern==1.0.1` finds nothing.",
            author: "old-salt",
            at: lanternDay(14, 2))
        addComment(
            on: sixty, author: "mira-keel", "It is a draft until the backport has been tested.",
            at: lanternDay(14, 2, hour: 10))
    }

    private mutating func addWebPage() {
        let pull = addPullRequest(
            "Show the lamps on a page", body: "Not ready. Looks nice already, though.", author: "joao-farol",
            headRef: "web-page",
            commits: [
                (
                    "Show the lamps on a page",
                    ["web/index.html": "<!doctype html>\n<title>Lantern</title>\n<ul id=\"lamps\"></ul>\n"]
                )
            ], at: lanternDay(14, 10)
        ) {
            $0.pullRequest?.isDraft = true
            $0.labels = ["enhancement"]
        }
        addComment(
            on: pull, author: "sunniva-b", "Can it be dark at night?", at: lanternDay(14, 11),
            reactions: [SampleReaction(.thumbsUp, by: "joao-farol"), SampleReaction(.thumbsDown, by: "old-salt")])
        let review = addReview(on: pull, author: "anneke-vlag", .commented, at: lanternDay(14, 12))
        addReviewComment(
            review: review, author: "anneke-vlag", path: "web/index.html", line: 3, "`<ul>` needs an `aria-label`.")
    }

    mutating func addLanternReleases() {
        if let tip = history.tip(of: "refs/heads/main") {
            history.annotatedTags = [
                SampleTag(
                    name: "v1.0.0", commit: 7, message: "First light", taggerName: "Mira Keel",
                    taggerEmail: "mira@harbour-lights.example", date: lanternDay(6, 2)),
                SampleTag(
                    name: "v1.1.0-rc.1", commit: tip, message: "Fog season, first try", taggerName: "Tobias Fender",
                    taggerEmail: "tobias@example.org", date: lanternDay(13, 15)),
            ]
        }
        addRelease(
            tag: "v0.1.0", name: nil, body: nil, author: "mira-keel", isPrerelease: true, at: lanternDay(3, 3, hour: 12)
        )
        addRelease(
            tag: "v1.0.0", name: "First light",
            body: "The east pier is lit.\n\n* Lamps are tried again (#5), thanks @tobias-fender",
            author: "mira-keel", at: lanternDay(6, 2),
            files: [
                ("lantern-1.0.0.txt", "text/plain", "Lantern 1.0.0\n"),
                ("checksums.txt", "text/plain", "0d4a1185  lantern-1.0.0.txt\n"),
            ])
        releases[1].reactions = [SampleReaction(.hooray, by: "anneke-vlag"), SampleReaction(.rocket, by: "joao-farol")]
        addRelease(
            tag: "v1.1.0-rc.1", name: "Fog season, first try", body: "With the horn. Wake the neighbours!",
            author: "tobias-fender", isPrerelease: true, at: lanternDay(13, 15))
        addRelease(
            tag: "v1.0.1", name: "First light, mended", body: "Not yet.", author: "mira-keel", isDraft: true,
            at: lanternDay(14, 1))
        clock = lanternDay(14, 20)
        repository.updatedAt = clock
    }

    mutating func addLanternWiki() {
        wikiPages = [
            SampleWikiPage(
                path: "Home.md", content: "Welcome to Lantern's wiki.\n\n* [[Relays]]\n* [[Night watch]]\n"),
            SampleWikiPage(
                path: "Relays.md",
                content: "# Relays\n\n| relay | works |\n|---|---|\n| GPIO | yes |\n| Modbus | soon |\n"),
            SampleWikiPage(
                path: "Night-watch.md", content: "# Night watch\n\n1. Read the log.\n2. Look out of the window.\n"),
        ]
    }
}
