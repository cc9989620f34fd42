public import Foundation

/// Functions that add one thing each, for the sample and for changes in the middle of an import. What is not given a
/// time gets one an hour after the last.
extension BitbucketProject {
    /// A time an hour and a little after the last thing added; the same calls give the same times in every run.
    public mutating func nextTime() -> Date {
        clock = clock.addingTimeInterval(3_600.127)
        return clock
    }

    mutating func nextID() -> Int {
        lastID += 3
        return lastID
    }

    mutating func commit(
        _ message: String, by slug: String, on parents: [Int], at time: Date? = nil, files: [String: String?]
    ) -> Int {
        let author = person(slug)
        return history.commit(
            SampleCommit(
                parents: parents, message: message, authorName: author?.displayName ?? slug,
                authorEmail: author?.email ?? "\(slug)@harbor.example", date: time ?? nextTime(), files: files))
    }

    /// Adds an open pull request and returns its number. Its branch is there unless it is a fork's.
    @discardableResult
    public mutating func addPullRequest(
        _ title: String, _ description: String = "", by author: String, branch: String, commits: [Int], base: Int,
        configure: (inout BitbucketPullRequest) -> Void = { _ in }
    ) -> Int {
        let number = (pullRequests.last?.number ?? 0) + 1
        var pull = BitbucketPullRequest(
            number: number, title: title, description: description, author: author, createdAt: nextTime(),
            sourceBranch: branch, targetBranch: defaultBranch, commits: commits, base: base)
        configure(&pull)
        pullRequests.append(pull)
        if pull.source == .sameRepository, let head = commits.last { history.point("refs/heads/\(branch)", at: head) }
        happen(.opened, to: number, by: author, at: pull.createdAt)
        return number
    }

    public mutating func update(_ number: Int, _ change: (inout BitbucketPullRequest) -> Void) {
        guard let position = pullRequests.firstIndex(where: { $0.number == number }) else { return }
        change(&pullRequests[position])
    }

    /// Lets something happen to a pull request; what follows from it for the pull request is done too.
    @discardableResult
    public mutating func happen(
        _ kind: BitbucketEvent.Kind, to number: Int, by person: String, at time: Date? = nil
    ) -> Date {
        let moment = time ?? nextTime()
        events.append(BitbucketEvent(id: nextID(), pullRequest: number, person: person, at: moment, kind: kind))
        update(number) { pull in
            pull.updatedAt = max(pull.updatedAt, moment)
            pull.apply(kind, by: person, at: moment)
        }
        return moment
    }

    /// Adds a comment and returns its id.
    @discardableResult
    public mutating func addComment(
        _ text: String, on number: Int, by author: String, answering parent: Int? = nil,
        at anchor: BitbucketAnchor? = nil, configure: (inout BitbucketComment) -> Void = { _ in }
    ) -> Int {
        let moment = nextTime()
        var comment = BitbucketComment(
            id: nextID(), pullRequest: number, parent: parent, author: author, text: text, createdAt: moment,
            updatedAt: moment, anchor: anchor)
        configure(&comment)
        comments.append(comment)
        update(number) { pull in
            pull.updatedAt = max(pull.updatedAt, comment.updatedAt)
            let isKnown = pull.author == author || pull.reviewers.contains { $0.person == author }
            if !isKnown, !pull.participants.contains(author) { pull.participants.append(author) }
        }
        return comment.id
    }

    /// Changes a comment's text, an hour after the last thing.
    public mutating func editComment(_ id: Int, to text: String) {
        let moment = nextTime()
        guard let position = comments.firstIndex(where: { $0.id == id }) else { return }
        comments[position].text = text
        comments[position].updatedAt = moment
        update(comments[position].pullRequest) { $0.updatedAt = max($0.updatedAt, moment) }
    }

