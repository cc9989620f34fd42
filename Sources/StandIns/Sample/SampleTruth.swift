import Foundation

/// Everything there is to import of a project, to compare an import with. Pending reviews, which nobody but their
/// author sees, are not in it. Written as JSON it holds every object; the lists are computed while they are read.
public struct SampleTruth: Sendable, Encodable {
    /// How many there are of each kind.
    public struct Counts: Sendable, Equatable, Codable {
        public var labels = 0
        public var milestones = 0
        public var releases = 0
        public var releaseAssets = 0
        /// Without pull requests.
        public var issues = 0
        public var pullRequests = 0
        /// Comments in conversations of both.
        public var comments = 0
        public var reviews = 0
        public var reviewComments = 0
        public var reviewThreads = 0
        public var resolvedThreads = 0
        public var commitComments = 0
        public var reactions = 0
        public var events = 0
        public var branches = 0
        public var tags = 0
        public var wikiPages = 0
    }

    /// A file that git only points to.
    public struct LargeFile: Sendable, Equatable, Codable {
        /// SHA-256 of the content.
        public var oid: String
        public var size: Int
        public var path: String
        public var branch: String
        /// Whether its content was never uploaded.
        public var isMissing: Bool
    }

    public let repository: SampleRepository
    public let settings: SampleSettings
    public let counts: Counts
    public let users: [SampleUser]
    public let labels: [SampleLabel]
    public let milestones: [SampleMilestone]
    public let releases: [SampleRelease]
    /// Issues and pull requests.
    public let issues: SampleList<SampleIssue>
    public let comments: SampleList<SampleComment>
    public let reviews: SampleList<SampleReview>
    public let reviewComments: SampleList<SampleReviewComment>
    public let commitComments: [SampleCommitComment]
    public let refs: SampleList<SampleRef>
    public let tags: [SampleTag]
    public let wikiPages: [SampleWikiPage]
    public let attachments: [SampleAttachment]
    /// By SHA-256: bytes of what git-lfs holds; what was never uploaded is left out.
    public let largeFiles: [String: Int]
    /// All that git only points to.
    public let pointers: [LargeFile]
    /// All that protects branches: what is only said to be protected has a rule of its own.
    public let branchRules: [SampleBranchRule]
    /// Commit ids; where an object names a commit by its position, this is the position meant.
    public let commits: [String]

    init(_ project: SampleProject, commits: [String]) {
        repository = project.repository
        settings = project.settings
        users = project.users
        labels = project.labels
        milestones = project.milestones
        releases = project.releases
        issues = project.issues
        comments = project.comments
        reviews = project.visibleReviews
        reviewComments = project.visibleReviewComments
        commitComments = project.commitComments
        refs = project.history.refs
        tags = project.history.annotatedTags
        wikiPages = project.wikiPages
        attachments = project.attachments
        largeFiles = Dictionary(
            project.largeFiles.filter { !$0.isMissing }.map { ($0.oid, $0.content.count) }
        ) { first, _ in first }
        pointers = project.largeFiles.map {
            LargeFile(
                oid: $0.oid, size: $0.content.count, path: $0.path, branch: $0.branch, isMissing: $0.isMissing)
        }
        branchRules = project.allBranchRules
        self.commits = commits
        counts = Counts(project)
    }

    /// The issue or pull request with this number.
    public func issue(_ number: Int) -> SampleIssue? {
        issues.first { $0.number == number }
    }

    /// The id of the commit at a position.
    public func commit(_ position: Int) -> String? {
        commits.indices.contains(position) ? commits[position] : nil
    }
}

extension SampleTruth.Counts {
    init(_ project: SampleProject) {
        labels = project.labels.count
        milestones = project.milestones.count
        releases = project.releases.count
        releaseAssets = project.releases.reduce(0) { $0 + $1.assets.count }
        reactions = project.releases.reduce(0) { $0 + $1.reactions.count }
        for issue in project.issues {
            if issue.pullRequest == nil { issues += 1 } else { pullRequests += 1 }
            reactions += issue.reactions.count
            events += issue.events.count
        }
        commitComments = project.commitComments.count
        reactions += project.commitComments.reduce(0) { $0 + $1.reactions.count }
        comments = project.comments.count
        reactions += project.comments.reduce(0) { $0 + $1.reactions.count }
        count(project.visibleReviews, project.visibleReviewComments)
        branches = project.history.refs.count { $0.name.hasPrefix("refs/heads/") }
        tags = project.history.refs.count { $0.name.hasPrefix("refs/tags/") } + project.history.annotatedTags.count
        wikiPages = project.wikiPages.count
    }

    private mutating func count(
        _ visible: SampleList<SampleReview>, _ visibleComments: SampleList<SampleReviewComment>
    ) {
        reviews = visible.count
        reviewComments = visibleComments.count
        reactions += visible.reduce(0) { $0 + $1.reactions.count }
        for comment in visibleComments {
            reactions += comment.reactions.count
            if comment.inReplyTo == nil { reviewThreads += 1 }
            if comment.inReplyTo == nil, comment.isResolved { resolvedThreads += 1 }
        }
    }
}

extension SampleProject {
    /// The reviews somebody other than their author can see.
    var visibleReviews: SampleList<SampleReview> {
        let shown = reviews.indices.filter { reviews[$0].state != .pending }
        return shown.count == reviews.count ? reviews : SampleList(shown.map { reviews[$0] })
    }

    /// The review comments of those reviews.
    var visibleReviewComments: SampleList<SampleReviewComment> {
        let hidden = Set(reviews.lazy.filter { $0.state == .pending }.map(\.id))
        guard !hidden.isEmpty else { return reviewComments }
        return SampleList(reviewComments.filter { !hidden.contains($0.review) })
    }
}
