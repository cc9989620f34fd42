public import Model
import Synchronization

/// Counts events by key, and refuses those beyond a limit until the window they fall into is over.
///
/// A window begins with the first event of a key. The memory is bounded: keys are chosen by whoever asks.
public final class Throttle<Key: Hashable & Sendable>: Sendable {
    /// Events of one key in one window; 0 refuses nothing.
    public let limit: Int
    /// How long a window lasts, in seconds.
    public let seconds: Double
    private let capacity: Int
    private let windows = Mutex<[Key: Window]>([:])

    private struct Window {
        var start: Timestamp
        var count: Int
    }

    /// - Parameter capacity: keys that are remembered at most; beyond it the older half is forgotten.
    public init(limit: Int, seconds: Double, capacity: Int = 10_000) {
        self.limit = limit
        self.seconds = seconds
        self.capacity = capacity
    }

    /// Keys that take memory now.
    public var count: Int { windows.withLock { $0.count } }

    /// Counts an event unless it is one too many.
    /// - Returns: the refusal where it is.
    public func admit(_ key: Key, at now: Timestamp) -> ThrottleRefusal? {
        guard limit > 0 else { return nil }
        return windows.withLock { windows in
            if let refusal = refusal(windows[key], at: now) { return refusal }
            count(key, at: now, &windows)
            return nil
        }
    }

    /// The refusal that stands now; counts nothing.
    public func refusal(of key: Key, at now: Timestamp) -> ThrottleRefusal? {
        guard limit > 0 else { return nil }
        return windows.withLock { refusal($0[key], at: now) }
    }

    /// Counts an event that has happened, whatever the limit.
    public func note(_ key: Key, at now: Timestamp) {
        guard limit > 0 else { return }
        windows.withLock { count(key, at: now, &$0) }
    }

    private func refusal(_ window: Window?, at now: Timestamp) -> ThrottleRefusal? {
        guard let window, isOpen(window, at: now), window.count >= limit else { return nil }
        return ThrottleRefusal(
            limit: limit, observed: window.count + 1, resetsAt: window.start.adding(seconds: seconds),
            seconds: max(1, Int((seconds - now.seconds(since: window.start)).rounded(.up))))
    }

    private func count(_ key: Key, at now: Timestamp, _ windows: inout [Key: Window]) {
        if let window = windows[key], isOpen(window, at: now) {
            windows[key]?.count += 1
            return
        }
        if windows.count >= capacity { makeRoom(at: now, &windows) }
        windows[key] = Window(start: now, count: 1)
    }

    /// A clock that was set back does not keep a window open for longer than it lasts.
    private func isOpen(_ window: Window, at now: Timestamp) -> Bool {
        (0..<seconds).contains(now.seconds(since: window.start))
    }

    private func makeRoom(at now: Timestamp, _ windows: inout [Key: Window]) {
        windows = windows.filter { isOpen($0.value, at: now) }
        guard windows.count >= capacity else { return }
        let newest = windows.sorted { $0.value.start > $1.value.start }.prefix(capacity / 2)
        windows = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
    }
}

/// Why something is refused for now, and for how long.
public struct ThrottleRefusal: Sendable, Equatable {
    /// Events that one window takes.
    public var limit: Int
    /// This one counted.
    public var observed: Int
    /// When the window is over.
    public var resetsAt: Timestamp
    /// Whole seconds until then, at least 1.
    public var seconds: Int
}
