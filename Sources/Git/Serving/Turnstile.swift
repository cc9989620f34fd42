import Synchronization

/// Lets so many through at a time and has the others wait, the callers in turns: nobody holds all places, however much
/// they ask for.
public final class Turnstile: Sendable {
    /// How many there may be.
    public struct Limits: Sendable, Hashable {
        /// Inside at a time.
        public var places: Int
        /// Inside at a time for one caller.
        public var placesOfOne: Int
        /// Waiting at a time; more are refused at once.
        public var queue: Int
        /// The longest wait.
        public var patience: Duration

        /// - Parameters:
        ///   - places: inside at a time, of which one caller has half at most.
        ///   - queue: waiting at a time.
        ///   - patience: the longest wait.
        public init(places: Int, queue: Int = 512, patience: Duration = .seconds(60)) {
            self.places = max(1, places)
            placesOfOne = max(1, places / 2)
            self.queue = queue
            self.patience = patience
        }
    }

    /// Too many wait, or it took too long: come back later.
    public struct Full: Error, Sendable, CustomStringConvertible {
        /// When it is worth another try, seconds.
        public let retryAfter = 10

        public var description: String { "the server has too much to do: try again in \(retryAfter) seconds" }
    }

    /// Leave to be inside, given back by ``leave()`` or by letting go of it.
    public final class Place: Sendable {
        private let turnstile: Turnstile
        private let caller: String
        private let isHeld = Mutex(true)

        fileprivate init(_ turnstile: Turnstile, caller: String) {
            self.turnstile = turnstile
            self.caller = caller
        }

        /// Gives the place to the next. A second call does nothing.
        public func leave() {
            let wasHeld = isHeld.withLock { held in
                defer { held = false }
                return held
            }
            if wasHeld { turnstile.leave(caller) }
        }

        deinit { leave() }
    }

    /// Who the work at hand is for; the empty text stands for everybody who has shown no credentials.
    @TaskLocal public static var caller = ""

    private struct Waiter {
        let id: Int
        let caller: String
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var inside: [String: Int] = [:]
        var total = 0
        var waiters: [Waiter] = []
        var nextID = 0
        /// Waiters whose wait was over before it had begun.
        var gone: Set<Int> = []

        func admits(_ caller: String, _ limits: Limits) -> Bool {
            total < limits.places && inside[caller, default: 0] < limits.placesOfOne
        }

        mutating func count(_ caller: String) {
            total += 1
            inside[caller, default: 0] += 1
        }

        /// Of those who may enter the one whose caller has the fewest inside; of these who came first.
        func next(_ limits: Limits) -> Int? {
            let candidates = waiters.indices.filter { admits(waiters[$0].caller, limits) }
            return candidates.min { inside[waiters[$0].caller, default: 0] < inside[waiters[$1].caller, default: 0] }
        }
    }

    private let limits: Limits
    private let state = Mutex(State())

    /// Nobody is inside.
    public init(_ limits: Limits) {
        self.limits = limits
    }

    /// How many are inside.
    public var count: Int { state.withLock { $0.total } }

    /// How many wait.
    public var waiting: Int { state.withLock { $0.waiters.count } }

    /// Waits for a place.
    ///
    /// - Throws: ``Full``; `CancellationError` when the task is cancelled while it waits.
    public func enter(caller: String = Turnstile.caller) async throws -> Place {
        let limits = limits
        let id: Int? = try state.withLock { state in
            if state.admits(caller, limits) {
                state.count(caller)
                return nil
            }
            guard state.waiters.count < limits.queue else { throw Full() }
            state.nextID += 1
            return state.nextID
        }
        if let id {
            guard await wait(id, caller) else {
                try Task.checkCancellation()
                throw Full()
            }
        }
        return Place(self, caller: caller)
    }

    /// - Returns: whether there is a place now.
    private func wait(_ id: Int, _ caller: String) async -> Bool {
        defer { state.withLock { _ = $0.gone.remove(id) } }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await self.turn(id, caller) }
            group.addTask { [limits] in
                try? await Task.sleep(for: limits.patience)
                self.giveUp(id)
                return nil
            }
            var isInside = false
            for await ended in group {
                guard let ended else { continue }
                isInside = ended
                group.cancelAll()
            }
            return isInside
        }
    }

    private func turn(_ id: Int, _ caller: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let isAdmitted: Bool? = state.withLock { state in
                if state.gone.remove(id) != nil { return false }
                // A place may have come free since it was asked for.
                if state.admits(caller, limits) {
                    state.count(caller)
                    return true
                }
                state.waiters.append(Waiter(id: id, caller: caller, continuation: continuation))
                return nil
            }
            if let isAdmitted { continuation.resume(returning: isAdmitted) }
        }
    }

    private func giveUp(_ id: Int) {
        let waiter: Waiter? = state.withLock { state in
            guard let place = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.gone.insert(id)
                return nil
            }
            return state.waiters.remove(at: place)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func leave(_ caller: String) {
        let next: Waiter? = state.withLock { state in
            state.total -= 1
            state.inside[caller, default: 1] -= 1
            if state.inside[caller] == 0 { state.inside[caller] = nil }
            guard let next = state.next(limits) else { return nil }
            let waiter = state.waiters.remove(at: next)
            state.count(waiter.caller)
            return waiter
        }
        next?.continuation.resume(returning: true)
    }
}
