import Foundation

/// What is known of the requests of the last hour at a source that counts them (Bitbucket Cloud).
struct RollingHour: Codable, Hashable, Sendable {
    /// Requests sent from here.
    private var requests = RollingSum(.hour)
    private var lastSent: Date?
    /// What the source allows in an hour, where it has said so.
    private(set) var limit: Int?
    /// When it said last that little is left.
    private var nearLimitAt: Date?

    mutating func sent(at now: Date) {
        requests.add(1, at: now)
        lastSent = now
    }

    mutating func learn(limit told: Int?, isNearLimit: Bool?, now: Date) {
        if let told { limit = told }
        if let isNearLimit { nearLimitAt = isNearLimit ? now : nil }
    }

    func left(of limit: Int, now: Date) -> Int { max(0, limit - Int(requests.total(at: now))) }

    /// When another request may be sent; nil where it may now.
    ///
    /// - Parameters:
    ///   - limit: the requests of an hour.
    ///   - reserve: how many of them are left for others.
    func whenFits(limit: Int, reserve: Int, now: Date) -> Date? {
        requests.whenFits(1, under: Double(limit - reserve), now: now) ?? pace(limit: limit, now: now)
    }

    /// Where the source says that little is left, and not how little, and it was not from here that it was spent:
    /// no faster than an hour lasts.
    private func pace(limit: Int, now: Date) -> Date? {
        guard let nearLimitAt, now.timeIntervalSince(nearLimitAt) < 3600, let lastSent else { return nil }
        // Atlassian says so from four fifths of the limit on.
        guard requests.total(at: now) < Double(limit) * 0.8 else { return nil }
        let next = lastSent.addingTimeInterval(3600 / Double(max(1, limit)))
        return next > now ? next : nil
    }
}
