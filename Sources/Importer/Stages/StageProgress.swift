import Model
import Synchronization

/// When a stage last got anywhere: what its timeout is measured by.
final class StageProgress: Sendable {
    private let last: Mutex<Timestamp>
    private let clock: @Sendable () -> Timestamp

    init(clock: @escaping @Sendable () -> Timestamp) {
        self.clock = clock
        last = Mutex(clock())
    }

    func touch() {
        let now = clock()
        last.withLock { $0 = now }
    }

    var secondsWithoutProgress: Double {
        clock().seconds(since: last.withLock { $0 })
    }
}
