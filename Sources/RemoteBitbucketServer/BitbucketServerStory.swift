import Model

/// What the activities of one pull request come to, in the order in which they happened.
struct BitbucketServerStory: Sendable {
    private let number: Int64
    private let place: BitbucketServerPlace
    private var events = MappedPage()
    /// Threads by the comment that opened them: servers may repeat a thread for each reply.
    private var threads: [Int64: BitbucketServerThread] = [:]
    private var verdicts: [String: ReviewDraft.Verdict] = [:]
    /// Reviewers who had said something when they were taken off. The list of pull requests names them no more, so that
    /// nothing else says that their word counts no more.
    private var dismissed: [String: PersonDraft] = [:]
    private var details: ItemDetailsDraft
    private var hasDetails = false

    init(number: Int64, place: BitbucketServerPlace) {
        self.number = number
        self.place = place
        details = ItemDetailsDraft(
            item: .mergeRequest, number: number, sourceURL: place.page(ofPullRequest: number))
    }

    private var url: String { place.page(ofPullRequest: number) + "/overview" }

    mutating func add(_ activity: BitbucketServerActivity) {
        guard let kind = BitbucketServerActivityKind.byAction[activity.action] else {
            let action = String(activity.action.inOneLine.prefix(60))
            return list(
                activity, "Landfall does not know what \u{201C}\(action)\u{201D} means",
                cure: "Look at it at the source; if it matters, report it as a gap of Landfall")
        }
        switch kind.fate {
        case .comment: addComment(activity)
        case .verdict(let verdict): add(verdict, activity)
        case .events(let make):
            addEvents(make(activity, .init(verdict: verdict(of: activity.user))), activity)
            noteState(activity)
        case .dropped: break
        }
    }

    /// Threads in the order of their first comments, then what happened.
    var page: MappedPage {
        var page = MappedPage()
        // Where a server repeats a thread by its reply alone, the thread has the reply too.
        let replies = threads.values.reduce(into: Set<Int64>()) { $0.formUnion($1.replyIDs) }
        let inOrder = threads.values.filter { !replies.contains($0.root.id) }.sorted {
            ($0.root.createdDate, $0.root.id) < ($1.root.createdDate, $1.root.id)
        }
        for thread in inOrder { page.append(thread.mapped()) }
        page.append(events)
        if hasDetails { page.drafts.append(.itemDetails(details)) }
        page.drafts += dismissed.sorted { $0.key < $1.key }.map { one in
            .reviewerState(
                ReviewerStateDraft(
                    mergeRequestNumber: number, person: one.value, state: .unapproved, reviewedAt: nil, sourceURL: url))
        }
        return page
    }

    private func verdict(of user: BitbucketServerUser?) -> ReviewDraft.Verdict? {
        user?.person.flatMap { verdicts[$0.identifier] }
    }

    private mutating func addComment(_ activity: BitbucketServerActivity) {
        guard let comment = activity.comment else {
            return list(activity, "it is a comment, and the source does not show it", cure: nil)
        }
        if activity.commentAction == "DELETED" {
            return add(.commentDeleted(author: comment.author?.person), activity.key, activity)
        }
        guard !comment.isHidden else { return }
        threads[comment.id] = BitbucketServerThread(
            root: comment, anchor: activity.commentAnchor ?? comment.anchor, diff: activity.diff, number: number,
            place: place)
    }

    private mutating func add(_ verdict: ReviewDraft.Verdict, _ activity: BitbucketServerActivity) {
        if let person = activity.user?.person {
            verdicts[person.identifier] = verdict
            dismissed[person.identifier] = nil
        }
        let moment = activity.createdDate.timestamp
        events.drafts.append(
            .review(
                ReviewDraft(
                    sourceKey: activity.key, mergeRequestNumber: number, verdict: verdict, body: "",
                    author: activity.user?.person, submittedAt: moment, updatedAt: moment, sourceURL: url)))
    }

    private mutating func addEvents(_ made: [TimelineEvent]?, _ activity: BitbucketServerActivity) {
        guard let made else {
            return list(activity, "something was changed that the source does not name", cure: nil)
        }
        for (index, event) in made.enumerated() { add(event, activity.key(index), activity) }
    }

    private mutating func add(_ event: TimelineEvent, _ key: SourceKey, _ activity: BitbucketServerActivity) {
        events.drafts.append(
            .timelineEvent(
                TimelineEventDraft(
                    sourceKey: key, item: .mergeRequest, number: number, actor: activity.user?.person,
                    createdAt: activity.createdDate.timestamp, sourceURL: url, event: event)))
    }

    /// Who merged it, or closed it last. The person: the commit may say a program.
    private mutating func noteState(_ activity: BitbucketServerActivity) {
        switch activity.action {
        case "UNAPPROVED": if let person = activity.user?.person { verdicts[person.identifier] = nil }
        case "MERGED":
            details.mergedBy = activity.user?.person
            details.mergeCommit = activity.commit?.id.flatMap { ObjectHash($0) }
            details.closedBy = nil
            hasDetails = true
        case "DECLINED":
            details.closedBy = activity.user?.person
            hasDetails = true
        case "REOPENED": details.closedBy = nil
        case "UPDATED":
            for person in (activity.removedReviewers ?? []).people where verdicts[person.identifier] != nil {
                dismissed[person.identifier] = person
                verdicts[person.identifier] = nil
            }
            for person in (activity.addedReviewers ?? []).people { dismissed[person.identifier] = nil }
        default: break
        }
    }

    private mutating func list(_ activity: BitbucketServerActivity, _ reason: String, cure: String?) {
        events.exceptions.append(
            ImportException(
                kind: .event, sourceKey: activity.key, sourceURL: url, outcome: .degraded, reason: reason, cure: cure))
    }
}
