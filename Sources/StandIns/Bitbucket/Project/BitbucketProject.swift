public import Foundation

/// Everything a project on the stand-in Bitbuckets consists of, with the same values for Server and Cloud where both
/// have such a thing. ``harbor()`` is the sample.
public struct BitbucketProject: Sendable {
    /// Key of the Server's project, such as `HARBOR`; in lower case the name of Cloud's workspace.
    public var key: String
    public var slug: String
    public var name: String
    public var projectName: String
    public var id: Int
    public var description: String
    /// Whether everybody may read it; the Server's project may be private all the same.
    public var isPublic = true
    public var isProjectPublic = false
    public var isArchived = false
    public var defaultBranch = "main"
    public var createdAt: Date
    public var people: [BitbucketPerson] = []
    /// By ascending number.
    public var pullRequests: [BitbucketPullRequest] = []
    /// By ascending id, like all that follow.
    public var comments: [BitbucketComment] = []
    public var tasks: [BitbucketTask] = []
    public var events: [BitbucketEvent] = []
    public var commitComments: [BitbucketCommitComment] = []
    public var issues: [BitbucketIssue] = []
    public var issueComments: [BitbucketIssueComment] = []
    public var issueChanges: [BitbucketIssueChange] = []
    public var milestones: [String] = []
    public var components: [String] = []
    public var versions: [String] = []
    /// Files that texts show.
    public var files: [BitbucketFile] = []
    public var downloads: [BitbucketFile] = []
    public var wikiPages: [SampleWikiPage] = []
    public var largeFiles: [SampleLargeFile] = []
    public var history = SampleHistory()
    public var settings = BitbucketSettings()
    /// The time of the last thing that was added without a time of its own.
    public var clock: Date
    var lastID = 100

    public init(key: String, slug: String, name: String, projectName: String, id: Int, description: String) {
        self.key = key
        self.slug = slug
        self.name = name
        self.projectName = projectName
        self.id = id
        self.description = description
        createdAt = Date(timeIntervalSince1970: 1_693_558_800)  // 1 September 2023, 9:00
        clock = createdAt
    }

    public var workspace: String { key.lowercased() }
    /// What Cloud knows the repository by, with its braces.
    public var uuid: String { "{\(BitbucketNames.uuid("repository", id))}" }

    public func person(_ slug: String) -> BitbucketPerson? { people.first { $0.slug == slug } }

    public func pullRequest(_ number: Int) -> BitbucketPullRequest? { pullRequests.first { $0.number == number } }

    func file(_ key: String) -> BitbucketFile? { files.first { $0.key == key } }

    /// The first comment of the thread a comment is in.
    public func root(of comment: BitbucketComment) -> BitbucketComment {
        var current = comment
        while let parent = current.parent, let next = comments.first(where: { $0.id == parent }) { current = next }
        return current
    }

    /// Owners of the forks that are still there.
    var forkOwners: [String] {
        var owners: [String] = []
        for pull in pullRequests {
            if case .fork(let owner) = pull.source, !owners.contains(owner) { owners.append(owner) }
        }
        return owners
    }
}
