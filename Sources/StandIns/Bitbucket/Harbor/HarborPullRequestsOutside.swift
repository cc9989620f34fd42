import Foundation

// The pull requests whose commits no branch of the project holds, and those still open.
extension BitbucketProject {
    mutating func addClosedOnes() {
        let base = history.tip(of: "refs/heads/main") ?? 0
        // Declined, its branch gone: git has the commit, and tells only who knows its name.
        let blue = commit("Paint it blue", by: "old-salt", on: [base], files: ["docs/paint.md": "Blue.\n"])
        let declined = addPullRequest(
            "Paint the beacon blue", "In my time it was blue.", by: "old-salt", branch: "blue", commits: [blue],
            base: base)
        history.refs.remove(named: "refs/heads/blue")
        addComment("Blue is for the police.", on: declined, by: "tomas_buoy")
        happen(.declined, to: declined, by: "tomas_buoy")
        update(declined) { $0.reason = "Blue is for the police" }
        // From a fork that was deleted.
        let green = commit("Paint it green", by: "old-salt", on: [base], files: ["docs/paint.md": "Green.\n"])
        let orphan = addPullRequest(
            "Paint the beacon green", by: "old-salt", branch: "green", commits: [green], base: base
        ) { $0.source = .deletedFork(owner: "old-salt") }
        addComment("Green is starboard.", on: orphan, by: "mira")
        happen(.declined, to: orphan, by: "old-salt")
        // Its commit is lost: git refuses to give it.
        let lost = addPullRequest(
            "Paint the beacon red", by: "piet", branch: "red", commits: [], base: base
        ) { $0.lostHead = "5eaf10c4de1234567890abcdef1234567890abcd" }
        addComment("Red is port.", on: lost, by: "mira")
        happen(.declined, to: lost, by: "mira")
    }

    mutating func addOpenOnes() {
        let base = history.tip(of: "refs/heads/main") ?? 0
        // From somebody's fork.
        let buoys = commit("List the buoys", by: "sunniva", on: [base], files: ["docs/buoys.md": "- North\n- South\n"])
        let fork = addPullRequest(
            "List the buoys", "There are two, says <@old-salt>.", by: "sunniva", branch: "buoys", commits: [buoys],
            base: base
        ) {
            $0.source = .fork(owner: "sunniva")
            $0.reviewers = [.init("mira")]
        }
        happen(.approved, to: fork, by: "mira")
        // Declined and reopened, reviewers come and go.
        let sleep = commit("Sleep by day", by: "piet", on: [base], files: ["src/day.c": "void sleep_by_day(void);\n"])
        let reopened = addPullRequest("Sleep by day", by: "piet", branch: "sleep", commits: [sleep], base: base) {
            $0.reviewers = [.init("sunniva")]
        }
        happen(.declined, to: reopened, by: "piet")
        happen(.reopened, to: reopened, by: "mira")
        happen(.updated(added: ["tomas_buoy"], removed: ["sunniva"]), to: reopened, by: "piet")
        // A draft that nobody has said anything about.
        let dream = commit("Dream", by: "mira", on: [base], files: ["src/dream.c": "/* soon */\n"])
        addPullRequest("Dream at night", "Not yet.", by: "mira", branch: "dream", commits: [dream], base: base) {
            $0.isDraft = true
        }
    }
}
