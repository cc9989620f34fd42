import Foundation

// The pull requests that were merged or are about files that moved.
extension BitbucketProject {
    mutating func addHarborFirstCommits() {
        let first = commit(
            "First light", by: "mira", on: [],
            files: ["README.md": HarborFiles.readme, "src/lamp.c": HarborFiles.lamp, "src/fog.c": HarborFiles.fog])
        let second = commit(
            "Draw the harbor", by: "tomas_buoy", on: [first], files: ["docs/chart.md": HarborFiles.chart])
        history.point("refs/heads/main", at: second)
        history.point("refs/tags/v0.1", at: first)
        history.annotatedTags = [
            SampleTag(
                name: "v0.2", commit: second, message: "With a chart", taggerName: "Mira Keel",
                taggerEmail: "mira@harbor.example", date: nextTime())
        ]
    }

    /// Merged, its branch gone: comments on lines of every kind, a thread of three levels, a resolved one.
    mutating func addBlinking() {
        let base = history.tip(of: "refs/heads/main") ?? 0
        let first = commit(
            "Blink when the tide turns", by: "tomas_buoy", on: [base], files: ["src/lamp.c": HarborFiles.blinking])
        let second = commit(
            "Count safely", by: "tomas_buoy", on: [first], files: ["src/lamp.c": HarborFiles.blinkingSafely])
        let pull = addPullRequest(
            "Blink when the tide turns",
            """
            So that <@lena_harbor.example> sees it from the mole, and <@tomas_buoy> too.

            ![At night](<file:lamp>) and [the log](<file:log>).
            """, by: "tomas_buoy", branch: "blink", commits: [first, second], base: base
        ) {
            $0.reviewers = [.init("mira"), .init("lena_harbor.example")]
            $0.closesSourceBranch = true
        }
        let counting = addComment(
            "What if `times` is negative? See <pr:1> and <src:src/fog.c>.", on: pull, by: "mira",
            at: BitbucketAnchor("src/lamp.c", new: 19, from: base, to: second))
        let answer = addComment("Then it blinks for a while.", on: pull, by: "tomas_buoy", answering: counting) {
            $0.reactions = [.init(emoticon: "laughing", people: ["mira", "lena_harbor.example"])]
        }
        let deeper = addComment("For 2^31 times.", on: pull, by: "mira", answering: answer)
        addComment("Fixed in <commit:3>.", on: pull, by: "tomas_buoy", answering: deeper)
        resolve(counting, by: "mira")
        addComment(
            "I liked this line.", on: pull, by: "lena_harbor.example",
            at: BitbucketAnchor("src/lamp.c", old: 6, from: base, to: second)
        ) { $0.reactions = [.init(emoticon: "thumbsup", people: ["mira"])] }
        addComment(
            "This stays as it is?", on: pull, by: "piet",
            at: BitbucketAnchor("src/lamp.c", old: 14, new: 15, from: base, to: second))
        var lines = BitbucketAnchor("src/lamp.c", new: 21, from: base, to: second)
        lines.startLine = 18
        lines.startLineType = .added
        addComment("These could be one function.", on: pull, by: "old-salt", at: lines)
        talkAboutBlinking(pull)
        happen(.approved, to: pull, by: "mira")
        happen(.approved, to: pull, by: "lena_harbor.example")
        mergeCommit(pull, by: "mira")
    }

    private mutating func talkAboutBlinking(_ pull: Int) {
        let question = addComment(
            "Is the lamp bright enough? ![lost](<file:lost>)", on: pull, by: "lena_harbor.example")
        let answer = addComment("40 candela.", on: pull, by: "tomas_buoy", answering: question)
        addComment("That is plenty. Thanks @nobody, and see #1.", on: pull, by: "old-salt", answering: answer)
        resolve(question, by: "tomas_buoy")
        let edited = addComment("LGTM", on: pull, by: "beacon-bot")
        editComment(edited, to: "LGTM :ship: (12 of 12 tests)")
        addComment("I should not have said that.", on: pull, by: "piet") { $0.isDeleted = true }
    }

    private mutating func mergeCommit(_ number: Int, by person: String) {
        guard let pull = pullRequest(number), let head = pull.commits.last else { return }
        let base = history.tip(of: "refs/heads/main") ?? pull.base
        let merge = commit(
            "Merge pull request #\(number): \(pull.title)", by: person, on: [base, head], files: changedFiles(head))
        history.point("refs/heads/main", at: merge)
        history.refs.remove(named: "refs/heads/\(pull.sourceBranch)")
        happen(.merged, to: number, by: person)
        update(number) { $0.mergeCommit = merge }
    }

    /// What fast-import must be told of a merge: it takes the first parent's files.
    private func changedFiles(_ commit: Int) -> [String: String?] { history.commits[commit].files }

    /// Open: a file renamed, its head moved, an approval withdrawn, work needed.
    mutating func addHorn() {
        let base = history.tip(of: "refs/heads/main") ?? 0
        let first = commit(
            "Call it a horn", by: "mira", on: [base], files: ["src/fog.c": nil, "src/horn.c": HarborFiles.horn])
        let second = commit("Louder", by: "mira", on: [first], files: ["src/horn.c": HarborFiles.loudHorn])
        let pull = addPullRequest(
            "Call the fog horn a horn", "Follows <pr:1>.\n\n- [ ] ask the neighbours", by: "mira",
            branch: "feature/horn",
            commits: [first, second], base: base
        ) { $0.reviewers = [.init("tomas_buoy")] }
        happen(.approved, to: pull, by: "lena_harbor.example")
        happen(.rescoped(from: second, previousFrom: first, to: base, previousTo: base), to: pull, by: "mira")
        happen(.unapproved, to: pull, by: "lena_harbor.example")
        happen(.reviewed, to: pull, by: "tomas_buoy")
        var renamed = BitbucketAnchor("src/horn.c", old: 10, new: 10, from: base, to: second)
        renamed.sourcePath = "src/fog.c"
        addComment("A thousand metres is not thick.", on: pull, by: "tomas_buoy", at: renamed)
        var orphan = BitbucketAnchor("src/horn.c", new: 3, from: base, to: first)
        orphan.sourcePath = "src/fog.c"
        orphan.isOrphaned = true
        let pause = addComment("Why thirty?", on: pull, by: "lena_harbor.example", at: orphan)
        addTask("Measure the pause", on: pull, comment: pause, by: "tomas_buoy")
        addTask("Ask the neighbours", on: pull, comment: nil, by: "lena_harbor.example", resolvedBy: "mira")
        happen(.retitled(from: "Rename fog.c"), to: pull, by: "mira")
    }

    /// Merged without a merge commit; a comment on a file as a whole; something only a plugin knows.
    mutating func addFastForward() {
        let base = history.tip(of: "refs/heads/main") ?? 0
        let added = commit(
            "Deeper now", by: "sunniva", on: [base],
            files: ["docs/chart.md": HarborFiles.chart.replacing("4 m", with: "5 m")])
        let pull = addPullRequest(
            "East pier has been dredged", by: "sunniva", branch: "dredged", commits: [added], base: base)
        addComment(
            "This chart should be a picture.", on: pull, by: "piet",
            at: BitbucketAnchor("docs/chart.md", from: base, to: added))
        happen(.plugin(action: "BUILD_WATCHED"), to: pull, by: "beacon-bot")
        history.point("refs/heads/main", at: added)
        happen(.merged, to: pull, by: "lena_harbor.example")
    }
}

extension SampleList<SampleRef> {
    mutating func remove(named name: String) {
        if let position = firstIndex(where: { $0.name == name }) { remove(at: position) }
    }
}
