public import Foundation

/// What one account may still ask of one host: told of every answer, asked before every request.
///
/// A value without clock, network or chance: the time comes in with each call. It is `Codable` so that what was learnt
/// outlives a restart. Primary limits are taken from the answers' fields, as the rules' ``BudgetRules/style`` reads
/// them; a host that names none, or names 0 (GitHub Enterprise Server with limits off), is bound by
/// ``BudgetRules/maximumConcurrency``, by ``BudgetRules/requestsAnHour`` and by what it refuses.
public struct RateBudget: Codable, Hashable, Sendable {
    /// Limits that are counted apart.
    public enum Bucket: String, Codable, Sendable, CaseIterable {
        /// REST requests.
        case rest = "core"
        /// GraphQL points.
        case graphQL = "graphql"
    }

    /// Which limit holds a request back.
    public enum Limit: String, Codable, Sendable {
        /// The requests of the hour are used up.
        case primary
        /// The source has asked for a pause.
        case secondary
        /// As many requests as may be are under way.
        case concurrency
        /// The points of the minute are used up.
        case pointsPerMinute
        /// The response time of the minute is used up.
        case responseTime
    }

    /// Whether a request may be sent.
    public enum Decision: Hashable, Sendable {
        /// It may, and is counted as under way: ``answered(_:now:jitter:)`` or ``abandoned(_:cost:took:now:)`` must
        /// follow.
        case go
        /// Not before this time; ask again then.
        case wait(until: Date, Limit)
        /// Not before an answer to another request has come; ask again then.
        case waitForAnswer(Limit)
    }

    /// What the source said last of a primary limit.
    public struct Primary: Codable, Hashable, Sendable {
        /// Requests or points a window.
        public var limit: Int
        /// What is left of them.
        public var remaining: Int
        /// When the window ends.
        public var reset: Date
    }

    /// The rules that hold for the host.
    public let rules: BudgetRules
    /// What is known of the primary limits.
    public internal(set) var primary: [Bucket: Primary] = [:]
    /// The requests that may be under way now; less than the ceiling after a secondary limit.
    public internal(set) var concurrency: Int
    /// The most requests that went well at once, or the rules' maximum.
    public internal(set) var ceiling: Int

    var points: [Bucket: RollingSum] = [:]
    var responseSeconds: [Bucket: RollingSum] = [:]
    /// What a source with a bucket said last of it.
    var tokenBucket: TokenBucket?
    /// What is known of the hour of a source that counts one.
    var hour = RollingHour()
    var pausedUntil: Date?
    var secondaryStrikes = 0
    var goodAnswers = 0
    /// Whether the host was seen to name no limits; nil until it has answered.
    var isUnlimited: Bool?

    // Requests under way don't outlive the process, and so they aren't encoded.
    var underWay: [Bucket: Int] = [:]
    var costUnderWay: [Bucket: Int] = [:]
    var averageSeconds = 0.0

    private enum CodingKeys: String, CodingKey {
        case rules, primary, concurrency, ceiling, points, responseSeconds, tokenBucket, hour, pausedUntil,
            secondaryStrikes, goodAnswers, isUnlimited, averageSeconds
    }

    /// A budget of which nothing is known yet.
    public init(rules: BudgetRules) {
        self.rules = rules
        concurrency = rules.maximumConcurrency
        ceiling = rules.maximumConcurrency
    }

    /// What is known, under rules that may have changed since it was learnt.
    func under(_ rules: BudgetRules) -> RateBudget {
        guard rules != self.rules else { return self }
        var budget = RateBudget(rules: rules)
        (budget.pausedUntil, budget.secondaryStrikes) = (pausedUntil, secondaryStrikes)
        guard rules.style == self.rules.style else { return budget }
        (budget.primary, budget.tokenBucket, budget.hour) = (primary, tokenBucket, hour)
        (budget.points, budget.responseSeconds, budget.averageSeconds) = (points, responseSeconds, averageSeconds)
        budget.isUnlimited = isUnlimited
        budget.ceiling = min(ceiling, rules.maximumConcurrency)
        budget.concurrency = min(concurrency, budget.ceiling)
        return budget
    }

    /// The number of requests under way.
    public var requestsUnderWay: Int { underWay.values.reduce(0, +) }

    /// Asks whether a request may be sent now; `.go` counts it.
    ///
    /// - Parameters:
    ///   - bucket: which limit it counts towards.
    ///   - cost: what it is expected to take of the primary limit: 1 for REST, the points for GraphQL.
    ///   - weight: its points towards the minute's limit: 1 for a read, 5 for a write.
    public mutating func ask(_ bucket: Bucket, cost: Int = 1, weight: Int = 1, now: Date) -> Decision {
        if let decision = pause(now) ?? primaryWait(bucket, cost: cost, now: now) ?? minuteWait(bucket, weight, now) {
            return decision
        }
        if requestsUnderWay >= max(1, concurrency) { return .waitForAnswer(.concurrency) }
        underWay[bucket, default: 0] += 1
        costUnderWay[bucket, default: 0] += cost
        points[bucket, default: RollingSum(.minute)].add(Double(weight), at: now)
        if rules.style == .rollingHour { hour.sent(at: now) }
        return .go
    }

    private func pause(_ now: Date) -> Decision? {
        guard let pausedUntil, pausedUntil > now else { return nil }
        return .wait(until: pausedUntil, .secondary)
    }

    private func primaryWait(_ bucket: Bucket, cost: Int, now: Date) -> Decision? {
        switch rules.style {
        case .window: windowWait(bucket, cost: cost, now: now)
        case .tokenBucket: tokenWait(now)
        case .rollingHour: hourWait(bucket, cost: cost, now: now)
        }
    }

    func windowWait(_ bucket: Bucket, cost: Int, now: Date) -> Decision? {
        guard let known = primary[bucket], known.limit > 0, known.reset > now else { return nil }
        let reserve = reserve(of: known.limit)
        let left = known.remaining - costUnderWay[bucket, default: 0] - reserve
        return left >= min(cost, known.limit - reserve)
            ? nil : .wait(until: known.reset.addingTimeInterval(1), .primary)
    }

    /// Where the whole limit is small (60 an hour without a token) the reserve is a tenth of it.
    func reserve(of limit: Int) -> Int { min(rules.reserve, limit / 10) }

    private func minuteWait(_ bucket: Bucket, _ weight: Int, _ now: Date) -> Decision? {
        if isUnlimited == true { return nil }
        let pointLimit = bucket == .rest ? rules.restPointsPerMinute : rules.graphQLPointsPerMinute
        if let pointLimit, let time = points[bucket]?.whenFits(Double(weight), under: Double(pointLimit), now: now) {
            return .wait(until: time, .pointsPerMinute)
        }
        return responseTimeWait(bucket, now)
    }

    private func responseTimeWait(_ bucket: Bucket, _ now: Date) -> Decision? {
        // What is under way will take about as long as the others did.
        let expected = averageSeconds * Double(requestsUnderWay + 1)
        if let limit = rules.responseSecondsPerMinute,
            let time = totalResponseSeconds.whenFits(expected, under: limit, now: now)
        {
            return .wait(until: time, .responseTime)
        }
        if bucket == .graphQL, let limit = rules.graphQLResponseSecondsPerMinute,
            let time = responseSeconds[.graphQL]?.whenFits(
                averageSeconds * Double(underWay[.graphQL, default: 0] + 1), under: limit, now: now)
        {
            return .wait(until: time, .responseTime)
        }
        return nil
    }

    private var totalResponseSeconds: RollingSum {
        responseSeconds.values.reduce(RollingSum(.minute)) { $0.merging($1) }
    }
}
