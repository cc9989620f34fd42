public import Foundation

/// Something that happened to an issue or a pull request, other than a comment or a review.
public struct SampleEvent: Sendable, Equatable, Codable {
    public enum Kind: Sendable, Equatable, Codable {
        /// Closed, for an issue with the reason.
        case closed(SampleIssue.StateReason?)
        case reopened
        /// Brought into the base branch by this commit, a position in ``SampleHistory/commits``.
        case merged(commit: Int)
        case labeled(String)
        case unlabeled(String)
        /// Logins of the assignee.
        case assigned(String)
        case unassigned(String)
        /// Titles of milestones.
        case milestoned(String)
        case demilestoned(String)
        case renamed(from: String, to: String)
        case locked(reason: String?)
        case unlocked
        /// Login of the reviewer.
        case reviewRequested(String)
        /// The review's number and what was said about it.
        case reviewDismissed(review: Int, message: String?)
        case convertedToDraft
        case readyForReview
        case headRefDeleted
        /// Mentioned in the issue or pull request with this number.
        case crossReferenced(from: Int)
        /// One of the rarer things.
        case story(SampleStoryEvent)
    }

    public var id: Int
    public var kind: Kind
    /// Login; nil for a deleted account.
    public var actor: String?
    public var createdAt: Date

    public init(id: Int, kind: Kind, actor: String?, createdAt: Date) {
        self.id = id
        self.kind = kind
        self.actor = actor
        self.createdAt = createdAt
    }
}
