import Foundation
import Outbound

/// Asks once more where the source asks to wait, or where what it sent was cut and a second answer may be whole.
struct LFSPatience: Sendable {
    let policy: RetryPolicy
    let clock: BudgetClock

    /// How often the source may ask to wait before an object is given up.
    private static let maximumWaits = 10
    /// Seconds to wait where it does not say how long.
    private static let usualWait = 60.0
    /// The longest wait that its word is taken for, seconds.
    private static let longestWait = 3600.0

    /// - Returns: the last result.
    func perform<Value>(
        _ ask: () async throws -> Result<Value, LFSFailure>
    ) async throws -> Result<Value, LFSFailure> {
        var (waits, attempts) = (0, 1)
        while true {
            let result = try await ask()
            guard case .failure(let failure) = result else { return result }
            switch failure {
            case .limited(let retryAfter) where waits < Self.maximumWaits:
                waits += 1
                let wish = retryAfter.flatMap { RetryAfter.seconds($0, now: clock.now()) } ?? Self.usualWait
                try await pause(min(max(wish, 0.5), Self.longestWait))
            case .unreadable where attempts < policy.maximumAttempts:
                attempts += 1
                try await pause(0.5)
            default: return result
            }
        }
    }

    private func pause(_ seconds: Double) async throws {
        try await clock.sleep(clock.now().addingTimeInterval(seconds))
    }
}

extension LFSFailure {
    /// What an answer other than a success means.
    init(status: Int, retryAfter: String?) {
        let isLimit = status == 429 || ((status == 403 || status == 503) && retryAfter != nil)
        self = isLimit ? .limited(retryAfter: retryAfter) : .status(status)
    }
}
