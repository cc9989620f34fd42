public import Foundation

extension RateBudget {
    /// What a budget has to know of one answer.
    public struct Answer: Sendable, Hashable {
        /// Which limit the request counted towards.
        public var bucket: Bucket
        /// What it was expected to cost, as it was asked for.
        public var cost: Int
        /// The status.
        public var status: Int
        /// The answer's fields about limits, by name in lower case.
        public var fields: [String: String]
        /// Whether the body says that a limit is reached: GitHub answers so with 403, and with 200 for GraphQL.
        public var saysLimited: Bool
        /// From sending to the end of the answer, in seconds.
        public var took: Double

        /// All of it.
        public init(
            bucket: Bucket, cost: Int = 1, status: Int, fields: [String: String], saysLimited: Bool = false,
            took: Double
        ) {
            self.bucket = bucket
            self.cost = cost
            self.status = status
            self.fields = fields
            self.saysLimited = saysLimited
            self.took = took
        }
    }

    /// What an answer means for the request it answers.
    public enum Verdict: Sendable, Hashable {
        /// An answer like any other: the caller's business.
        case answered
        /// Refused for a limit: ask again for leave, then send it again.
        case limited(Limit)
    }

    /// The names of the fields that ``Answer/fields`` needs.
    public static let fieldNames: Set<String> = [
        "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-used", "x-ratelimit-resource",
        "x-ratelimit-interval-seconds", "x-ratelimit-fillrate", "x-ratelimit-nearlimit", "retry-after",
    ]

    /// Learns from an answer.
    ///
    /// - Parameter jitter: a number from 0 to 1 that spreads the restart after a secondary limit.
    public mutating func answered(_ answer: Answer, now: Date, jitter: Double) -> Verdict {
        settle(answer.bucket, cost: answer.cost, took: answer.took, now: now)
        switch rules.style {
        case .window: learnPrimary(answer, now: now)
        case .tokenBucket: learnTokens(answer, now: now)
        case .rollingHour: learnHour(answer, now: now)
        }
        guard let limit = limitReached(answer) else {
            if answer.status < 400 || answer.status == 404 { wentWell() }
            return .answered
        }
        let wish = answer.fields["retry-after"].flatMap { RetryAfter.seconds($0, now: now) }
            .map { min($0, Self.longestWait) }
        if rules.style == .tokenBucket, tokenBucket != nil {
            foundEmpty(opensAfter: wish ?? 0, now: now)
        } else if limit == .primary, let reset = primary[answer.bucket]?.reset, reset > now {
            primary[answer.bucket]?.remaining = 0
        } else {
            strike(after: wish, now: now, jitter: jitter)
        }
        return .limited(limit)
    }

    /// A request ended without an answer: it is no longer under way, and what it cost counts as spent.
    public mutating func abandoned(_ bucket: Bucket, cost: Int = 1, took: Double, now: Date) {
        settle(bucket, cost: cost, took: took, now: now)
        if let known = primary[bucket] { primary[bucket]?.remaining = max(0, known.remaining - cost) }
        tokenBucket?.take(cost, at: now)
    }

    private mutating func settle(_ bucket: Bucket, cost: Int, took: Double, now: Date) {
        underWay[bucket] = max(0, underWay[bucket, default: 0] - 1)
        costUnderWay[bucket] = max(0, costUnderWay[bucket, default: 0] - cost)
        responseSeconds[bucket, default: RollingSum(.minute)].add(took, at: now)
        averageSeconds = averageSeconds == 0 ? took : averageSeconds * 0.9 + took * 0.1
    }

