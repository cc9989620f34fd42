/// Why a fetch through a ``GitRelay`` failed, as the relay saw it: git itself only tells a status.
public enum RelayFailure: Error, Hashable, Sendable {
    /// The source answered with this status.
    case answered(status: Int, url: String)
    /// The source limits the rate of fetches; with what its `Retry-After` field says.
    case limited(url: String, retryAfter: String?)
    /// The source gave no answer, or not a whole one.
    case failed(OutboundError)
    /// What answers there isn't git's smart HTTP protocol.
    case notGit(url: String)
    /// git sent more than is relayed.
    case requestTooLarge(limit: Int)
}

extension RelayFailure: CustomStringConvertible {
    /// What happened, and what to do about it; fit to be shown by git.
    public var description: String {
        switch self {
        case .answered(status: 401, let url), .answered(status: 403, let url):
            "\(url) refuses the credential: check that the token is valid and may read the repository's contents"
        case .answered(status: 404, let url), .answered(status: 410, let url):
            "\(url) is not there, or the token may not see it"
        case .limited(let url, _): "\(url) limits the rate of fetches; try again later"
        case .answered(let status, let url): "\(url) answers with status \(status); trying again later may help"
        case .failed(let error): error.description
        case .notGit(let url): "\(url) is not a git repository that can be fetched over HTTP"
        case .requestTooLarge(let limit): "git asks for more than fits into \(limit) bytes"
        }
    }

    /// The status that tells git of it.
    var status: Int {
        switch self {
        // git answers 401 by asking for a password, which nobody here can type.
        case .answered(status: 401, _): 403
        case .answered(let status, _) where (400...599).contains(status): status
        case .limited: 429
        case .answered, .notGit: 502
        case .requestTooLarge: 413
        case .failed(.timedOut): 504
        case .failed: 502
        }
    }
}

/// What a relay takes and how long it waits.
public struct RelayLimits: Sendable {
    /// Bytes that all answers together may have. Default 64 GB.
    public var totalBytes: Int
    /// Bytes of one request of git, which is held in memory. Default 64 MB: the wants of a million refs.
    public var requestBytes: Int
    /// Times of each request to the source. By default 5 minutes until the answer begins (a server counts the objects
    /// of a large repository first), 5 minutes between its pieces, 12 hours for all of it.
    public var timeouts: OutboundTimeouts
    /// What is tried again before git learns of it. Default three attempts.
    public var retryPolicy: RetryPolicy

    /// The defaults, or what is given.
    public init(
        totalBytes: Int = 64 << 30, requestBytes: Int = 64 << 20,
        timeouts: OutboundTimeouts = OutboundTimeouts(
            firstByte: .seconds(300), idle: .seconds(300), total: .seconds(12 * 3600)),
        retryPolicy: RetryPolicy = RetryPolicy(maximumAttempts: 3)
    ) {
        self.totalBytes = totalBytes
        self.requestBytes = requestBytes
        self.timeouts = timeouts
        self.retryPolicy = retryPolicy
    }
}
