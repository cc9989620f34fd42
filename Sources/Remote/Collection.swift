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
    /// The names people show. Hangs on ``KnownObjects/namelessPeople``.
    case people
}
