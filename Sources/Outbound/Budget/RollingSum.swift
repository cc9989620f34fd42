import Foundation

/// What was spent in the last 60 seconds, second by second.
struct RollingMinute: Codable, Hashable, Sendable {
    private struct Slot: Codable, Hashable {
        var second: Int
        var amount: Double
    }

    private var slots: [Slot] = []

    mutating func add(_ amount: Double, at now: Date) {
        let second = Self.second(now)
        slots.removeAll { $0.second <= second - 60 }
        if let index = slots.firstIndex(where: { $0.second == second }) {
            slots[index].amount += amount
        } else {
            slots.append(Slot(second: second, amount: amount))
        }
    }

    /// The sum of the last 60 seconds.
    func total(at now: Date) -> Double {
        let second = Self.second(now)
        return slots.reduce(0) { $1.second > second - 60 ? $0 + $1.amount : $0 }
    }

    /// The first moment at which `more` fits under the limit; nil where it fits now.
    ///
    /// More than the whole limit fits as soon as the minute is empty.
    func whenFits(_ more: Double, under limit: Double, now: Date) -> Date? {
        var sum = total(at: now)
        let second = Self.second(now)
        if sum + more <= limit || sum == 0 { return nil }
        for slot in slots.sorted(by: { $0.second < $1.second }) where slot.second > second - 60 {
            sum -= slot.amount
            if sum + more <= limit || sum <= 0 { return Date(timeIntervalSince1970: Double(slot.second + 60)) }
        }
        return Date(timeIntervalSince1970: Double(second + 60))
    }

    /// Both together.
    func merging(_ other: RollingMinute) -> RollingMinute {
        var sum = self
        for slot in other.slots {
            if let index = sum.slots.firstIndex(where: { $0.second == slot.second }) {
                sum.slots[index].amount += slot.amount
            } else {
                sum.slots.append(slot)
            }
        }
        return sum
    }

    private static func second(_ date: Date) -> Int { Int(date.timeIntervalSince1970.rounded(.down)) }
}
