public import Foundation

/// Functions that add one thing each, for tests that need a project of their own and for changes in the middle of an
/// import. What is not given a time gets one an hour after the last.
extension SampleProject {
    /// A time an hour after the last thing added; the same calls give the same times in every run.
    public mutating func nextTime() -> Date {
        clock = clock.addingTimeInterval(3_600)
        repository.updatedAt = max(repository.updatedAt, clock)
        return clock
    }

    mutating func nextID() -> Int {
        lastID += 7
        return lastID
    }

    /// Adds an account, or changes the one with the same login.
    public mutating func addUser(_ user: SampleUser) {
        var user = user
        if user.id == 0 { user.id = 30_000_000 + repository.id % 100_000 * 100 + users.count }
        if let position = users.firstIndex(where: { $0.login == user.login }) {
            users[position] = user
        } else {
            users.append(user)
        }
    }

    /// Adds a label.
    public mutating func addLabel(_ name: String, color: String = "ededed", description: String? = nil) {
        labels.append(SampleLabel(id: nextID(), name: name, color: color, description: description))
    }

    /// Adds a milestone and returns its number.
    @discardableResult
    public mutating func addMilestone(
        _ title: String, description: String? = nil, creator: String?, dueOn: Date? = nil, closedAt: Date? = nil
    ) -> Int {
        let number = (milestones.map(\.number).max() ?? 0) + 1
        milestones.append(
            SampleMilestone(
                number: number, title: title, description: description, creator: creator, createdAt: nextTime(),
                dueOn: dueOn, closedAt: closedAt))
        return number
    }

    /// Adds a release and returns its id.
    @discardableResult
    public mutating func addRelease(
        tag: String, name: String?, body: String?, author: String?, isDraft: Bool = false, isPrerelease: Bool = false,
        at time: Date? = nil, files: [(name: String, contentType: String, content: String)] = []
    ) -> Int {
        let assets = files.map {
            SampleAsset(id: nextID(), name: $0.name, contentType: $0.contentType, content: $0.content)
        }
        let release = SampleRelease(
            id: nextID(), tag: tag, name: name, body: body, author: author, isDraft: isDraft,
            isPrerelease: isPrerelease, createdAt: time ?? nextTime(), assets: assets)
        releases.append(release)
        return release.id
    }

    /// Adds an open issue and returns its number. `configure` may set whatever else it has.
    @discardableResult
    public mutating func addIssue(
        _ title: String, body: String? = nil, author: String?, at time: Date? = nil,
        configure: (inout SampleIssue) -> Void = { _ in }
    ) -> Int {
        let number = (issues.last?.number ?? 0) + 1
        var issue = SampleIssue(
            number: number, title: title, body: body, author: author, createdAt: time ?? nextTime())
        configure(&issue)
        issues.append(issue)
        return number
    }

    /// Adds an open pull request with one commit on top of the base branch for each of `commits`, and returns its
    /// number.
    @discardableResult
    public mutating func addPullRequest(
        _ title: String, body: String? = nil, author: String?, headRef: String, baseRef: String = "main",
        head: SamplePullRequest.Head = .sameRepository,
        commits: [(message: String, files: [String: String?])], at time: Date? = nil,
        configure: (inout SampleIssue) -> Void = { _ in }
    ) -> Int {
        let createdAt = time ?? nextTime()
        let base = history.tip(of: "refs/heads/\(baseRef)") ?? startHistory(at: createdAt, branch: baseRef)
        var positions: [Int] = []
        for change in commits {
            positions.append(
                commit(change.message, by: author, on: [positions.last ?? base], at: createdAt, files: change.files))
        }
        let number = addIssue(title, body: body, author: author, at: createdAt)
        var pull = SamplePullRequest(
            headRef: headRef, baseRef: baseRef, baseCommit: base, commits: positions.isEmpty ? [base] : positions)
        pull.head = head
        if head == .sameRepository { history.point("refs/heads/\(headRef)", at: pull.headCommit) }
        history.refs.append(SampleRef(name: "refs/pull/\(number)/head", commit: pull.headCommit))
        updateIssue(number) { issue in
            issue.pullRequest = pull
            configure(&issue)
        }
        return number
    }

    /// Adds a comment to an issue or pull request and returns its id.
    @discardableResult
    public mutating func addComment(
        on issue: Int, author: String?, _ body: String, at time: Date? = nil,
        reactions: [SampleReaction] = []
    ) -> Int {
        var comment = SampleComment(
            id: nextID(), issue: issue, author: author, body: body, createdAt: time ?? nextTime())
        comment.reactions = reactions
        comments.append(comment)
        touch(issue, at: comment.createdAt)
        return comment.id
    }

    /// Adds a review of a pull request's last commit and returns its id.
    @discardableResult
    public mutating func addReview(
        on pullRequest: Int, author: String?, _ state: SampleReview.State, _ body: String = "", at time: Date? = nil,
        commit: Int? = nil
    ) -> Int {
        let moment = time ?? nextTime()
        let head = issue(pullRequest)?.pullRequest?.headCommit ?? 0
        let review = SampleReview(
            id: nextID(), pullRequest: pullRequest, author: author, state: state, body: body,
            submittedAt: state == .pending ? nil : moment, commit: commit ?? head)
        reviews.append(review)
        touch(pullRequest, at: moment)
        return review.id
    }

    /// Adds a comment on a line (or, with `line` nil, on a whole file) to a review and returns its id.
    /// `configure` may make it a reply, outdated, resolved, one on several lines or on the left side.
    @discardableResult
    public mutating func addReviewComment(
        review: Int, author: String?, path: String, line: Int?, _ body: String, at time: Date? = nil,
        configure: (inout SampleReviewComment) -> Void = { _ in }
    ) -> Int {
        let origin = reviews.first { $0.id == review }
        var comment = SampleReviewComment(
            id: nextID(), pullRequest: origin?.pullRequest ?? 0, review: review, author: author, body: body, path: path,
            line: line, commit: origin?.commit ?? 0, createdAt: time ?? origin?.submittedAt ?? nextTime())
        configure(&comment)
        reviewComments.append(comment)
        touch(comment.pullRequest, at: comment.createdAt)
        return comment.id
    }
}
