import Foundation

/// A bucket that a token is taken out of for each request, and that fills at a constant rate up to its size.
struct TokenBucket: Codable, Hashable, Sendable {
    /// The most tokens it holds.
    let size: Int
    /// Tokens a second.
    let rate: Double
    private var tokens: Double
    private var time: Date
    /// No request before this: the source's word, after a refusal.
    private(set) var opens: Date

    /// A token an hour: a source that names less is not waited for any longer.
    private static let slowest = 1 / RateBudget.longestWait

    /// - Parameters:
    ///   - tokens: what it holds now.
    ///   - rate: tokens a second; a source that names none, or nonsense, is taken to give one.
    init(size: Int, tokens: Int, rate: Double?, now: Date) {
        self.size = max(1, size)
        self.rate = rate.flatMap { $0.isFinite && $0 > 0 ? max($0, Self.slowest) : nil } ?? 1
        self.tokens = Double(min(max(0, tokens), self.size))
        time = now
        opens = now
    }

    /// How long a token takes to come, seconds.
    var secondsForToken: Double { 1 / rate }

    func tokens(at now: Date) -> Double {
        min(Double(size), tokens + max(0, now.timeIntervalSince(time)) * rate)
    }

    /// The first moment at which it holds so many; nil where it does now. No bucket holds more than its size.
    func whenHolds(_ wanted: Int, now: Date) -> Date? {
        let missing = Double(min(wanted, size)) - tokens(at: now)
        let filled = missing > 0 ? now.addingTimeInterval(missing / rate) : now
        let time = max(filled, opens)
        return time > now ? time : nil
    }

    mutating func take(_ count: Int, at now: Date) {
        (tokens, time) = (max(0, tokens(at: now) - Double(count)), now)
    }

    /// It was found empty.
    mutating func empty(until opening: Date, now: Date) {
        (tokens, time) = (0, now)
        opens = max(opens, opening)
    }

    /// What is known now of the bucket that an answer tells of. Answers overtake each other: no bucket holds more than
    /// what it was told to hold and what has come since.
    func updated(by told: TokenBucket, now: Date) -> TokenBucket {
        var bucket = told
        bucket.opens = opens
        if told.size == size, told.rate == rate { bucket.tokens = min(told.tokens, tokens(at: now)) }
        return bucket
    }
}
