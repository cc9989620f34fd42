/// How many objects to ask for at once, learnt from what the source gives up on. Decides only; the time it costs to ask in
/// vain is the reason to remember.
public struct PageSize: Sendable, Hashable {
    public let largest: Int
    public private(set) var size: Int
    private var successes = 0
    /// The size before the present row of failures.
    private var before: Int
    /// The last size that worked where a larger one had not: what is worth remembering. A source that answers nothing
    /// at all teaches no size.
    public private(set) var proven: Int?
    private var hasFailed = false
    /// Whether a single object has just been set aside.
    private var hasIsolated = false

    public init(largest: Int) {
        self.largest = largest
        size = largest
        before = largest
    }

    /// - Parameter remembered: the size that worked in another process.
    public init(largest: Int, remembered: Int) {
        self.init(largest: largest)
        size = min(max(remembered, 1), largest)
        before = size
        hasFailed = size < largest
        proven = hasFailed ? size : nil
    }

    /// The page came. After five of them a page twice as large is tried.
    public mutating func worked() {
        if hasFailed { proven = size }
        hasIsolated = false
        successes += 1
        if successes >= 5, size < largest {
            size = min(largest, size * 2)
            successes = 0
        }
        before = size
    }

    /// The page was too heavy.
    /// - Returns: whether a smaller one may be asked for; `false` where it was a single object.
    public mutating func failed() -> Bool {
        successes = 0
        hasFailed = true
        guard size > 1 else { return false }
        // A source that fails again right after a single object has most likely ceased to answer at all: the sizes in
        // between would cost their time, and tell the same.
        size = hasIsolated ? 1 : max(1, size / 4)
        return true
    }

    /// The single object that is too heavy was found and set aside: the others are not to blame.
    public mutating func isolated() {
        size = before
        hasIsolated = true
    }
}
