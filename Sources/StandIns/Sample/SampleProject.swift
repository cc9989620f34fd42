import Foundation

/// Everything a project on the stand-in GitHub consists of.
///
/// ``lantern()`` is the project the demo imports, ``generated(objects:)`` one of any size. A test makes its own from
/// ``init(owner:name:id:)`` with the functions of `SampleBuilder.swift`.
public struct SampleProject: Sendable {
    public var repository: SampleRepository
    /// The owner, the collaborators, and everybody who wrote or did something.
    public var users: [SampleUser]
    public var labels: [SampleLabel] = []
    public var milestones: [SampleMilestone] = []
    public var releases: [SampleRelease] = []
    /// Issues and pull requests, by ascending number.
    public var issues: SampleList<SampleIssue> = []
    /// Comments in conversations, by ascending id.
    public var comments: SampleList<SampleComment> = []
    /// Reviews, pending ones too, by ascending id.
    public var reviews: SampleList<SampleReview> = []
    /// Comments on changes, by ascending id.
    public var reviewComments: SampleList<SampleReviewComment> = []
    /// Comments on commits, by ascending id.
    public var commitComments: [SampleCommitComment] = []
    public var history = SampleHistory()
    /// Names of protected branches.
    public var protectedBranches: Set<String> = []
    public var wikiPages: [SampleWikiPage] = []
    /// Files that texts show; see ``StandInGitHub/addAttachments(to:)``.
    public var attachments: [SampleAttachment] = []
    public var settings = SampleSettings()
    /// What the history points to and git-lfs holds.
    public var largeFiles: [SampleLargeFile] = []
    /// The time of the last thing that was added without a time of its own.
    var clock: Date
    /// The last number given to anything that has no row of numbers of its own.
    var lastID = 50_000_000

    /// A project without anything in it, owned by an organization.
    ///
    /// - Parameter id: the repository's number. Give each project of a server its own.
    public init(owner: String, name: String, id: Int = 720_001) {
        let start = Date(timeIntervalSince1970: 1_677_664_800)  // 1 March 2023, 10:00
        repository = SampleRepository(id: id, owner: owner, name: name, createdAt: start)
        users = [SampleUser(id: 40_000_000 + id, login: owner, name: owner, kind: .organization)]
        clock = start
    }

    /// The account with this login, without regard to case.
    public func user(_ login: String) -> SampleUser? {
        users.first { $0.login.lowercased() == login.lowercased() }
    }
}
