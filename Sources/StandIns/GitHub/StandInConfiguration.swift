/// How a stand-in GitHub listens and what it limits.
public struct StandInConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes any free one.
    public var port = 0
    /// Tokens that are accepted.
    public var tokens: [StandInToken] = [.owner, .second, .reader, .stranger]
    /// The gists it holds.
    public var gists: [SampleGist] = []
    /// REST requests an hour for each token.
    public var requestLimit = 5_000
    /// GraphQL points an hour for each token.
    public var pointLimit = 5_000
    /// REST requests an hour without a token.
    public var anonymousLimit = 60
    /// Whether answers name the limits. GitHub's do; an Enterprise server's do not, unless its administrator set some.
    public var namesLimits = true
    /// Seconds after which a rate limit starts anew.
    public var resetSeconds = 3_600
    /// More requests at once answer 403 with `retry-after`, GitHub's secondary limit; nil allows any number.
    public var concurrencyLimit: Int?
    /// Rows that can be reached with `page`; further pages answer 422. GitHub's is 10,000 for issues and 30,000 for
    /// comments. Cursors (`after` on issues) and `since` are not bound by it.
    public var pageDepth = (issues: 10_000, comments: 30_000)
    /// What its GraphQL schema lacks, as an old Enterprise server's does: types (`ParentIssueAddedEvent`) and fields
    /// (`Issue.parent`).
    public var schemaGaps: Set<String> = []
    /// Time every answer takes at least.
    public var latency: Duration = .zero

    public init() {}
}
