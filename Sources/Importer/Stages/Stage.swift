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
    /// What happened to issues and pull requests, and how they are linked.
    case timelines
    case tasks
    case reviewThreads = "review_threads"
    case commitComments = "commit_comments"
    /// Whose the reactions are that the lists have shown.
    case reactions
    /// Old paths of renamed files that comments stand on.
    case positions
    case collaborators
    /// Protected branches and tags.
    case protection
    /// How the source merges, and its licence.
    case settings
    /// What there is at the source and has no place here.
    case leftBehind = "left_behind"
    /// What has changed at the source while it was read.
    case recount
    /// The names people show.
    case people
    /// Where each merge request left its target branch, now and in the versions it had before.
    case diffs
    /// Branches for open pull requests from forks.
    case forkBranches = "fork_branches"
    /// The text pass over descriptions, once every number they may refer to is known.
    case texts
    /// The bytes of releases' files.
    case releaseAssets = "release_assets"
    /// The files that texts show.
    case attachments
    /// What the source says there is, counted at the end.
    case counts

    /// The stages that must be done before this one may write.
    var needs: [Stage] {
        switch self {
        case .repository, .wiki, .labels, .milestones, .releases, .collaborators, .protection: []
        case .settings, .leftBehind: [.repository]
        case .issues, .pullRequests: [.labels, .milestones]
        case .comments, .reviewComments, .reviews, .timelines, .commitComments: [.issues, .pullRequests]
        case .reviewThreads: [.reviewComments]
        case .tasks: [.timelines, .comments]
        // All that reads lists of the source: the longer it takes, the more has changed.
        case .recount:
            [
                .repository, .wiki, .releases, .comments, .reviews, .reviewThreads, .timelines, .tasks, .commitComments,
                .collaborators, .protection,
            ]
        case .reactions, .diffs, .texts, .releaseAssets: [.recount]
        // Which sets the refs of heads that no ref of the source leads to.
        case .forkBranches: [.diffs]
        case .lfsObjects: [.repository, .recount]
        case .people, .counts: [.recount, .reactions]
        case .positions: [.diffs, .reviewThreads, .commitComments]
        case .attachments: [.texts]
        }
    }
}
