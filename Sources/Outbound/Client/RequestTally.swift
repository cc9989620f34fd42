import Synchronization

/// Counts what really went over the wire for somebody who has to account for it.
public final class RequestTally: Sendable {
    /// What was counted so far.
    public struct Count: Sendable, Hashable {
        /// HTTP requests sent, each redirect and each retry on its own.
        public var requests = 0
        /// Bytes of bodies received, decompressed.
        public var bytes = 0
    }

    private let counts = Mutex(Count())

    /// A tally at zero.
    public init() {}

    /// What was counted so far.
    public var count: Count { counts.withLock { $0 } }

    func countRequest() { counts.withLock { $0.requests += 1 } }

    func count(bytes: Int) { counts.withLock { $0.bytes += bytes } }
}
