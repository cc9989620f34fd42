public import Foundation

/// An issue or a pull request: GitHub keeps both in one row of numbers.
public struct SampleIssue: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable {
        case open, closed
    }

    /// Why an issue has its state; GitHub's `state_reason`.
    public enum StateReason: String, Sendable, Codable {
        case completed
        case notPlanned = "not_planned"
        case duplicate
        case reopened
    }

    public var number: Int
    public var title: String
    public var body: String?
    /// The author's login; nil for a deleted account.
    public var author: String?
    public var state: State
    public var stateReason: StateReason?
    /// Names of labels.
    public var labels: [String] = []
    /// Logins.
    public var assignees: [String] = []
    /// Number of the milestone.
    public var milestone: Int?
    public var isLocked = false
    /// GitHub's `active_lock_reason`: `off-topic`, `too heated`, `resolved` or `spam`.
    public var lockReason: String?
    public var createdAt: Date
    public var updatedAt: Date
    public var closedAt: Date?
    /// Login of who closed it; nil when open or when the account is gone.
    public var closedBy: String?
    public var isPinned = false
    /// The kind of issue, where the owner has kinds.
    public var issueType: String?
    /// Number of the issue it is a part of.
    public var parent: Int?
    /// `owner/name` where it is in a repository the stand-in does not have; nil for its own.
    var elsewhere: String?
    public var reactions: [SampleReaction] = []
    /// What happened to it, in order of time.
    public var events: [SampleEvent] = []
    /// What only a pull request has; nil for an issue.
    public var pullRequest: SamplePullRequest?

    public init(number: Int, title: String, body: String?, author: String?, createdAt: Date) {
        self.number = number
        self.title = title
        self.body = body
        self.author = author
        self.state = .open
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    /// GitHub's `id` of the issue, for a pull request of its row in the issues list.
    public var id: Int { 2_300_000_000 + number }
    /// GitHub's `id` of the pull request.
    public var pullRequestID: Int { 1_700_000_000 + number }
}

/// What a pull request has beyond an issue. Commits are positions in ``SampleHistory/commits``.
public struct SamplePullRequest: Sendable, Equatable, Codable {
    /// Where the head branch is.
    public enum Head: Sendable, Equatable, Codable {
        /// In the same repository.
        case sameRepository
        /// In the fork `owner/name`.
        case fork(owner: String, name: String)
        /// In a fork that has been deleted: REST gives `head.repo` null.
        case deletedFork(owner: String)
    }

    public var isDraft = false
    public var head: Head = .sameRepository
    public var headRef: String
    public var baseRef: String
    /// The tip of the base branch when the pull request was opened.
    public var baseCommit: Int
    /// The commits of the head branch, oldest first; never empty.
    public var commits: [Int]
    /// The commit that brought it into the base branch.
    public var mergeCommit: Int?
    public var mergedAt: Date?
    /// Login of who merged it.
    public var mergedBy: String?
    /// Logins of the reviewers that have not answered yet.
    public var requestedReviewers: [String] = []
    /// Slugs of the owner's teams that have not answered yet.
    public var requestedTeams: [String] = []
    /// Login of who told GitHub to merge it by itself.
    public var autoMergeBy: String?
    /// Numbers of the issues it closes.
    public var closesIssues: [Int] = []

    public init(headRef: String, baseRef: String = "main", baseCommit: Int, commits: [Int]) {
        self.headRef = headRef
        self.baseRef = baseRef
        self.baseCommit = baseCommit
        self.commits = commits
    }

    var headCommit: Int { commits.last ?? baseCommit }
}
