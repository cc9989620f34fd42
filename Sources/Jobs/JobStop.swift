import Synchronization

/// Why a job is asked to stop.
public final class JobStop: Sendable {
    public enum Reason: Sendable {
        /// Somebody canceled it: it will not go on.
        case canceled
        /// The process ends: it goes on with the next one.
        case shutdown
        /// Others wait: it goes on when its turn comes again.
        case turn
    }

    private let value = Mutex<Reason?>(nil)

    public init() {}

    /// `nil` while nothing has asked; a task canceled without a reason is a shutdown.
    public var reason: Reason? { value.withLock { $0 } }

    func stop(for reason: Reason) {
        value.withLock { $0 = $0 ?? reason }
    }
}
