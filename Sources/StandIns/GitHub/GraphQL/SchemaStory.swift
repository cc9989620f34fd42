// The rarer events, of which the samples have examples. Their types are known before; this fills them in.
extension GraphQLSchema {
    private typealias Builder = GraphQLTypeBuilder<Item<EventSubject>>

    mutating func addStoryEvents() {
        for (name, build) in Self.stories {
            type(name, of: Item<EventSubject>.self) { type in
                type.scalar("id") { $0.node(.event, $0.value.event.id) }
                type.object("actor", "Actor") { $0.actor($0.value.event.actor) }
                type.scalar("createdAt") { JSONValue($0.value.event.createdAt) }
                build(&type)
            }
        }
        addStoryObjects()
    }

    private static var stories: [(String, (inout Builder) -> Void)] {
        let plain = [
            "PinnedEvent", "UnpinnedEvent", "HeadRefRestoredEvent", "ConvertedNoteToIssueEvent", "AddedToProjectEvent",
            "AutoSquashEnabledEvent", "AddedToMergeQueueEvent", "MentionedEvent", "SubscribedEvent",
        ]
        return plain.map { ($0, { _ in }) } + [
            ("ReviewRequestedEvent", addReviewers), ("ReviewRequestRemovedEvent", addReviewers),
            ("HeadRefForcePushedEvent", addPush), ("BaseRefChangedEvent", addBases), ("ReferencedEvent", addCommit),
            ("CrossReferencedEvent", addSources), ("ConnectedEvent", addConnection),
            ("DisconnectedEvent", addConnection), ("MarkedAsDuplicateEvent", addDuplicate),
            ("UnmarkedAsDuplicateEvent", addDuplicate), ("ParentIssueAddedEvent", addFamily),
            ("SubIssueAddedEvent", addFamily), ("ParentIssueRemovedEvent", addFamily),
            ("SubIssueRemovedEvent", addFamily), ("BaseRefDeletedEvent", { $0.constants(["baseRefName": nil]) }),
            ("TransferredEvent", addOrigin), ("AutoMergeDisabledEvent", addReason),
            ("RemovedFromMergeQueueEvent", addReason), ("CommentDeletedEvent", addPeople),
            ("UserBlockedEvent", addPeople), ("DeployedEvent", addDeployment),
            ("DeploymentEnvironmentChangedEvent", addDeployment), ("ClosedEvent", addCloser),
        ]
    }

    private static func addReviewers(_ type: inout Builder) {
        type.object("requestedReviewer", "RequestedReviewer") { item in
            if case .reviewRequested(let login) = item.value.event.kind { return item.actor(login) }
            switch item.value.event.story {
            case .reviewRequestRemoved(let login): return item.actor(login)
            case .teamRequested(let slug), .teamRequestRemoved(let slug):
                return .object("Team", item.with(TeamSubject(slug: slug)))
            default: return .null
            }
        }
    }

    private static func addPush(_ type: inout Builder) {
        type.object("beforeCommit", "Commit") { item in
            if case .headForcePushed(let before, _)? = item.value.event.story { item.commit(before) } else { .null }
        }
        type.object("afterCommit", "Commit") { item in
            if case .headForcePushed(_, let after)? = item.value.event.story { item.commit(after) } else { .null }
        }
    }

    private static func addBases(_ type: inout Builder) {
        type.scalar("previousRefName") { item in
            if case .baseRefChanged(let old, _)? = item.value.event.story { .string(old) } else { nil }
        }
        type.scalar("currentRefName") { item in
            if case .baseRefChanged(_, let new)? = item.value.event.story { .string(new) } else { nil }
        }
    }

    private static func addCommit(_ type: inout Builder) {
        type.object("commit", "Commit") { item in
            if case .referenced(let commit)? = item.value.event.story { item.commit(commit) } else { .null }
        }
        type.object("commitRepository", "Repository") { .object("Repository", $0.with($0.project.repository)) }
    }

    private static func addSources(_ type: inout Builder) {
        type.object("source", "ReferencedSubject") { item in
            if case .crossReferenced(let number) = item.value.event.kind { return item.subject(number) }
            switch item.value.event.story {
            case .willBeClosed(let number): return item.subject(number)
            case .mentionedElsewhere(let repository, let number, let isPull, _):
                return item.subject(number, of: repository, isPull: isPull)
            default: return .null
            }
        }
        type.scalar("willCloseTarget") { item in
            switch item.value.event.story {
            case .willBeClosed, .mentionedElsewhere(_, _, _, closes: true): true
            default: false
            }
        }
        type.scalar("isCrossRepository") { item in
            if case .mentionedElsewhere? = item.value.event.story { true } else { false }
        }
    }

