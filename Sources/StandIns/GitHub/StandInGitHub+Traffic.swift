import HTTPTypes
import Hummingbird
import Synchronization

extension StandInGitHub {
    func withTraffic<Result: Sendable>(_ change: (inout StandInTraffic) -> Result) -> Result {
        state.withLock { change(&$0.traffic) }
    }

    func caller(of request: Request) -> String? {
        let candidates = request.tokenCandidates() ?? []
        return state.withLock { $0.token(among: candidates)?.login }
    }

    func revokeCredentials(of request: Request) {
        for candidate in request.tokenCandidates() ?? [] {
            state.withLock { $0.tokens[candidate] = nil }
        }
    }

    func rateLimited(_ request: Request, seconds: Int) -> Response {
        let token = (try? token(of: request)) ?? nil
        exhaust(token, seconds: seconds)
        var response = GitHubError.rateLimited(token?.login).response
        let bucket = state.withLock { $0.bucket(token, .core, configuration) }
        response.headers[.rateLimitLimit] = String(bucket.limit)
        response.headers[.rateLimitRemaining] = "0"
        response.headers[.rateLimitReset] = String(bucket.reset)
        return response
    }

    func crowded(retryAfter seconds: Int?) -> Response {
        GitHubError.secondaryLimit(retryAfter: seconds).response
    }
}

/// What it was asked, and what goes wrong.
extension StandInGitHub {
    /// All requests since the start or the last reset, in order of arrival.
    public var requests: [StandInRequest] { withTraffic { $0.log } }

    /// What was counted.
    public var counts: StandInCounts { withTraffic { $0.counts } }

    /// Forgets the log and the counts.
    public func resetCounts() {
        withTraffic {
            $0.log = []
            $0.counts = StandInCounts()
        }
    }

    /// Adds a fault. Of several that match a request the one added first strikes.
    public func inject(_ fault: StandInFault) {
        withTraffic { $0.faults.append(fault) }
    }

    /// Removes all faults, so that everything is well again.
    public func clearFaults() {
        withTraffic { $0.faults = [] }
    }

    /// Sets the time every answer takes at least.
    public func setLatency(_ latency: Duration) {
        withTraffic { $0.latency = latency }
    }
}
