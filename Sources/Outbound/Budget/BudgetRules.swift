/// What a source is known to allow, before it has said anything.
public struct BudgetRules: Codable, Hashable, Sendable {
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
    /// Requests (or points) of the primary limit that are left for other uses of the account.
    public var reserve: Int

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

    /// Bitbucket names its limits in its answers only.
    public static let bitbucket = BudgetRules(maximumConcurrency: 8, reserve: 10)
}
