import Outbound
import Remote

/// The lists that REST has of a whole repository.
struct GitHubList: Sendable, Hashable {
    /// Behind `/repositories/:id/`.
    var path: String
    /// How many rows GitHub pages through; `nil` where it has no such limit, or no other way past it.
    var deepestRow: Int?
    /// Rows Landfall writes in place of a list GitHub refuses with 410 because issues are turned off.
    var rowsWhenDisabled: String?

    init?(_ collection: Collection) {
        switch collection {
        case .labels: self.init(GitHubLabel.path)
        case .milestones: self.init(GitHubMilestone.path, rowsWhenDisabled: "[]")
        case .releases: self.init(GitHubRelease.path)
        case .issues: self.init(GitHubIssue.path, deepestRow: 10_000, rowsWhenDisabled: "[]")
        case .pullRequests: self.init(GitHubPullRequest.path)
        case .comments: self.init(GitHubComment.path, deepestRow: 30_000, rowsWhenDisabled: Self.commentsWithoutIssues)
        case .reviewComments: self.init(GitHubReviewComment.path, deepestRow: 30_000)
        case .commitComments: self.init(GitHubCommitComment.path)
        case .reviews, .reviewThreads, .timelines, .reactions, .collaborators, .protection,
            .discussions, .tasks,
            .people:
            return nil
        }
    }

    private init(_ path: String, deepestRow: Int? = nil, rowsWhenDisabled: String? = nil) {
        self.path = path
        self.deepestRow = deepestRow
        self.rowsWhenDisabled = rowsWhenDisabled
    }

    func request(at host: GitHubHost, repository id: Int64, cursor: ListCursor, pageSize: Int) -> GitHubRequest {
        let url = GitHubRepository.url(id, at: host).appending(path: path)
        return GitHubRequest(
            url: url.with(query: cursor.parameters(pageSize: pageSize)),
            what: "\(path.replacing("/", with: " ")) of the repository")
    }

    /// A row that maps to an exception: the source has something here that could not be fetched.
    static func unreadableRow(_ name: String, because reason: String) -> String {
        let safe = reason.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline }
        return #"{"url":"\#(name)","landfall_unreadable":"\#(safe)"}"#
    }

    private static let commentsWithoutIssues =
        "["
        + unreadableRow(
            "comments on pull requests",
            because:
                "GitHub does not list comments while issues are turned off; turn them on at the source for the import")
        + "]"
}
