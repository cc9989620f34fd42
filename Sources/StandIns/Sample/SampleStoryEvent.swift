/// The rarer things that happen to an issue or a pull request. Issues and pull requests are named by their numbers,
/// people by their logins, commits by their positions in ``SampleHistory/commits``.
public enum SampleStoryEvent: Sendable, Equatable, Codable {
    case pinned
    case unpinned
    /// Slug of a team of the owner.
    case teamRequested(String)
    case teamRequestRemoved(String)
    case reviewRequestRemoved(String)
    /// `from` is nil where GitHub no longer has the commit.
    case headForcePushed(from: Int?, to: Int)
    case headRefRestored
    case baseRefChanged(from: String, to: String)
    case referenced(commit: Int)
    /// The pull request says that it will close this issue.
    case willBeClosed(by: Int)
    case mentionedElsewhere(repository: String, number: Int, isPull: Bool, closes: Bool)
    case connected(Int)
    case disconnected(Int)
    case markedAsDuplicate(of: Int)
    case unmarkedAsDuplicate(of: Int)
    case parentAdded(Int)
    case subIssueAdded(Int)
    /// `owner/name` of the repository it was in before.
    case transferred(from: String)
    case convertedFromNote
    case addedToProject
    case autoSquashEnabled
    case autoMergeDisabled(reason: String)
    case addedToMergeQueue
    case removedFromMergeQueue(reason: String)
    case commentDeleted(author: String?)
    case userBlocked(String)
    case deployed(environment: String)
    case deploymentChanged(environment: String, state: String)
    case mentioned
    case subscribed

    /// Whether it is one of those nobody needs to bring over.
    public var isNoise: Bool { self == .mentioned || self == .subscribed }

    /// GraphQL's type.
    var typeName: String {
        switch self {
        case .pinned: "PinnedEvent"
        case .unpinned: "UnpinnedEvent"
        case .teamRequested: "ReviewRequestedEvent"
        case .teamRequestRemoved, .reviewRequestRemoved: "ReviewRequestRemovedEvent"
        case .headForcePushed: "HeadRefForcePushedEvent"
        case .headRefRestored: "HeadRefRestoredEvent"
        case .baseRefChanged: "BaseRefChangedEvent"
        case .referenced: "ReferencedEvent"
        case .willBeClosed, .mentionedElsewhere: "CrossReferencedEvent"
        case .connected: "ConnectedEvent"
        case .disconnected: "DisconnectedEvent"
        case .markedAsDuplicate: "MarkedAsDuplicateEvent"
        case .unmarkedAsDuplicate: "UnmarkedAsDuplicateEvent"
        case .parentAdded: "ParentIssueAddedEvent"
        case .subIssueAdded: "SubIssueAddedEvent"
        case .transferred: "TransferredEvent"
        case .convertedFromNote: "ConvertedNoteToIssueEvent"
        case .addedToProject: "AddedToProjectEvent"
        case .autoSquashEnabled: "AutoSquashEnabledEvent"
        case .autoMergeDisabled: "AutoMergeDisabledEvent"
        case .addedToMergeQueue: "AddedToMergeQueueEvent"
        case .removedFromMergeQueue: "RemovedFromMergeQueueEvent"
        case .commentDeleted: "CommentDeletedEvent"
        case .userBlocked: "UserBlockedEvent"
        case .deployed: "DeployedEvent"
        case .deploymentChanged: "DeploymentEnvironmentChangedEvent"
        case .mentioned: "MentionedEvent"
        case .subscribed: "SubscribedEvent"
        }
    }
}

extension SampleIssue {
    /// Lets a rarer event have its effect.
    mutating func apply(_ event: SampleStoryEvent, by actor: String?) {
        switch event {
        case .pinned: isPinned = true
        case .unpinned: isPinned = false
        case .parentAdded(let number): parent = number
        case .teamRequested(let team): pullRequest?.requestedTeams.append(team)
        case .teamRequestRemoved(let team): pullRequest?.requestedTeams.removeAll { $0 == team }
        case .reviewRequestRemoved(let login): pullRequest?.requestedReviewers.removeAll { $0 == login }
        case .baseRefChanged(_, let branch): pullRequest?.baseRef = branch
        case .autoSquashEnabled: pullRequest?.autoMergeBy = actor
        case .autoMergeDisabled: pullRequest?.autoMergeBy = nil
        default: break
        }
    }
}
