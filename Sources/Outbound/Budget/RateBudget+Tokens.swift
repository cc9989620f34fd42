import Foundation

// A bucket of tokens: Bitbucket Data Center.
extension RateBudget {
    /// The reserve costs no time in the long run: the bucket fills as fast with it as without.
    func tokenWait(_ now: Date) -> Decision? {
        guard let bucket = tokenBucket else { return nil }
        let wanted = requestsUnderWay + reserve(of: bucket.size) + 1
        guard let time = bucket.whenHolds(wanted, now: now) else {
            return requestsUnderWay < bucket.size ? nil : .waitForAnswer(.concurrency)
        }
        return .wait(until: time, .primary)
    }

    mutating func learnTokens(_ answer: Answer, now: Date) {
        let number = { (name: String) in answer.fields[name].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }
        guard let size = number("x-ratelimit-limit"), size >= 1, let left = number("x-ratelimit-remaining") else {
            return
        }
        let interval = number("x-ratelimit-interval-seconds")
        let rate = number("x-ratelimit-fillrate").map { $0 / (interval.flatMap { $0 > 0 ? $0 : nil } ?? 1) }
        let bound = Double(Self.mostPoints)
        let told = TokenBucket(
            size: Int(min(size, bound)), tokens: Int(min(max(left, 0), bound)), rate: rate.map { min($0, bound) },
            now: now)
        tokenBucket = tokenBucket?.updated(by: told, now: now) ?? told
    }

    /// A refusal. A source that goes on refusing, whatever it says of its bucket, is asked less and less.
    mutating func foundEmpty(opensAfter wish: Double, now: Date) {
        guard var bucket = tokenBucket else { return }
        // Those of one burst count once.
        if bucket.opens <= now { secondaryStrikes = min(secondaryStrikes + 1, 6) }
        goodAnswers = 0
        let pause = max(wish, bucket.secondsForToken, secondaryStrikes > 1 ? pauseForStrikes : 0)
        bucket.empty(until: now.addingTimeInterval(pause), now: now)
        tokenBucket = bucket
    }
}
