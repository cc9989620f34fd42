public import Outbound

/// How long one request may take, and how often it is sent.
public struct RequestLimits: Sendable {
    /// The times of each step.
    public var timeouts: OutboundTimeouts
    /// When a REST request is sent again.
    public var rest: RetryPolicy
    /// When a GraphQL query is sent again: one that is too heavy fails each time and costs points each time, so
    /// that shrinking it helps sooner.
    public var graphQL: RetryPolicy

    /// The defaults, or what is given.
    public init(
        timeouts: OutboundTimeouts = OutboundTimeouts(), rest: RetryPolicy = RetryPolicy(),
        graphQL: RetryPolicy = RetryPolicy(maximumAttempts: 3)
    ) {
        self.timeouts = timeouts
        self.rest = rest
        self.graphQL = graphQL
    }
}
