import Foundation

/// What is left of a token's budget for one resource.
struct RateBucket: Sendable {
    /// GitHub's names of the resources.
    enum Resource: String, Sendable {
        case core, graphql
    }

    var limit: Int
    var used = 0
    /// When it starts anew, in seconds since 1970.
    var reset: Int

    var remaining: Int { max(0, limit - used) }

    /// Takes `cost` from the budget unless nothing is left.
    /// - Returns: false when nothing is left.
    mutating func take(_ cost: Int, now: Int, window: Int) -> Bool {
        refresh(now: now, window: window)
        guard used < limit else { return false }
        used += cost
        return true
    }

    mutating func refresh(now: Int, window: Int) {
        guard now >= reset else { return }
        used = 0
        reset = now + window
    }

    /// The bucket as `GET /rate_limit` shows it.
    var answer: JSONValue {
        ["limit": .int(limit), "used": .int(used), "remaining": .int(remaining), "reset": .int(reset)]
    }
}
