public import Foundation

// An hour that rolls: Bitbucket Cloud.
extension RateBudget {
    func hourWait(_ bucket: Bucket, cost: Int, now: Date) -> Decision? {
        // What was said more than an hour ago says nothing any more.
        if let known = primary[bucket], now < known.reset.addingTimeInterval(3600) {
            if let wait = windowWait(bucket, cost: cost, now: now) { return wait }
            // Its time has come, and how much has come back is not known: one request finds out.
            let isSpent = known.remaining - reserve(of: known.limit) < cost
            return known.reset <= now && isSpent && requestsUnderWay > 0 ? .waitForAnswer(.primary) : nil
        }
        guard let limit = hour.limit ?? rules.requestsAnHour else { return nil }
        return hour.whenFits(limit: limit, reserve: reserve(of: limit), now: now).map { .wait(until: $0, .primary) }
    }

    mutating func learnHour(_ answer: Answer, now: Date) {
        // A refused token's answer tells the limits of callers without one.
        guard answer.status != 401 else { return }
        // "60, 60;w=3600": the first is the limit, what follows explains it.
        let number = { (name: String) in
            answer.fields[name]?.split(separator: ",").first.flatMap { Int($0.trimmingPrefix(while: \.isWhitespace)) }
        }
        let limit = number("x-ratelimit-limit").flatMap { $0 > 0 ? min($0, Self.mostPoints) : nil }
        let isNear = answer.fields["x-ratelimit-nearlimit"].map { $0.lowercased() == "true" }
        hour.learn(limit: limit, isNearLimit: isNear, now: now)
        guard let limit, let remaining = number("x-ratelimit-remaining") else { return }
        let reset = Self.end(ofWindow: number("x-ratelimit-reset") ?? 60, now: now)
        primary[answer.bucket] = Primary(limit: limit, remaining: min(max(0, remaining), Self.mostPoints), reset: reset)
    }

    /// - Parameter reset: seconds from now; an epoch where it is far more than an hour has.
    private static func end(ofWindow reset: Int, now: Date) -> Date {
        let told =
            reset > 1_000_000_000
            ? Date(timeIntervalSince1970: Double(min(reset, lastSecond)))
            : now.addingTimeInterval(Double(max(reset, 0)))
        return min(told, now.addingTimeInterval(longestWait))
    }

    /// What is left of the account's primary limits, as far as the source has said or as it is reckoned here.
    public func primaryLimits(at now: Date) -> [Bucket: Primary] {
        guard rules.style == .rollingHour, primary[.rest] == nil, let limit = hour.limit ?? rules.requestsAnHour
        else { return primary }
        var limits = primary
        limits[.rest] = Primary(
            limit: limit, remaining: hour.left(of: limit, now: now), reset: now.addingTimeInterval(3600))
        return limits
    }

    /// The requests a minute that can be sent for hours; nil where there is no such limit or none is known.
    public var requestsAMinute: Int? {
        if let bucket = tokenBucket { return Int(min(max(bucket.rate * 60, 1), Double(Self.mostPoints))) }
        return rules.restPointsPerMinute
    }
}
