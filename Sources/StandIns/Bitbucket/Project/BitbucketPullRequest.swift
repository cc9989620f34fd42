public import Foundation

/// A pull request. People are named by their slugs, commits by their positions in ``SampleHistory/commits``.
public struct BitbucketPullRequest: Sendable {
    public enum State: String, Sendable {
        case open = "OPEN"
        case merged = "MERGED"
        case declined = "DECLINED"
    }

    /// Where its branch is.
    public enum Source: Sendable, Equatable {
        case sameRepository
        /// A personal fork of this person.
        case fork(owner: String)
        /// Such a fork that is no more: a Server still names it, Cloud says null.
        case deletedFork(owner: String)
    }

    public struct Reviewer: Sendable, Equatable {
        public enum Status: String, Sendable {
            case unapproved = "UNAPPROVED"
            case approved = "APPROVED"
            case needsWork = "NEEDS_WORK"
        }

        public var person: String
        public var status: Status
        /// When the status was given.
        public var at: Date?

        public init(_ person: String, _ status: Status = .unapproved, at: Date? = nil) {
            self.person = person
            self.status = status
            self.at = at
        }
    }

    public var number: Int
    public var title: String
    /// With the marks of ``BitbucketText``.
    public var description: String
    public var state = State.open
    public var isDraft = false
    public var author: String
    public var createdAt: Date
    public var updatedAt: Date
    public var closedAt: Date?
    public var closedBy: String?
    /// Why it was declined (Cloud).
    public var reason = ""
    public var source = Source.sameRepository
    public var sourceBranch: String
    public var targetBranch: String
    /// The commits that are its change, the last one its head.
    public var commits: [Int]
    /// What the target branch was at.
    public var base: Int
    /// A head that git has no more, in place of the last commit.
    public var lostHead: String?
    public var mergeCommit: Int?
    public var reviewers: [Reviewer] = []
    public var participants: [String] = []
    public var closesSourceBranch = false

    public init(
        number: Int, title: String, description: String, author: String, createdAt: Date, sourceBranch: String,
        targetBranch: String, commits: [Int], base: Int
    ) {
        self.number = number
        self.title = title
        self.description = description
        self.author = author
        self.createdAt = createdAt
        updatedAt = createdAt
        self.sourceBranch = sourceBranch
        self.targetBranch = targetBranch
        self.commits = commits
        self.base = base
    }

    var owner: String? {
        switch source {
        case .sameRepository: nil
        case .fork(let owner), .deletedFork(let owner): owner
        }
    }

    var isOfDeletedFork: Bool {
        if case .deletedFork = source { return true }
        return false
    }
}

/// Something that happened to a pull request.
public struct BitbucketEvent: Sendable {
    public enum Kind: Sendable, Equatable {
        case opened
        case approved
        case unapproved
        /// "Needs work" on a Server, "changes requested" on Cloud.
        case reviewed
        case declined
        case reopened
        case merged
        /// Commits by position.
        case rescoped(from: Int, previousFrom: Int, to: Int, previousTo: Int)
        case updated(added: [String], removed: [String])
        /// Its title was another one before (told by Cloud only).
        case retitled(from: String)
        /// Something a plugin of the server tells about (told by a Server only).
        case plugin(action: String)

        /// Whether the pull request itself was changed by it, so that its version is another one.
        var isChange: Bool {
            switch self {
            case .declined, .reopened, .merged, .rescoped, .updated, .retitled: true
            case .opened, .approved, .unapproved, .reviewed, .plugin: false
            }
        }
    }

    public var id: Int
    public var pullRequest: Int
    public var person: String
    public var at: Date
    public var kind: Kind
}
