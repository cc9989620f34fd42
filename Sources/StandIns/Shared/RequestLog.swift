/// A request the stand-in got.
public struct StandInRequest: Sendable, Equatable {
    public var method: String
    /// The path without the query.
    public var path: String
    /// The query as it was sent; nil without one.
    public var query: String?
    /// Login of the token's owner; nil for a request without a token or with an unknown one.
    public var login: String?
    /// Whether an `Authorization` header came along.
    public var hasCredentials: Bool
    /// The status of the answer; 0 while there is none and when the connection was dropped.
    public var status = 0
    /// GraphQL points charged.
    public var points = 0
    /// Whether a fault was injected.
    public var isFaulty = false
}

/// What the stand-in has counted since its start or the last ``StandIn/resetCounts()``.
public struct StandInCounts: Sendable, Equatable {
    /// REST requests charged to a rate limit.
    public var requests = 0
    /// GraphQL points charged.
    public var points = 0
    /// GraphQL queries answered.
    public var queries = 0
    /// Requests to the git repositories.
    public var gitRequests = 0
    /// The most requests that were under way at once.
    public var maximumConcurrency = 0
    /// Faults that were injected.
    public var faults = 0
}
