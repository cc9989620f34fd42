import Foundation

/// Everything about a stand-in that changes while it runs.
struct StandInState: Sendable {
    /// By `owner/name` in lower case.
    var hosted: [String: HostedProject] = [:]
    var tokens: [String: StandInToken] = [:]
    var gists: [SampleGist] = []
    /// Folders of their repositories, by the gist's id.
    var gistRepositories: [String: String] = [:]
    var traffic = StandInTraffic()
    /// By token (empty for none) and resource.
    private var buckets: [String: RateBucket] = [:]

    /// The first of these texts that is a token.
    func token(among candidates: [String]) -> StandInToken? {
        candidates.lazy.compactMap { tokens[$0] }.first
    }

    /// A token's bucket as it is now.
    mutating func bucket(
        _ token: StandInToken?, _ resource: RateBucket.Resource, _ configuration: StandInConfiguration
    ) -> RateBucket {
        changeBucket(token, resource, configuration) { $0 }
    }

    /// Charges a bucket.
    /// - Returns: false when nothing was left.
    mutating func charge(
        _ cost: Int, to token: StandInToken?, _ resource: RateBucket.Resource, _ configuration: StandInConfiguration
    ) -> Bool {
        let now = Int(Date().timeIntervalSince1970)
        let taken = changeBucket(token, resource, configuration) {
            $0.take(cost, now: now, window: configuration.resetSeconds)
        }
        if taken, resource == .core { traffic.counts.requests += cost }
        if taken, resource == .graphql { traffic.counts.points += cost }
        return taken
    }

    /// Leaves a token nothing until `seconds` from now.
    mutating func exhaust(_ token: StandInToken?, seconds: Int, _ configuration: StandInConfiguration) {
        let reset = Int(Date().timeIntervalSince1970) + seconds
        for resource in [RateBucket.Resource.core, .graphql] {
            changeBucket(token, resource, configuration) {
                $0.used = $0.limit
                $0.reset = reset
            }
        }
    }

    /// Fills all buckets again.
    mutating func refillBuckets() {
        buckets = [:]
    }

    @discardableResult
    private mutating func changeBucket<Result>(
        _ token: StandInToken?, _ resource: RateBucket.Resource, _ configuration: StandInConfiguration,
        _ change: (inout RateBucket) -> Result
    ) -> Result {
        let now = Int(Date().timeIntervalSince1970)
        let limit =
            token == nil
            ? configuration.anonymousLimit
            : resource == .core ? configuration.requestLimit : configuration.pointLimit
        let key = "\(resource.rawValue) \(token?.value ?? "")"
        var bucket = buckets[key] ?? RateBucket(limit: limit, reset: now + configuration.resetSeconds)
        bucket.refresh(now: now, window: configuration.resetSeconds)
        defer { buckets[key] = bucket }
        return change(&bucket)
    }
}
