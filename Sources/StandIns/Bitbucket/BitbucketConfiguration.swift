/// How a stand-in Bitbucket listens, what it limits, and which of Bitbucket's ages and moods it has.
public struct BitbucketConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes any free one.
    public var port = 0
    /// Cloud's other port, that of its pages and of git.
    public var webPort = 0
    public var accounts: [BitbucketAccount] = [
        .keeper, .visitor, .stranger, .cloudKeeper, .cloudReader, .cloudNarrow, .cloudApp,
    ]
    /// Time every answer takes at least.
    public var latency: Duration = .zero
    /// Whether git gives commits that no ref holds to who knows their names.
    public var servesUnadvertisedCommits = true

    // MARK: Server

    /// Where the Server is below its host; empty for the root.
    public var contextPath = "/bitbucket"
    /// Below 7.2 tasks hang on comments, below 8.18 there are no drafts.
    public var version = "9.4.18"
    /// The largest pages: more is asked for in vain.
    public var pageCaps = (pullRequests: 100, activities: 500, others: 1_000)
    /// Whether the next page begins elsewhere than at start + limit.
    public var hasSparsePages = false
    /// Whether names with passwords are taken, or tokens only.
    public var acceptsBasic = true

    // MARK: Cloud

    /// Whether the issue tracker answers.
    public var hasTracker = true
    /// Whether the wiki is there.
    public var hasWiki = true
    /// What the tracker's addresses answer where it is gone: 404 or 410.
    public var goneStatus = 410
    /// Whether the app passwords of former times still open something.
    public var acceptsAppPasswords = true
    /// Requests an hour for each account; nil for any number.
    public var requestLimit: Int?
    /// Seconds after which the limit starts anew.
    public var resetSeconds = 3_600
    /// Whether answers name the limits, as they do to access tokens and not to API tokens.
    public var namesLimits = false
    /// Whether the activity of the whole repository is told, or only that of each pull request.
    public var hasFeed = true
    /// Whether lists answer with more than `fields` asks for.
    public var ignoresFields = false

    public init() {}

    /// The parts of a version, to compare.
    func isAtLeast(_ major: Int, _ minor: Int) -> Bool {
        let parts = version.split(separator: ".").compactMap { Int($0) }
        return (parts.first ?? 0, parts.dropFirst().first ?? 0) >= (major, minor)
    }
}
