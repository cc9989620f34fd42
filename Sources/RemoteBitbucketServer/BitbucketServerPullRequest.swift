import Model
import RemoteREST

/// A row of `GET …/pull-requests?state=ALL`.
struct BitbucketServerPullRequest: Decodable, Sendable {
    static let kind = ObjectKind.pullRequest

    var id: Int64
    var version: Int64?
    var title: String
    var description: String?
    var state: String
    /// Since 8.18.
    var isDraft: Bool?
    var isLocked: Bool?
    var createdDate: BitbucketServerTime
    var updatedDate: BitbucketServerTime
    var closedDate: BitbucketServerTime?
    var fromRef: Ref
    var toRef: Ref
    var author: BitbucketServerParticipant?
    var reviewers: [Lenient<BitbucketServerParticipant>?]?
    var participants: [Lenient<BitbucketServerParticipant>?]?
    var properties: Properties?

    enum CodingKeys: String, CodingKey {
        case id
        case version
        case title
        case description
        case state
        case isDraft = "draft"
        case isLocked = "locked"
        case createdDate
        case updatedDate
        case closedDate
        case fromRef
        case toRef
        case author
        case reviewers
        case participants
        case properties
    }

    struct Ref: Decodable, Sendable {
        var id: String
        var latestCommit: String?
        /// Absent where the fork is gone.
        var repository: Repository?

        enum CodingKeys: String, CodingKey {
            case id
            case latestCommit
            case repository
        }

        /// A branch by its name; anything else by its whole ref.
        var branch: String { BitbucketServerBranch.name(id) ?? id.withoutNUL }
    }

    struct Repository: Decodable, Sendable {
        var id: Int64
        var slug: String?
        var project: BitbucketServerRepository.Project?

        enum CodingKeys: String, CodingKey {
            case id
            case slug
            case project
        }

        var fullName: String? { slug.flatMap { slug in project.map { "\($0.key)/\(slug)".withoutNUL } } }

        /// The project's key; of a personal one the person's, without the tilde, which no branch may have in its name.
        var owner: String? { project.map { String($0.key.withoutNUL.drop { $0 == "~" }) } }
    }

    /// What the server counts along; absent where it was asked not to.
    struct Properties: Decodable, Sendable {
        var commentCount: Int64?
        var openTaskCount: Int64?
        var resolvedTaskCount: Int64?
        var mergeCommit: Commit?

        enum CodingKeys: String, CodingKey {
            case commentCount
            case openTaskCount
            case resolvedTaskCount
            case mergeCommit
        }
    }

    struct Commit: Decodable, Sendable {
        var id: String?

        enum CodingKeys: String, CodingKey {
            case id
        }
    }
}

/// Somebody's part in a pull request: `AUTHOR`, `REVIEWER` or `PARTICIPANT`, and their verdict.
struct BitbucketServerParticipant: Decodable, Sendable {
    var user: BitbucketServerUser?
    /// `UNAPPROVED`, `NEEDS_WORK` or `APPROVED`.
    var status: String?
    var lastReviewedCommit: String?

    enum CodingKeys: String, CodingKey {
        case user
        case status
        case lastReviewedCommit
    }

    /// Whether they have said anything so far.
    var hasVerdict: Bool { lastReviewedCommit != nil || (status ?? "UNAPPROVED") != "UNAPPROVED" }
}

extension [Lenient<BitbucketServerParticipant>?] {
    /// Those that can be read.
    var readable: [BitbucketServerParticipant] { compactMap { try? $0?.result.get() } }
}
