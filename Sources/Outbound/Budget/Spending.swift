public import Foundation

/// What somebody has spent at a source.
public struct Spending: Codable, Hashable, Sendable {
    /// REST requests sent, redirects and retries included.
    public var restRequests = 0
    /// GraphQL requests sent, retries included.
    public var graphQLRequests = 0
    /// GraphQL points, as the source named them.
    public var graphQLPoints = 0
    /// Requests sent that no API limit counts: files, git.
    public var otherRequests = 0
    /// Bytes of answers, decompressed.
    public var bytes = 0
    /// Requests that had to be sent again after a failure.
    public var retries = 0
    /// Refusals for a rate limit.
    public var refusals = 0
    /// Seconds spent waiting for a budget, added up over all requests.
    public var secondsWaited = 0.0

    /// Nothing spent.
    public init() {}

    /// REST requests and GraphQL points together: what an import costs.
    public var total: Int { restRequests + graphQLPoints }

    /// Both together.
    public static func + (left: Spending, right: Spending) -> Spending {
        var sum = left
        sum.restRequests += right.restRequests
        sum.graphQLRequests += right.graphQLRequests
        sum.graphQLPoints += right.graphQLPoints
        sum.otherRequests += right.otherRequests
        sum.bytes += right.bytes
        sum.retries += right.retries
        sum.refusals += right.refusals
        sum.secondsWaited += right.secondsWaited
        return sum
    }
}

/// What holds requests back at the moment.
public struct Limitation: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The host that limits.
    public let host: String
    /// Which limit it is.
    public let limit: RateBudget.Limit
    /// When it ends; nil where an answer to another request ends it.
    public let until: Date?

    /// A limit of a host.
    public init(host: String, limit: RateBudget.Limit, until: Date?) {
        self.host = host
        self.limit = limit
        self.until = until
    }

    /// For a person: "waiting for api.github.com's rate limit until 14:32 UTC".
    public var description: String {
        let what =
            switch limit {
            case .primary: "rate limit"
            case .secondary: "secondary rate limit"
            case .concurrency: "answers to the requests under way"
            case .pointsPerMinute: "requests-per-minute limit"
            case .responseTime: "response-time limit"
            }
        guard let until else { return "waiting for \(host)'s \(what)" }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "HH:mm"
        return "waiting for \(host)'s \(what) until \(formatter.string(from: until)) UTC"
    }
}
