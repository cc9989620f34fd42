/// What a project at a source is made of, in so far as it is read page by page.
public enum Collection: String, Sendable, Hashable, Codable, CaseIterable {
    case labels
    case milestones
    case releases
    case issues
    case pullRequests = "pull_requests"
    /// Comments in the conversations of issues and pull requests.
    case comments
    /// Comments on the diffs of pull requests.
    case reviewComments = "review_comments"
    /// Reviews, and who merged and closed: what the list of pull requests leaves out.
    case reviews
    /// Which threads of review comments are resolved. Hangs on ``KnownObjects/threadedPullRequests``.
    case reviewThreads = "review_threads"
    /// What happened to issues and pull requests, and what only a query about each of them tells.
    case timelines
    /// Tasks on pull requests, where the source keeps them apart from comments (Bitbucket Cloud).
    case tasks
    /// Reactions with their users. Hangs on what the lists said there is.
    case reactions
    /// Comments on commits.
    case commitComments = "commit_comments"
    /// Who may do what in the repository.
    case collaborators
    /// Protected branches and tags: branch protection and rulesets.
    case protection
    /// GitHub's discussions: kept in the journal, no rows are made of them.
    case discussions
    /// The names people show. Hangs on ``KnownObjects/namelessPeople``.
    case people
}