    private static func addConnection(_ type: inout Builder) {
        type.object("source", "ReferencedSubject") { $0.issueOrPull($0.value.issue) }
        type.object("subject", "ReferencedSubject") { item in
            switch item.value.event.story {
            case .connected(let number), .disconnected(let number): item.subject(number)
            default: .null
            }
        }
    }

    private static func addDuplicate(_ type: inout Builder) {
        type.object("canonical", "IssueOrPullRequest") { item in
            switch item.value.event.story {
            case .markedAsDuplicate(let number), .unmarkedAsDuplicate(let number): item.subject(number)
            default: .null
            }
        }
        type.object("duplicate", "IssueOrPullRequest") { $0.issueOrPull($0.value.issue) }
    }

    private static func addFamily(_ type: inout Builder) {
        for name in ["parent", "subIssue"] {
            type.object(name, "Issue") { item in
                switch item.value.event.story {
                case .parentAdded(let number), .subIssueAdded(let number): item.subject(number)
                default: .null
                }
            }
        }
    }

    private static func addOrigin(_ type: inout Builder) {
        type.object("fromRepository", "Repository") { item in
            guard case .transferred(let name)? = item.value.event.story else { return .null }
            return item.otherRepository(name)
        }
    }

    private static func addReason(_ type: inout Builder) {
        type.scalar("reason") { item in
            switch item.value.event.story {
            case .autoMergeDisabled(let reason), .removedFromMergeQueue(let reason): .string(reason)
            default: nil
            }
        }
    }

    private static func addPeople(_ type: inout Builder) {
        type.object("deletedCommentAuthor", "Actor") { item in
            if case .commentDeleted(let author)? = item.value.event.story { item.actor(author) } else { .null }
        }
        type.object("subject", "User") { item in
            if case .userBlocked(let login)? = item.value.event.story { item.actor(login) } else { .null }
        }
        type.constants(["blockDuration": "ONE_WEEK"])
    }

    private static func addDeployment(_ type: inout Builder) {
        for (name, kind) in [("deployment", "Deployment"), ("deploymentStatus", "DeploymentStatus")] {
            type.object(name, kind) { .object(kind, $0) }
        }
        type.object("ref", "Ref") { _ in .null }
    }

    /// The pull request that was merged in the moment the issue was closed, if it had said so.
    private static func addCloser(_ type: inout Builder) {
        type.object("closer", "Closer") { item in
            for event in item.value.issue.events {
                guard case .willBeClosed(let number)? = event.story, let pull = item.project.issue(number),
                    pull.pullRequest?.mergedAt == item.value.event.createdAt
                else { continue }
                return item.issueOrPull(pull)
            }
            return .null
        }
    }

    private mutating func addStoryObjects() {
        for name in ["Deployment", "DeploymentStatus"] {
            type(name, of: Item<EventSubject>.self) { type in
                type.scalar("environment") { item in
                    switch item.value.event.story {
                    case .deployed(let environment), .deploymentChanged(let environment, _): .string(environment)
                    default: nil
                    }
                }
                type.scalar("state") { item in
                    if case .deploymentChanged(_, let state)? = item.value.event.story { .string(state) } else { nil }
                }
            }
        }
        type("Team", of: Item<TeamSubject>.self) { type in
            type.scalar("slug") { .string($0.value.slug) }
            type.scalar("name") { .string($0.value.slug) }
            type.scalar("combinedSlug") { "\($0.project.repository.owner)/\($0.value.slug)" }
        }
        type("ProjectV2", of: QuerySubject.self) { $0.constants(["id": nil, "title": nil]) }
    }
}

/// A team of the repository's owner.
struct TeamSubject: Sendable {
    let slug: String
}

extension SampleEvent {
    /// The rarer event it is, if it is one.
    var story: SampleStoryEvent? {
        if case .story(let story) = kind { story } else { nil }
    }
}

extension Item {
    /// An issue or pull request of the project.
    func subject(_ number: Int) -> GraphQLResult {
        project.issue(number).map { issueOrPull($0) } ?? .null
    }

    /// One of a repository that the stand-in does not have; nothing but its name is known.
    func subject(_ number: Int, of repository: String, isPull: Bool) -> GraphQLResult {
        var issue = SampleIssue(
            number: number, title: "", body: nil, author: nil, createdAt: project.repository.createdAt)
        issue.elsewhere = repository
        return .object(isPull ? "PullRequest" : "Issue", with(issue))
    }

    /// A repository that the stand-in does not have.
    func otherRepository(_ fullName: String) -> GraphQLResult {
        let parts = fullName.split(separator: "/").map { String($0) }
        guard parts.count == 2 else { return .null }
        return .object(
            "Repository",
            with(SampleRepository(id: 1, owner: parts[0], name: parts[1], createdAt: project.repository.createdAt)))
    }
}
