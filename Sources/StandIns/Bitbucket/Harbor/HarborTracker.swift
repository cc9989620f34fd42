import Foundation

// What only Cloud has, or had: the issue tracker and the wiki.
extension BitbucketProject {
    mutating func addHarborTracker() {
        components = ["lamp", "horn"]
        versions = ["0.1", "0.2"]
        milestones = ["Autumn", "Winter"]
        addHarborIssues()
        wikiPages = [
            SampleWikiPage(path: "Home.md", content: "# The beacon\n\nSee [Lamps](Lamps).\n"),
            SampleWikiPage(path: "Lamps.md", content: "Six of them.\n"),
        ]
    }

    private mutating func addHarborIssues() {
        let out = addIssue(
            "The lamp is out",
            "Since Tuesday, says <@sunniva>. See <pr:1>.\n\n![At night](<file:lamp>)", by: "sunniva"
        ) {
            $0.priority = "critical"
            $0.component = "lamp"
            $0.version = "0.1"
            $0.milestone = "Autumn"
            $0.assignee = "mira"
            $0.votes = 3
            $0.attachments = ["wiring", "lost"]
            $0.state = "resolved"
        }
        addIssueComment("Which lamp? Like in <issue:2>?", on: out, by: "mira")
        changeIssue(out, "state", from: "new", to: "open", by: "mira")
        changeIssue(out, "assignee", from: "", to: "mira", by: "mira")
        addIssueComment("The eastern one, @{unknown}.", on: out, by: "sunniva")
        changeIssue(out, "milestone", from: "", to: "Autumn", by: "mira")
        changeIssue(out, "component", from: "", to: "lamp", by: "mira")
        changeIssue(out, "priority", from: "major", to: "critical", by: "tomas_buoy")
        changeIssue(out, "state", from: "open", to: "resolved", by: "mira")
        let louder = addIssue("A louder horn", "Nobody hears it.", by: "lena_harbor.example") {
            $0.kind = "enhancement"
            $0.priority = "minor"
            $0.component = "horn"
            $0.state = "on hold"
        }
        changeIssue(louder, "kind", from: "bug", to: "enhancement", by: "tomas_buoy")
        changeIssue(louder, "state", from: "new", to: "on hold", by: "tomas_buoy")
        addIssueComment("Not at night, please.", on: louder, by: nil)
        addIssue("Sell the beacon", "", by: nil) {
            $0.kind = "proposal"
            $0.priority = "trivial"
            $0.state = "wontfix"
        }
        let paint = addIssue("Buy paint", "White.", by: "mira") {
            $0.kind = "task"
            $0.milestone = "Winter"
            $0.version = "0.2"
        }
        changeIssue(paint, "title", from: "Buy", to: "Buy paint", by: "mira")
    }
}
