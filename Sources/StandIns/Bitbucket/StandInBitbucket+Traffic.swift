import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension StandInBitbucket {
    func withTraffic<Result: Sendable>(_ change: (inout StandInTraffic) -> Result) -> Result {
        state.withLock { change(&$0.traffic) }
    }

    func caller(of request: Request) -> String? {
        account(of: request)?.name
    }

    func revokeCredentials(of request: Request) {
        if let account = account(of: request) { revoke(account) }
    }

    func rateLimited(_ request: Request, seconds: Int) -> Response {
        let name = caller(of: request) ?? ""
        let reset = Int(Date().timeIntervalSince1970) + seconds
        let limit = configuration.requestLimit ?? 1_000
        state.withLock { state in
            state.buckets[name] = RateBucket(limit: limit, used: limit, reset: reset)
        }
        return crowded(retryAfter: face == .server ? seconds : nil)
    }

    func crowded(retryAfter seconds: Int?) -> Response {
        var response: Response
        switch face {
        case .server:
            response = BitbucketError(
                status: .tooManyRequests, message: "Rate limit exceeded. Try again later.",
                exception: "throttle.RateLimitExceededException"
            ).response(face)
        case .cloud:
            response = Response(
                status: .tooManyRequests, headers: [.contentType: "text/plain"],
                body: ResponseBody(
                    byteBuffer: ByteBuffer(string: "Rate limit for this resource has been exceeded")))
        }
        response.headers[.retryAfter] = seconds.map { String($0) }
        return response
    }
}

/// What it was asked, and what goes wrong.
extension StandInBitbucket {
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
