/// How a source speaks of its limits.
public enum LimitStyle: String, Codable, Hashable, Sendable {
    /// A number of requests or points for a window that ends at a moment it names (GitHub: `X-RateLimit-Reset` is an
    /// epoch).
    case window
    /// A bucket of tokens that fills all the time (Bitbucket Data Center: "Improving instance stability with rate
    /// limiting"; `X-RateLimit-FillRate` tokens every `X-RateLimit-Interval-Seconds`).
    case tokenBucket
    /// A number of requests in the hour that has passed, whenever it is (Bitbucket Cloud: "API request limits";
    /// `X-RateLimit-Reset` is in seconds from now, and many answers name nothing).
    case rollingHour
}

/// What a source is known to allow, before it has said anything.
public struct BudgetRules: Codable, Hashable, Sendable {
    /// How its answers speak of limits.
    public var style = LimitStyle.window
    /// Requests under way at once.
    public var maximumConcurrency: Int
    /// Secondary limit: points a minute for REST (a read is 1, a write 5); nil where there is none.
    public var restPointsPerMinute: Int?
    /// Secondary limit: points a minute for GraphQL; nil where there is none.
    public var graphQLPointsPerMinute: Int?
    /// Secondary limit: seconds of response time, added up over all requests, in 60 seconds; nil where there is none.
    public var responseSecondsPerMinute: Double?
    /// How much of that GraphQL may take; nil where there is no such limit.
    public var graphQLResponseSecondsPerMinute: Double?
    /// Requests in any 60 minutes where its answers don't say how many are left; nil where that means no limit.
    public var requestsAnHour: Int?
    /// Requests (or points, or tokens) of the primary limit that are left for other uses of the account.
    public var reserve: Int
    /// Seconds to wait after a refusal that names no time; they double with each further one.
    public var firstPause = 60.0
    /// The longest such wait, seconds.
    public var longestPause = 900.0

    /// Rules of one's own.
    public init(
        maximumConcurrency: Int = 16, restPointsPerMinute: Int? = nil, graphQLPointsPerMinute: Int? = nil,
        responseSecondsPerMinute: Double? = nil, graphQLResponseSecondsPerMinute: Double? = nil, reserve: Int = 0
    ) {
        self.maximumConcurrency = maximumConcurrency
        self.restPointsPerMinute = restPointsPerMinute
        self.graphQLPointsPerMinute = graphQLPointsPerMinute
        self.responseSecondsPerMinute = responseSecondsPerMinute
        self.graphQLResponseSecondsPerMinute = graphQLResponseSecondsPerMinute
        self.reserve = reserve
    }

    /// GitHub's documented secondary limits ("Rate limits for the REST API", "… for the GraphQL API"): 100 at once,
    /// of which 16 are used, 900 REST and 2,000 GraphQL points a minute, 90 s of CPU a minute, of which 60 GraphQL.
    public static let gitHub = BudgetRules(
        maximumConcurrency: 16, restPointsPerMinute: 900, graphQLPointsPerMinute: 2000, responseSecondsPerMinute: 90,
        graphQLResponseSecondsPerMinute: 60, reserve: 50)

    /// Bitbucket Server and Data Center: no limit unless its administrators set one (60 tokens, 5 more a second, where
    /// they choose nothing else), which its answers need not name. A bucket fills soon, and so the waits are short.
    public static let bitbucketServer = {
        var rules = BudgetRules(maximumConcurrency: 8, reserve: 5)
        rules.style = .tokenBucket
        (rules.firstPause, rules.longestPause) = (2, 60)
        return rules
    }()

    /// Bitbucket Cloud ("API request limits"): 1,000 requests for repositories in any hour; only answers to access
    /// tokens name their limit, which may be larger. Refusals rarely name a time.
    public static let bitbucketCloud = {
        var rules = BudgetRules(maximumConcurrency: 8, reserve: 10)
        rules.style = .rollingHour
        rules.requestsAnHour = 1000
        (rules.firstPause, rules.longestPause) = (15, 480)
        return rules
    }()
}