    private mutating func learnPrimary(_ answer: Answer, now: Date) {
        // A refused token's answer tells the limits of callers without one.
        guard answer.status != 401 else { return }
        let number = { (name: String) in answer.fields[name].flatMap { Int($0) } }
        guard let limit = number("x-ratelimit-limit"), limit > 0, let remaining = number("x-ratelimit-remaining") else {
            // An error page of something in between names no limits either and proves nothing.
            if answer.status < 300, !answer.saysLimited, primary[answer.bucket] == nil { isUnlimited = true }
            return
        }
        isUnlimited = false
        let bucket = answer.fields["x-ratelimit-resource"].flatMap { Bucket(rawValue: $0) } ?? answer.bucket
        if let resource = answer.fields["x-ratelimit-resource"], Bucket(rawValue: resource) == nil { return }
        // A host that names no end of its window is asked anew with each answer.
        let told = number("x-ratelimit-reset").map {
            Date(timeIntervalSince1970: Double(min(max($0, 0), Self.lastSecond)))
        }
        let reset = min(told ?? now.addingTimeInterval(60), now.addingTimeInterval(Self.longestWait))
        var known = Primary(
            limit: min(limit, Self.mostPoints), remaining: min(max(0, remaining), Self.mostPoints), reset: reset)
        // Answers overtake each other: within one window the smallest number is the latest.
        if let before = primary[bucket], abs(before.reset.timeIntervalSince(reset)) < 2, before.reset > now {
            known.remaining = min(known.remaining, before.remaining)
        }
        primary[bucket] = known
    }

    // The source's word, in bounds that can be reckoned with: no number of its overflows anything.
    static let mostPoints = 1 << 40
    /// The longest wait that a source's word is taken for, seconds: no source counts by more than an hour, and a clock
    /// that is wrong may name any year. Then it is asked again, and may say the same once more.
    static let longestWait = 3660.0
    /// The end of the year 9999.
    static let lastSecond = 253_402_300_799

    private func limitReached(_ answer: Answer) -> Limit? {
        let nothingIsLeft = answer.fields["x-ratelimit-remaining"] == "0"
        let asksForPause = answer.fields["retry-after"] != nil
        // Bitbucket has one status for it. Its other answers, missing permissions among them, may say how many seconds
        // to wait all the same: none.
        guard rules.style == .window else {
            guard answer.status == 429 else { return nil }
            return rules.style == .tokenBucket || (nothingIsLeft && !asksForPause) ? .primary : .secondary
        }
        switch answer.status {
        case 429: return nothingIsLeft && !asksForPause ? .primary : .secondary
        case 403 where nothingIsLeft && !asksForPause: return .primary
        // A plain 403 is about permissions: the caller's business.
        case 403 where asksForPause || answer.saysLimited: return .secondary
        default: return answer.saysLimited ? (nothingIsLeft && !asksForPause ? .primary : .secondary) : nil
        }
    }

    /// The pause after so many refusals in a row that name none.
    var pauseForStrikes: Double {
        min(rules.firstPause * Double(1 << (max(secondaryStrikes, 1) - 1)), rules.longestPause)
    }

    /// A secondary limit: pause as long as asked, or as the rules say; then begin again with one request.
    private mutating func strike(after wish: Double?, now: Date, jitter: Double) {
        let isNew = (pausedUntil ?? .distantPast) <= now
        if isNew {
            secondaryStrikes = min(secondaryStrikes + 1, 6)
            ceiling = max(1, min(ceiling, max(concurrency, 1)) / 2)
        }
        concurrency = 1
        goodAnswers = 0
        // Where seconds are named with every answer, none at all is no answer to how long.
        let pause = wish.flatMap { rules.style != .window && $0 <= 0 ? nil : $0 } ?? pauseForStrikes
        let spread = min(max(jitter, 0), 1) * min(max(pause * 0.1, 0.25), 10)
        pausedUntil = max(pausedUntil ?? .distantPast, now.addingTimeInterval(max(pause, 1) + spread))
    }

    /// Speeds up by one request for every four good answers, and tries beyond what was learnt after a hundred.
    private mutating func wentWell() {
        goodAnswers += 1
        // What a bucket or an hour refuses has come back once some requests have gone well.
        if rules.style != .window, goodAnswers >= 4 { secondaryStrikes = 0 }
        if concurrency < ceiling {
            if goodAnswers >= 4 {
                concurrency += 1
                goodAnswers = 0
            }
        } else if ceiling < rules.maximumConcurrency, goodAnswers >= 100 {
            ceiling += 1
            concurrency = ceiling
            secondaryStrikes = 0
            goodAnswers = 0
        }
    }
}
