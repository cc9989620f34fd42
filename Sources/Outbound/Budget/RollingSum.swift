import Foundation

/// What was spent in the last minute or hour, slot by slot.
struct RollingSum: Codable, Hashable, Sendable {
    /// How long what is spent counts, and how finely it is known when.
    enum Span: String, Codable, Hashable {
        case minute
        case hour

        /// Seconds that are counted together.
        var slot: Int { self == .minute ? 1 : 60 }
        /// Slots after which what was spent counts no more: for the hour one more than it has, because the last
        /// second of a slot must be as old as the span too.
        var slots: Int { self == .minute ? 60 : 61 }
    }

    private struct Slot: Codable, Hashable {
        var index: Int
        var amount: Double
    }

    private let span: Span
    private var slots: [Slot] = []

    init(_ span: Span) {
        self.span = span
    }

    mutating func add(_ amount: Double, at now: Date) {
        let index = index(now)
        slots.removeAll { $0.index <= index - span.slots }
        if let place = slots.firstIndex(where: { $0.index == index }) {
            slots[place].amount += amount
        } else {
            slots.append(Slot(index: index, amount: amount))
        }
    }

    /// The sum of the last minute or hour.
    func total(at now: Date) -> Double {
        let index = index(now)
        return slots.reduce(0) { $1.index > index - span.slots ? $0 + $1.amount : $0 }
    }

    /// The first moment at which `more` fits under the limit; nil where it fits now.
    ///
    /// More than the whole limit fits as soon as the span is empty.
    func whenFits(_ more: Double, under limit: Double, now: Date) -> Date? {
        var sum = total(at: now)
        let index = index(now)
        if sum + more <= limit || sum == 0 { return nil }
        for slot in slots.sorted(by: { $0.index < $1.index }) where slot.index > index - span.slots {
            sum -= slot.amount
            if sum + more <= limit || sum <= 0 { return end(of: slot.index) }
        }
        return end(of: index)
    }

    /// Both together.
    func merging(_ other: RollingSum) -> RollingSum {
        var sum = self
        for slot in other.slots {
            if let place = sum.slots.firstIndex(where: { $0.index == slot.index }) {
                sum.slots[place].amount += slot.amount
            } else {
                sum.slots.append(slot)
            }
        }
        return sum
    }

    private func index(_ date: Date) -> Int { Int((date.timeIntervalSince1970 / Double(span.slot)).rounded(.down)) }

    /// When what a slot holds counts no more.
    private func end(of index: Int) -> Date {
        Date(timeIntervalSince1970: Double((index + span.slots) * span.slot))
    }
}
