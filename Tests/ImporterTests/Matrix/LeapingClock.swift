import Foundation
import Model
import Outbound
import Synchronization

/// A clock on which whoever waits has waited already: pauses of minutes pass at once, and it tells how much time they
/// took.
final class LeapingClock: Sendable {
    private let leaps = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(leapt) }
    var timestamp: Timestamp { Timestamp(millisecondsSinceEpoch: Int64(now.timeIntervalSince1970 * 1000)) }
    /// Seconds that were waited.
    var leapt: Double { leaps.withLock { $0 } }

    func leap(to time: Date) {
        let real = Date()
        leaps.withLock { $0 = max($0, time.timeIntervalSince(real)) }
    }

    var budget: BudgetClock {
        BudgetClock(
            now: { self.now },
            sleep: { time in
                try Task.checkCancellation()
                self.leap(to: time)
                await Task.yield()
            }, random: { 0.5 })
    }
}
