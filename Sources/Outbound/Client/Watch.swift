import Synchronization

/// Keeps the time limits of one exchange: the reader says what it waits for, the watch throws when that takes too long.
///
/// Time in which nobody waits for the network (a slow consumer) counts towards the total only.
final class Watch: Sendable {
    private struct Wait {
        var step: OutboundError.Step
        var ends: ContinuousClock.Instant
    }

    private let url: OutboundURL
    private let timeouts: OutboundTimeouts
    private let deadline: ContinuousClock.Instant
    private let wait = Mutex<Wait?>(nil)

    init(url: OutboundURL, timeouts: OutboundTimeouts, deadline: ContinuousClock.Instant) {
        self.url = url
        self.timeouts = timeouts
        self.deadline = deadline
    }

    /// The reader begins to wait for the head of the answer, or for more of its body.
    func begins(_ step: OutboundError.Step) {
        let limit = step == .firstByte ? timeouts.firstByte : timeouts.idle
        let ends = ContinuousClock.now + limit
        wait.withLock { $0 = Wait(step: step, ends: ends) }
    }

    /// What the reader waited for has come.
    func ended() {
        wait.withLock { $0 = nil }
    }

    /// Runs beside the exchange until it is cancelled.
    ///
    /// - Throws: ``OutboundError/timedOut(url:step:)`` when a limit is passed; `CancellationError` when cancelled.
    func run() async throws {
        while true {
            let now = ContinuousClock.now
            let current = wait.withLock { $0 }
            if now >= deadline { throw OutboundError.timedOut(url: url.description, step: .total) }
            if let current, now >= current.ends {
                throw OutboundError.timedOut(url: url.description, step: current.step)
            }
            // A wait that begins while this sleeps ends no sooner than the shortest limit from now.
            let soonest = now + min(timeouts.firstByte, timeouts.idle)
            try await ContinuousClock().sleep(until: min(deadline, current?.ends ?? soonest, soonest))
        }
    }
}
