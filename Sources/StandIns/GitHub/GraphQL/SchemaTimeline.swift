import Foundation

/// An event with the issue or pull request it is of.
struct EventSubject: Sendable {
    let event: SampleEvent
    let issue: SampleIssue
}

extension GraphQLSchema {
    /// `timelineItems` of an issue or a pull request: comments, reviews and events, by time. The commits of a pull
    /// request are not in it.
    static func addTimeline(to type: inout GraphQLTypeBuilder<Item<SampleIssue>>, _ union: String) {
        type.connection("timelineItems", of: union, arguments: ["itemTypes", "since", "skip"]) { item, arguments, _ in
            let all = item.timeline
            let wanted = arguments.strings("itemTypes").map { Set($0) }
            let since = arguments.string("since").flatMap { Date.timestamp($0) }
            let kept = all.filter { entry in
                (wanted?.contains(entry.itemType) ?? true) && (since.map { entry.time >= $0 } ?? true)
            }.dropFirst(arguments.int("skip") ?? 0)
            let results = kept.map(\.result)
            return GraphQLItems(count: results.count, total: all.count) { results[$0] }
        }
    }

    /// The types of events. Those the samples have no example of are there too, so that a query may name them.
    mutating func addEvents() {
        for (name, build) in Self.kinds {
            type(name, of: Item<EventSubject>.self) { type in
                type.scalar("id") { $0.node(.event, $0.value.event.id) }
                type.object("actor", "Actor") { $0.actor($0.value.event.actor) }
                type.scalar("createdAt") { JSONValue($0.value.event.createdAt) }
                type.scalar("url") { item in
                    let place = item.value.issue.pullRequest == nil ? "issues" : "pull"
                    return "\(item.page)/\(place)/\(item.value.issue.number)#event-\(item.value.event.id)"
                }
                build(&type)
            }
        }
        addEventsWithoutExample()
        addStoryEvents()
        addDetails()
    }

    private typealias Builder = GraphQLTypeBuilder<Item<EventSubject>>

    private static var kinds: [(String, (inout Builder) -> Void)] {
        [
            ("ClosedEvent", addClosed), ("ReopenedEvent", { $0.absent(["closable": "Closable"]) }),
            ("MergedEvent", addMerged), ("LabeledEvent", addLabel), ("UnlabeledEvent", addLabel),
            ("AssignedEvent", addAssignee), ("UnassignedEvent", addAssignee), ("MilestonedEvent", addMilestone),
            ("DemilestonedEvent", addMilestone), ("RenamedTitleEvent", addTitles), ("LockedEvent", addLock),
            ("UnlockedEvent", { _ in }), ("ReviewRequestedEvent", addReviewer),
            ("ReviewRequestRemovedEvent", addReviewer), ("ReviewDismissedEvent", addDismissal),
            ("ConvertToDraftEvent", addPullRequest), ("ReadyForReviewEvent", addPullRequest),
            ("HeadRefDeletedEvent", addHeadRef), ("CrossReferencedEvent", addSource),
        ]
    }

    private static func addClosed(_ type: inout Builder) {
        type.scalar("stateReason") { item in
            if case .closed(let reason) = item.value.event.kind, item.value.issue.pullRequest == nil {
                return .string((reason ?? .completed).rawValue.uppercased())
            }
            return nil
        }
        type.absent(["closer": "Closer", "duplicateOf": "IssueOrPullRequest"])
    }

    private static func addMerged(_ type: inout Builder) {
        type.object("commit", "Commit") { item in
            if case .merged(let commit) = item.value.event.kind { item.commit(commit) } else { .null }
        }
        type.scalar("mergeRefName") { JSONValue($0.value.issue.pullRequest?.baseRef) }
        addPullRequest(&type)
    }

    private static func addLabel(_ type: inout Builder) {
        type.object("label", "Label") { item in
            switch item.value.event.kind {
            case .labeled(let name), .unlabeled(let name):
                let label = item.project.labels.first { $0.name == name }
                return .object("Label", item.with(label ?? SampleLabel(id: 0, name: name, color: "ededed")))
            default: return .null
            }
        }
    }

    private static func addAssignee(_ type: inout Builder) {
        for (name, kind) in [("assignee", "Assignee"), ("user", "User")] {
            type.object(name, kind) { item in
                switch item.value.event.kind {
                case .assigned(let login), .unassigned(let login): item.actor(login)
                default: .null
                }
            }
        }
    }

    private static func addMilestone(_ type: inout Builder) {
        type.scalar("milestoneTitle") { item in
            switch item.value.event.kind {
            case .milestoned(let title), .demilestoned(let title): .string(title)
            default: nil
            }
        }
    }