    /// Resolves the thread a comment begins.
    public mutating func resolve(_ id: Int, by person: String) {
        let moment = nextTime()
        guard let position = comments.firstIndex(where: { $0.id == id }) else { return }
        comments[position].resolution = .init(person: person, at: moment)
        update(comments[position].pullRequest) { $0.updatedAt = max($0.updatedAt, moment) }
    }

    /// Adds a task and returns its id.
    @discardableResult
    public mutating func addTask(
        _ text: String, on number: Int, comment: Int?, by author: String, resolvedBy resolver: String? = nil
    ) -> Int {
        let moment = nextTime()
        let task = BitbucketTask(
            id: nextID(), pullRequest: number, comment: comment, text: text, author: author, createdAt: moment,
            resolution: resolver.map { .init(person: $0, at: moment.addingTimeInterval(600)) })
        tasks.append(task)
        update(number) { $0.updatedAt = max($0.updatedAt, moment.addingTimeInterval(600)) }
        return task.id
    }

    /// Adds an issue and returns its number.
    @discardableResult
    public mutating func addIssue(
        _ title: String, _ text: String, by reporter: String?, configure: (inout BitbucketIssue) -> Void = { _ in }
    ) -> Int {
        var issue = BitbucketIssue(
            number: (issues.last?.number ?? 0) + 1, title: title, text: text, reporter: reporter, createdAt: nextTime())
        configure(&issue)
        issues.append(issue)
        return issue.number
    }

    public mutating func addIssueComment(_ text: String?, on issue: Int, by author: String?) {
        let moment = nextTime()
        issueComments.append(
            BitbucketIssueComment(id: nextID(), issue: issue, author: author, text: text, createdAt: moment))
        touchIssue(issue, at: moment)
    }

    /// Changes a field of an issue; Cloud shows it as a comment without text too.
    public mutating func changeIssue(
        _ issue: Int, _ field: String, from old: String, to new: String, by person: String?
    ) {
        let moment = nextTime()
        let id = nextID()
        issueChanges.append(
            BitbucketIssueChange(id: id, issue: issue, person: person, at: moment, field: field, old: old, new: new))
        issueComments.append(
            BitbucketIssueComment(id: id, issue: issue, author: person, text: nil, createdAt: moment))
        touchIssue(issue, at: moment)
    }

    private mutating func touchIssue(_ number: Int, at moment: Date) {
        guard let position = issues.firstIndex(where: { $0.number == number }) else { return }
        issues[position].updatedAt = max(issues[position].updatedAt, moment)
    }

    /// Takes a pull request away with all that hangs on it, as an administrator may.
    public mutating func removePullRequest(_ number: Int) {
        pullRequests.removeAll { $0.number == number }
        comments.removeAll { $0.pullRequest == number }
        tasks.removeAll { $0.pullRequest == number }
        events.removeAll { $0.pullRequest == number }
    }
}

extension BitbucketPullRequest {
    fileprivate mutating func apply(_ kind: BitbucketEvent.Kind, by person: String, at moment: Date) {
        switch kind {
        case .approved: review(.approved, by: person, at: moment)
        case .reviewed: review(.needsWork, by: person, at: moment)
        case .unapproved: review(.unapproved, by: person, at: moment)
        case .declined: close(.declined, by: person, at: moment)
        case .merged: close(.merged, by: person, at: moment)
        case .reopened:
            state = .open
            closedAt = nil
            closedBy = nil
        case .updated(let added, let removed):
            reviewers.removeAll { removed.contains($0.person) }
            reviewers += added.map { Reviewer($0) }
        case .opened, .rescoped, .retitled, .plugin: break
        }
    }

    private mutating func close(_ state: State, by person: String, at moment: Date) {
        self.state = state
        closedAt = moment
        closedBy = person
    }

    private mutating func review(_ status: Reviewer.Status, by person: String, at moment: Date) {
        participants.removeAll { $0 == person }
        if let position = reviewers.firstIndex(where: { $0.person == person }) {
            reviewers[position].status = status
            reviewers[position].at = moment
        } else {
            reviewers.append(Reviewer(person, status, at: moment))
        }
    }
}
