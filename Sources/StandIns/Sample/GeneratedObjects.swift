import Foundation

extension GeneratedShape {
    @Sendable
    func issue(_ position: Int) -> SampleIssue {
        let minute = opened(position)
        var issue = SampleIssue(
            number: position + 1, title: "Tide table entry \(position + 1) is off", body: text(position, 1),
            author: login(spread(position, 2)), createdAt: time(minute))
        issue.labels = spread(position, 4) % 3 == 0 ? [Self.labels[spread(position, 5) % Self.labels.count]] : []
        issue.assignees = spread(position, 6) % 4 == 0 ? [login(spread(position, 7) % 6)] : []
        issue.milestone = spread(position, 8) % 5 == 0 ? 1 + spread(position, 9) % 4 : nil
        if spread(position, 10) % 7 == 0 { issue.reactions = [SampleReaction(.heart, by: login(position + 1))] }
        if isPull(position) { issue.pullRequest = pullRequest(pullsBefore(position)) }
        issue.updatedAt = time(minute + 12_000)
        if spread(position, 11) % 5 != 0 || issue.pullRequest?.mergeCommit != nil { close(&issue, position, minute) }
        return issue
    }

    private func close(_ issue: inout SampleIssue, _ position: Int, _ minute: Int) {
        let closer = login(spread(position, 12) % 6)
        let moment = time(minute + 10_000)
        let eventID = 3_000_000_000 + position * 4
        if let merge = issue.pullRequest?.mergeCommit {
            issue.apply(SampleEvent(id: eventID, kind: .merged(commit: merge), actor: closer, createdAt: moment))
        }
        issue.apply(SampleEvent(id: eventID + 1, kind: .closed(nil), actor: closer, createdAt: moment))
    }

    /// Commit 0 is the first one; each pull request then has its own commit and, when merged, a merge commit behind it.
    private func pullRequest(_ index: Int) -> SamplePullRequest {
        let head = headCommit(index)
        var pull = SamplePullRequest(
            headRef: "entry-\(index)", baseCommit: mainBefore(index), commits: [head])
        if index % 11 == 3 { pull.head = .fork(owner: login(index), name: "tidebook") }
        if isMerged(index) { pull.mergeCommit = head + 1 }
        return pull
    }

    @Sendable
    func comment(_ position: Int) -> SampleComment {
        let target = comments == 0 ? 0 : position * (issues + pulls) / comments
        var comment = SampleComment(
            id: 600_000_000 + position * 3, issue: target + 1, author: login(spread(position, 21)),
            body: text(position, 22), createdAt: time(opened(target) + 60 + position % 97))
        if spread(position, 23) % 6 == 0 {
            comment.reactions = [
                SampleReaction(.thumbsUp, by: login(position)), SampleReaction(.rocket, by: login(position + 3)),
            ]
        }
        return comment
    }

    @Sendable
    func review(_ position: Int) -> SampleReview {
        let pull = pullOfReview(position)
        let state = [SampleReview.State.approved, .commented, .changesRequested][spread(position, 31) % 3]
        return SampleReview(
            id: reviewID(position), pullRequest: numberOfPull(pull), author: login(spread(position, 32)), state: state,
            body: spread(position, 33) % 2 == 0 ? text(position, 34) : "", submittedAt: reviewTime(position),
            commit: headCommit(pull))
    }

    @Sendable
    func reviewComment(_ position: Int) -> SampleReviewComment {
        let review = position * reviews / max(1, reviewComments)
        let first = (review * reviewComments + reviews - 1) / reviews
        let pull = pullOfReview(review)
        let line = 1 + spread(review, 41) % Self.linesPerFile
        var comment = SampleReviewComment(
            id: reviewCommentID(position), pullRequest: numberOfPull(pull), review: reviewID(review),
            author: login(spread(position, 42)), body: text(position, 43), path: path(pull), line: line,
            commit: headCommit(pull), createdAt: reviewTime(review))
        if position > first { comment.inReplyTo = reviewCommentID(first) }
        comment.diffHunk = hunk(pull, through: line)
        comment.isResolved = comment.inReplyTo == nil && spread(review, 44) % 2 == 0
        comment.resolvedBy = comment.isResolved ? login(spread(review, 45) % 6) : nil
        return comment
    }

    private func pullOfReview(_ review: Int) -> Int { reviews == 0 ? 0 : review * pulls / reviews }
    private func reviewID(_ position: Int) -> Int { 700_000_000 + position * 3 }
    private func reviewCommentID(_ position: Int) -> Int { 800_000_000 + position * 3 }

    private func reviewTime(_ review: Int) -> Date {
        time(opened(positionOfPull(pullOfReview(review))) + 300 + review % 89)
    }
}

// The history: a chain of merges on main, each bringing one new file.
extension GeneratedShape {
    /// Pull requests 5, 11, 17… stay unmerged.
    func isMerged(_ index: Int) -> Bool { index % 6 != 5 }

    private func mergedBefore(_ index: Int) -> Int { index - index / 6 }

    func headCommit(_ index: Int) -> Int { 1 + index + mergedBefore(index) }

    /// The tip of main when the pull request was opened.
    func mainBefore(_ index: Int) -> Int {
        guard index > 0 else { return 0 }
        return isMerged(index - 1) ? headCommit(index - 1) + 1 : mainBefore(index - 1)
    }

    func path(_ index: Int) -> String { "entries/\(index / 100)/\(index).txt" }

    private func lines(_ index: Int) -> [String] {
        (1...Self.linesPerFile).map { "station \($0) high water \(spread(index, $0) % 24):\(10 + $0)" }
    }

    private func hunk(_ index: Int, through line: Int) -> String {
        (["@@ -0,0 +1,\(Self.linesPerFile) @@"] + lines(index).prefix(line).map { "+" + $0 }).joined(separator: "\n")
    }

    var history: SampleHistory {
        var refs = SampleList(count: pulls) { index in
            SampleRef(name: "refs/pull/\(numberOfPull(index))/head", commit: headCommit(index))
        }
        refs.append(SampleRef(name: "refs/heads/main", commit: mainBefore(pulls)))
        return SampleHistory(commits: SampleList(count: 1 + pulls + mergedBefore(pulls), element: commit), refs: refs)
    }

    @Sendable
    private func commit(_ position: Int) -> SampleCommit {
        guard position > 0 else {
            return person(0, parents: [], "Open the book", files: ["README.md": "# Tidebook\n"], minute: 0)
        }
        // Six pull requests take eleven commits: five of two, and one of one.
        let group = (position - 1) / 11
        let index = group * 6 + min((position - 1) % 11 / 2, 5)
        let minute = opened(positionOfPull(index))
        let files: [String: String?] = [path(index): lines(index).joined(separator: "\n") + "\n"]
        let head = headCommit(index)
        if position == head {
            // On top of the first commit, whose tree is small: git makes 100,000 objects in seconds.
            return person(
                index, parents: [0], "Add entry \(index)", files: files, minute: minute)
        }
        let message = "Merge pull request #\(numberOfPull(index))"
        return person(0, parents: [mainBefore(index), head], message, files: files, minute: minute + 10_000)
    }

    private func person(
        _ person: Int, parents: [Int], _ message: String, files: [String: String?], minute: Int
    ) -> SampleCommit {
        SampleCommit(
            parents: parents, message: message, authorName: "Sailor \(person % Self.people)",
            authorEmail: "\(login(person))@example.org", date: time(minute), files: files)
    }
}