    private static func addTitles(_ type: inout Builder) {
        type.scalar("previousTitle") { item in
            if case .renamed(let old, _) = item.value.event.kind { .string(old) } else { nil }
        }
        type.scalar("currentTitle") { item in
            if case .renamed(_, let new) = item.value.event.kind { .string(new) } else { nil }
        }
    }

    private static func addLock(_ type: inout Builder) {
        type.scalar("lockReason") { item in
            guard case .locked(let reason?) = item.value.event.kind else { return nil }
            return .string(reason.uppercased().replacing(" ", with: "_").replacing("-", with: "_"))
        }
    }

    private static func addReviewer(_ type: inout Builder) {
        type.object("requestedReviewer", "RequestedReviewer") { item in
            if case .reviewRequested(let login) = item.value.event.kind { item.actor(login) } else { .null }
        }
        addPullRequest(&type)
    }

    private static func addDismissal(_ type: inout Builder) {
        type.object("review", "PullRequestReview") { item in
            guard case .reviewDismissed(let id, _) = item.value.event.kind,
                let position = HostedProject.position(of: id, in: item.hosted.reviews, id: \.id)
            else { return .null }
            return .object("PullRequestReview", item.with(item.hosted.reviews[position]))
        }
        type.scalar("dismissalMessage") { item in
            if case .reviewDismissed(_, let message) = item.value.event.kind { JSONValue(message) } else { nil }
        }
        type.constants(["previousReviewState": "CHANGES_REQUESTED"])
        addPullRequest(&type)
    }

    private static func addHeadRef(_ type: inout Builder) {
        type.scalar("headRefName") { JSONValue($0.value.issue.pullRequest?.headRef) }
        addPullRequest(&type)
    }

    private static func addPullRequest(_ type: inout Builder) {
        type.object("pullRequest", "PullRequest") { .object("PullRequest", $0.with($0.value.issue)) }
    }

    private static func addSource(_ type: inout Builder) {
        type.object("source", "ReferencedSubject") { item in
            guard case .crossReferenced(let number) = item.value.event.kind, let source = item.project.issue(number)
            else {
                return .null
            }
            return item.issueOrPull(source)
        }
        type.object("target", "ReferencedSubject") { $0.issueOrPull($0.value.issue) }
        type.scalar("referencedAt") { JSONValue($0.value.event.createdAt) }
        type.constants(["isCrossRepository": false, "willCloseTarget": false])
    }
}

/// An entry of a timeline.
struct TimelineEntry: Sendable {
    let time: Date
    /// GraphQL's name for filtering, such as `CLOSED_EVENT`.
    let itemType: String
    let result: GraphQLResult
}

extension Item<SampleIssue> {
    /// Everything on the timeline, by time.
    var timeline: [TimelineEntry] {
        var entries = value.events.map { event in
            TimelineEntry(
                time: event.createdAt, itemType: event.kind.itemType,
                result: .object(event.kind.typeName, with(EventSubject(event: event, issue: value))))
        }
        for position in hosted.comments(on: value.number) {
            let comment = project.comments[position]
            entries.append(
                TimelineEntry(
                    time: comment.createdAt, itemType: "ISSUE_COMMENT", result: .object("IssueComment", with(comment))))
        }
        for position in hosted.reviews(of: value.number) {
            let review = hosted.reviews[position]
            entries.append(
                TimelineEntry(
                    time: review.submittedAt ?? value.createdAt, itemType: "PULL_REQUEST_REVIEW",
                    result: .object("PullRequestReview", with(review))))
        }
        return entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element)
    }
}

extension SampleEvent.Kind {
    /// GraphQL's type.
    var typeName: String {
        switch self {
        case .closed: "ClosedEvent"
        case .reopened: "ReopenedEvent"
        case .merged: "MergedEvent"
        case .labeled: "LabeledEvent"
        case .unlabeled: "UnlabeledEvent"
        case .assigned: "AssignedEvent"
        case .unassigned: "UnassignedEvent"
        case .milestoned: "MilestonedEvent"
        case .demilestoned: "DemilestonedEvent"
        case .renamed: "RenamedTitleEvent"
        case .locked: "LockedEvent"
        case .unlocked: "UnlockedEvent"
        case .reviewRequested: "ReviewRequestedEvent"
        case .reviewDismissed: "ReviewDismissedEvent"
        case .convertedToDraft: "ConvertToDraftEvent"
        case .readyForReview: "ReadyForReviewEvent"
        case .headRefDeleted: "HeadRefDeletedEvent"
        case .crossReferenced: "CrossReferencedEvent"
        case .story(let story): story.typeName
        }
    }

    /// The type's name as it stands in `itemTypes`: `ClosedEvent` is `CLOSED_EVENT`.
    var itemType: String {
        typeName.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text.append("_") }
            text += character.uppercased()
        }
    }
}
