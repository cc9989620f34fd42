import HTTPTypes
import Hummingbird

/// A small server that stands in for a source: what its middlewares need to know of it.
protocol StandIn: AnyObject, Sendable {
    /// Reads and changes what was asked and what goes wrong.
    func withTraffic<Result: Sendable>(_ change: (inout StandInTraffic) -> Result) -> Result

    /// Whose credentials a request came with; nil for none and for unknown ones.
    func caller(of request: Request) -> String?

    /// Knows the credentials of a request no more.
    func revokeCredentials(of request: Request)

    /// Leaves who asks nothing for so many seconds, and says so in the source's way.
    func rateLimited(_ request: Request, seconds: Int) -> Response

    /// Refuses a request in the source's way because too many come at once.
    func crowded(retryAfter seconds: Int?) -> Response
}

/// What was asked of a stand-in, and what goes wrong with it.
struct StandInTraffic: Sendable {
    var faults: [StandInFault] = []
    var latency: Duration = .zero
    var log: [StandInRequest] = []
    var counts = StandInCounts()
    var underWay = 0

    /// Notes that a request came in; returns its place in the log.
    mutating func begin(_ request: StandInRequest) -> Int {
        underWay += 1
        counts.maximumConcurrency = max(counts.maximumConcurrency, underWay)
        log.append(request)
        return log.count - 1
    }

    /// Changes the log of a request; one from before a reset is left alone.
    mutating func note(_ position: Int, _ change: (inout StandInRequest) -> Void) {
        guard log.indices.contains(position) else { return }
        change(&log[position])
    }

    /// The first fault that strikes this request.
    mutating func fault(method: String, target: String, body: String) -> StandInFault.Kind? {
        for position in faults.indices where faults[position].strikes(method: method, target: target, body: body) {
            counts.faults += 1
            return faults[position].kind
        }
        return nil
    }
}
