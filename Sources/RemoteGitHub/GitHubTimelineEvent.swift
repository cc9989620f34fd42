import Model
import RemoteREST

/// One event of a timeline, whatever its kind: each has some of these.
struct GitHubTimelineEvent: Decodable, Sendable {
    var type: String
    var id: String
    var createdAt: Timestamp
    var actor: GitHubActor?
    var url: String?

    var stateReason: String?
    var closer: GitHubSubject?
    var commit: Commit?
    var commitRepository: Repository?
    var mergeRefName: String?
    var label: Label?
    var milestoneTitle: String?
    var assignee: GitHubActor?
    var requestedReviewer: Requested?
    var review: Review?
    var previousReviewState: String?
    var dismissalMessage: String?
    var blocked: GitHubActor?
    var blockDuration: String?
    var deletedCommentAuthor: GitHubActor?
    var previousTitle: String?
    var currentTitle: String?
    var lockReason: String?
    var discussion: Discussion?
    var fromRepository: Repository?
    var source: GitHubSubject?
    var subject: GitHubSubject?
    var willCloseTarget: Bool?
    var canonical: GitHubSubject?
    var duplicate: GitHubSubject?
    var parent: GitHubSubject?
    var subIssue: GitHubSubject?
    var beforeCommit: Commit?
    var afterCommit: Commit?
    var ref: Ref?
    var headRefName: String?
    var baseRefName: String?
    var previousRefName: String?
    var currentRefName: String?
    var oldBase: String?
    var newBase: String?
    var reason: String?
    var deployment: Deployment?
    var deploymentStatus: Deployment?

    enum CodingKeys: String, CodingKey {
        case type = "__typename"
        case id, createdAt, actor, url, stateReason, closer, commit, commitRepository, mergeRefName, label
        case milestoneTitle, assignee, requestedReviewer, review, previousReviewState, dismissalMessage, blocked
        case blockDuration, deletedCommentAuthor, previousTitle, currentTitle, lockReason, discussion, fromRepository
        case source, subject, willCloseTarget, canonical, duplicate, parent, subIssue, beforeCommit, afterCommit, ref
        case headRefName, baseRefName, previousRefName, currentRefName, oldBase, newBase, reason, deployment
        case deploymentStatus
    }

    /// Everybody the event names, to keep the names they show.
    var people: [GitHubActor?] {
        var people = [actor, assignee, blocked, deletedCommentAuthor, review?.author]
        if case .person(let actor)? = requestedReviewer { people.append(actor) }
        return people
    }

    /// - Throws: a fault where GitHub leaves out what it documents as always there.
    func required<Value>(_ value: Value?, _ field: String) throws(MappingFault) -> Value {
        guard let value else { throw MappingFault(identifier: id, url: url, detail: "\(field) is missing") }
        return value
    }
}

// MARK: - What events point at

extension GitHubTimelineEvent {
    struct Repository: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name = "nameWithOwner"
        }
    }

    struct Commit: Decodable, Sendable {
        var oid: String

        enum CodingKeys: String, CodingKey {
            case oid
        }

        var hash: ObjectHash? { ObjectHash(oid) }
    }

    struct Ref: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    struct Label: Decodable, Sendable {
        var name: String
        var color: String?

        enum CodingKeys: String, CodingKey {
            case name
            case color
        }

        var rgb: String? { color.map { $0.hasPrefix("#") ? $0 : "#" + $0 } }
    }

    struct Review: Decodable, Sendable {
        var id: DatabaseID
        var author: GitHubActor?

        enum CodingKeys: String, CodingKey {
            case id = "fullDatabaseId"
            case author
        }
    }

    struct Discussion: Decodable, Sendable {
        var number: Int64
        var url: String

        enum CodingKeys: String, CodingKey {
            case number
            case url
        }
    }

    /// A deployment, or what became of one.
    struct Deployment: Decodable, Sendable {
        var environment: String?
        var state: String?

        enum CodingKeys: String, CodingKey {
            case environment
            case state
        }
    }

    /// A person or a team.
    enum Requested: Decodable, Sendable {
        case person(GitHubActor)
        case team(String)

        enum CodingKeys: String, CodingKey {
            case name = "combinedSlug"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let name = try container.decodeIfPresent(String.self, forKey: .name) {
                self = .team(name)
            } else {
                self = .person(try GitHubActor(from: decoder))
            }
        }

        var reviewer: RequestedReviewer {
            switch self {
            case .person(let actor): .person(actor.person)
            case .team(let name): .team(name)
            }
        }
    }

    var closeReason: CloseReason? { stateReason.flatMap { CloseReason(rawValue: $0.lowercased()) } }

    /// `nil` for ever, and for what a later GitHub may add.
    var blockWords: String? {
        switch blockDuration {
        case "ONE_DAY": "one day"
        case "THREE_DAYS": "three days"
        case "ONE_WEEK": "one week"
        case "ONE_MONTH": "one month"
        default: nil
        }
    }

    func commitReference(at place: GitHubTimelineKind.Place) -> CommitReference? {
        commit?.hash.map { CommitReference(repository: place.foreign(commitRepository?.name), commit: $0) }
    }

    /// The one of two that is not the item itself.
    func other(
        _ subject: GitHubSubject?, _ source: GitHubSubject?, at place: GitHubTimelineKind.Place
    ) -> ItemReference? {
        let ends = [subject, source].compactMap { $0?.reference(at: place) }
        return ends.first { !place.isSelf($0) } ?? ends.first
    }

    func isCanonical(_ place: GitHubTimelineKind.Place) -> Bool {
        canonical?.reference(at: place).map { place.isSelf($0) } ?? false
    }
}

/// Something an event points at: an issue or pull request anywhere on GitHub, or what closed one.
struct GitHubSubject: Decodable, Sendable {
    var type: String
    var number: Int64?
    var repository: GitHubTimelineEvent.Repository?
    var oid: String?
    var title: String?

    enum CodingKeys: String, CodingKey {
        case type = "__typename"
        case number
        case repository
        case oid
        case title
    }

    static let fragment = """
        fragment item on ReferencedSubject {
          __typename
          ... on Issue { number repository { nameWithOwner } }
          ... on PullRequest { number repository { nameWithOwner } }
        }
        """

    static let closerFragment = """
        fragment closer on Closer {
          ... on Commit { oid repository { nameWithOwner } }
          ... on PullRequest { number repository { nameWithOwner } }
          ... on ProjectV2 { title }
        }
        """

    func reference(at place: GitHubTimelineKind.Place) -> ItemReference? {
        number.map {
            ItemReference(
                repository: place.foreign(repository?.name), item: type == "PullRequest" ? .mergeRequest : .issue,
                number: $0)
        }
    }

    func closer(at place: GitHubTimelineKind.Place) -> Closer? {
        if let hash = oid.flatMap({ ObjectHash($0) }) {
            return .commit(CommitReference(repository: place.foreign(repository?.name), commit: hash))
        }
        if let item = reference(at: place) { return .item(item) }
        return type == "ProjectV2" ? .project(title?.withoutNUL) : nil
    }
}

extension GitHubTimelineKind.Place {
    /// The name of a repository that is not this one. GitHub's names know no case.
    func foreign(_ name: String?) -> String? {
        name?.lowercased() == repository.lowercased() ? nil : name
    }

    func isSelf(_ reference: ItemReference) -> Bool {
        reference.repository == nil && reference.number == number
    }
}
