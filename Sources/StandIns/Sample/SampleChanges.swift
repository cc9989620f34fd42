public import Foundation

/// What happens to a project after its things were added.
extension SampleProject {
    /// The issue or pull request with this number.
    public func issue(_ number: Int) -> SampleIssue? {
        position(ofIssue: number).map { issues[$0] }
    }

    /// Changes an issue or pull request; nothing happens when there is none with this number.
    public mutating func updateIssue(_ number: Int, _ change: (inout SampleIssue) -> Void) {
        guard let position = position(ofIssue: number) else { return }
        var issue = issues[position]
        change(&issue)
        issues[position] = issue
    }

    /// Changes a comment and sets the time of its last change.
    public mutating func updateComment(_ id: Int, _ change: (inout SampleComment) -> Void) {
        guard let position = comments.firstIndex(where: { $0.id == id }) else { return }
        var comment = comments[position]
        comment.updatedAt = nextTime()
        change(&comment)
        comments[position] = comment
    }

    /// Removes an issue or pull request with all that was said about it, as when it is deleted.
    public mutating func removeIssue(_ number: Int) {
        guard let position = position(ofIssue: number) else { return }
        issues.remove(at: position)
        remove(from: &comments) { $0.issue == number }
        remove(from: &reviews) { $0.pullRequest == number }
        remove(from: &reviewComments) { $0.pullRequest == number }
    }

    /// Removes a comment.
    public mutating func removeComment(_ id: Int) {
        remove(from: &comments) { $0.id == id }
    }

    /// Adds an event to an issue or pull request and changes it accordingly.
    public mutating func add(_ kind: SampleEvent.Kind, to number: Int, by actor: String?, at time: Date? = nil) {
        let event = SampleEvent(id: nextID(), kind: kind, actor: actor, createdAt: time ?? nextTime())
        updateIssue(number) { $0.apply(event) }
        if case .milestoned(let title) = kind {
            let milestone = milestones.first { $0.title == title }?.number
            updateIssue(number) { $0.milestone = milestone }
        }
    }

    /// Merges a pull request with a merge commit on top of its base branch.
    public mutating func merge(_ number: Int, by actor: String, at time: Date? = nil) {
        guard let issue = issue(number), let pull = issue.pullRequest else { return }
        let moment = time ?? nextTime()
        let branch = "refs/heads/\(pull.baseRef)"
        let tip = history.tip(of: branch) ?? pull.baseCommit
        var files: [String: String?] = [:]
        for position in pull.commits { files.merge(history.commits[position].files) { $1 } }
        let commit = commit(
            "Merge pull request #\(number) from \(pull.headRef)\n\n\(issue.title)", by: actor,
            on: [tip, pull.headCommit], at: moment, files: files)
        history.point(branch, at: commit)
        updateIssue(number) { $0.pullRequest?.mergeCommit = commit }
        add(.merged(commit: commit), to: number, by: actor, at: moment)
        add(.closed(nil), to: number, by: actor, at: moment)
    }

    /// Adds a commit and returns its position.
    @discardableResult
    public mutating func commit(
        _ message: String, by login: String?, on parents: [Int], at time: Date, files: [String: String?]
    ) -> Int {
        let person = login.flatMap { user($0) }
        return history.commit(
            SampleCommit(
                parents: parents, message: message, authorName: person?.name ?? login ?? "Somebody",
                authorEmail: person?.email ?? "\(login ?? "somebody")@users.noreply.github.com", date: time,
                files: files))
    }

    mutating func touch(_ number: Int, at time: Date) {
        updateIssue(number) { $0.updatedAt = max($0.updatedAt, time) }
    }

    mutating func startHistory(at time: Date, branch: String) -> Int {
        let files: [String: String?] = ["README.md": "# \(repository.name)\n"]
        let first = commit("First light", by: repository.owner, on: [], at: time, files: files)
        history.point("refs/heads/\(branch)", at: first)
        return first
    }

    /// Numbers ascend, so the place is found by halving.
    func position(ofIssue number: Int) -> Int? {
        var low = 0
        var high = issues.count
        while low < high {
            let middle = (low + high) / 2
            if issues[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < issues.count && issues[low].number == number ? low : nil
    }

    private func remove<Element>(from list: inout SampleList<Element>, where matches: (Element) -> Bool) {
        for position in list.indices.reversed() where matches(list[position]) { list.remove(at: position) }
    }
}

extension SampleIssue {
    /// Notes an event and lets it have its effect.
    mutating func apply(_ event: SampleEvent) {
        events.append(event)
        updatedAt = max(updatedAt, event.createdAt)
        switch event.kind {
        case .closed(let reason): close(reason, event)
        case .reopened: reopen()
        case .merged:
            pullRequest?.mergedAt = event.createdAt
            pullRequest?.mergedBy = event.actor
        case .labeled(let name): if !labels.contains(name) { labels.append(name) }
        case .unlabeled(let name): labels.removeAll { $0 == name }
        case .assigned(let login): if !assignees.contains(login) { assignees.append(login) }
        case .unassigned(let login): assignees.removeAll { $0 == login }
        case .demilestoned: milestone = nil
        case .renamed(_, let new): title = new
        case .locked(let reason): (isLocked, lockReason) = (true, reason)
        case .unlocked: (isLocked, lockReason) = (false, nil)
        case .reviewRequested(let login): pullRequest?.requestedReviewers.append(login)
        case .convertedToDraft: pullRequest?.isDraft = true
        case .readyForReview: pullRequest?.isDraft = false
        case .story(let story): apply(story, by: event.actor)
        case .milestoned, .reviewDismissed, .headRefDeleted, .crossReferenced: break
        }
    }

    private mutating func close(_ reason: StateReason?, _ event: SampleEvent) {
        state = .closed
        stateReason = pullRequest == nil ? reason ?? .completed : nil
        closedAt = event.createdAt
        closedBy = event.actor
    }

    private mutating func reopen() {
        state = .open
        stateReason = pullRequest == nil ? .reopened : nil
        closedAt = nil
        closedBy = nil
    }
}
