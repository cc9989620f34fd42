public import Foundation

/// Time and chance for whoever waits; tests bring their own.
public struct BudgetClock: Sendable {
    /// The time now.
    public var now: @Sendable () -> Date
    /// Waits until a time has come; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Date) async throws -> Void
    /// A number from 0 to 1.
    public var random: @Sendable () -> Double

    /// A clock of one's own.
    public init(
        now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Date) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The system's clock and chance.
    public static let system = BudgetClock(
        now: { Date() },
        sleep: { time in try await Task.sleep(for: .seconds(max(0, time.timeIntervalSinceNow))) },
        random: { Double.random(in: 0...1) })
}
