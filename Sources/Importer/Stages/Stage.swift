/// The stages of an import. What a stage needs is in the table below; what needs nothing of each other runs side by
/// side. A stage is done when all of it is written, and is not run again after a restart.
public enum Stage: String, Sendable, CaseIterable {
    /// The git repository with all its refs.
    case repository
    case wiki
    /// Large files that the history points to.
    case lfsObjects = "lfs_objects"
    case labels
    case milestones
    case releases
    case issues
    case pullRequests = "pull_requests"
    case comments
    case reviewComments = "review_comments"
    case reviews
    case reviewThreads = "review_threads"
    /// The names people show.
    case people
    /// Where each merge request left its target branch.
    case diffs
    /// Branches for open pull requests from forks.
    case forkBranches = "fork_branches"
    /// The text pass over descriptions, once every number they may refer to is known.
    case texts
    /// What the source says there is, counted at the end.
    case counts

    /// The stages that must be done before this one may write.
    var needs: [Stage] {
        switch self {
        case .repository, .wiki, .labels, .milestones, .releases: []
        case .issues, .pullRequests: [.labels, .milestones]
        case .comments: [.issues, .pullRequests]
        case .reviewComments, .reviews: [.issues, .pullRequests]
        case .reviewThreads: [.reviewComments]
        case .people: [.releases, .comments, .reviews, .reviewThreads]
        case .diffs, .forkBranches: [.repository, .pullRequests]
        case .lfsObjects: [.repository]
        case .texts: [.issues, .pullRequests, .releases]
        // All that reads lists; git does not change what the source counts.
        case .counts: [.releases, .comments, .reviews, .reviewThreads]
        }
    }
}
