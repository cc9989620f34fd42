public import Foundation

/// Decides whether a request that went wrong is sent again, and when. It does nothing itself.
///
/// Rate limits aren't its business: see ``RateBudget``.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a request is sent at most, the first time included.
    public var maximumAttempts: Int
    /// The pause before the second attempt; it doubles with each further one.
    public var firstPause: Duration
    /// The longest pause.
    public var longestPause: Duration

    /// Five attempts, pauses from half a second to 30 seconds.
    public init(
        maximumAttempts: Int = 5, firstPause: Duration = .milliseconds(500), longestPause: Duration = .seconds(30)
    ) {
        self.maximumAttempts = maximumAttempts
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// What came of an attempt.
    public enum Outcome: Sendable, Hashable {
        /// An answer with this status, and what its `Retry-After` field says.
        case answered(status: Int, retryAfter: String?)
        /// No answer, or not a whole one.
        case failed(OutboundError)
    }

    /// What to do.
    public enum Action: Sendable, Hashable {
        /// Send it again after this pause.
        case retry(after: Duration)
        /// Hand what there is to the caller.
        case giveUp
    }

    /// Decides after one attempt.
    ///
    /// - Parameters:
    ///   - attempt: which attempt this was, from 1.
    ///   - outcome: what came of it.
    ///   - now: the time, for a `Retry-After` that names a date.
    ///   - random: a number from 0 to 1 that spreads the pauses of many requests over the second half of the pause.
    public func action(attempt: Int, outcome: Outcome, now: Date, random: Double) -> Action {
        guard attempt < maximumAttempts, mayHelp(outcome) else { return .giveUp }
        let doubled = firstPause * (1 << min(max(attempt - 1, 0), 20))
        let pause = min(doubled, longestPause) * (0.5 + min(max(random, 0), 1) / 2)
        guard case .answered(_, let retryAfter?) = outcome, let wish = RetryAfter.seconds(retryAfter, now: now) else {
            return .retry(after: pause)
        }
        return .retry(after: max(pause, .seconds(min(wish, 300))))
    }

    private func mayHelp(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .answered(let status, _): [408, 500, 502, 503, 504].contains(status)
        case .failed(let error): error.isTransient
        }
    }
}

/// Reads the `Retry-After` field (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The seconds it names, or the seconds until the date it names; nil where it is neither.
    public static func seconds(_ text: String, now: Date) -> Double? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(trimmed) { return seconds.isFinite ? max(0, seconds) : nil }
        // Foundation's formatter traps where a character is more than one code unit of UTF-16: an accent on a digit.
        guard trimmed.utf8.count <= 64, trimmed.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) else { return nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: trimmed).map { max(0, $0.timeIntervalSince(now)) }
    }
}
