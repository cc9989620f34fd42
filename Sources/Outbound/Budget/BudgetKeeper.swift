import Foundation
import Synchronization

/// Holds the ``RateBudget`` of one account at one host for all who use it, and makes them wait.
public final class BudgetKeeper: Sendable {
    private struct State {
        var budget: RateBudget
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Waiters that were cancelled before they could be entered.
        var gone: Set<Int> = []
        var answers = 0
        var nextWaiter = 0
    }

    /// The host, for messages.
    public let host: String
    let clock: BudgetClock
    private let state: Mutex<State>
    private let onRefusal: @Sendable () -> Void

    /// - Parameters:
    ///   - host: the host's name, for messages.
    ///   - budget: a new budget, or one that was remembered.
    ///   - clock: the time, and how to wait.
    ///   - onRefusal: called after each answer that refuses for a limit.
    public init(
        host: String, budget: RateBudget, clock: BudgetClock = .system, onRefusal: @escaping @Sendable () -> Void = {}
    ) {
        self.host = host
        self.clock = clock
        self.onRefusal = onRefusal
        state = Mutex(State(budget: budget))
    }

    /// What is known now, fit to be remembered.
    public var budget: RateBudget { state.withLock { $0.budget } }

    /// Waits until a request may be sent, and counts it as under way. ``answered(_:)`` or
    /// ``abandoned(_:cost:took:)`` must follow.
    ///
    /// - Parameter onWait: is told what holds the request back each time it has to wait, and until when if known.
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func acquire(
        _ bucket: RateBudget.Bucket, cost: Int, weight: Int,
        onWait: (RateBudget.Limit, Date?) -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            let now = clock.now()
            let (decision, answers) = state.withLock {
                ($0.budget.ask(bucket, cost: cost, weight: weight, now: now), $0.answers)
            }
            switch decision {
            case .go: return
            case .wait(let until, let limit):
                onWait(limit, until)
                // In slices, so that a clock that is set right is noticed.
                try await clock.sleep(min(until, now.addingTimeInterval(60)))
            case .waitForAnswer(let limit):
                onWait(limit, nil)
                await nextAnswer(after: answers)
            }
        }
    }

    /// Learns from an answer, and wakes those who wait for one.
    func answered(_ answer: RateBudget.Answer) -> RateBudget.Verdict {
        let (now, jitter) = (clock.now(), clock.random())
        let verdict = settle { $0.answered(answer, now: now, jitter: jitter) }
        if verdict != .answered { onRefusal() }
        return verdict
    }

    /// A request ended without an answer.
    func abandoned(_ bucket: RateBudget.Bucket, cost: Int, took: Double) {
        let now = clock.now()
        settle { $0.abandoned(bucket, cost: cost, took: took, now: now) }
    }

    private func settle<Result: Sendable>(_ change: (inout RateBudget) -> Result) -> Result {
        let (result, waiters) = state.withLock { state in
            let result = change(&state.budget)
            let waiters = state.waiters.values.map { $0 }
            state.waiters = [:]
            state.answers += 1
            return (result, waiters)
        }
        // All of them: one alone might be cancelled, and the others would wait for an answer that never comes.
        for waiter in waiters { waiter.resume() }
        return result
    }

    private func nextAnswer(after answers: Int) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.gone.remove(id) != nil || state.answers != answers { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: id)
                if waiter == nil { state.gone.insert(id) }
                return waiter
            }
            waiter?.resume()
        }
        state.withLock { _ = $0.gone.remove(id) }
    }
}

/// The budgets in use, one for each account at each host, so that imports with the same token share theirs.
public final class BudgetKeepers: Sendable {
    /// Whose budget it is.
    public struct Key: Hashable, Sendable {
        /// The account, or a digest of its token: limits belong to the account, and this is no secret.
        public let account: String
        /// The host.
        public let host: String

        /// An account at a host.
        public init(account: String, host: String) {
            self.account = account
            self.host = host
        }
    }

    private struct State {
        var keepers: [Key: BudgetKeeper] = [:]
        var remembered: [Key: RateBudget] = [:]
    }

    private let state = Mutex(State())
    private let clock: BudgetClock
    private let refused: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)

    /// Yields after a source has refused for a limit: what was learnt then must outlive this process. For one reader.
    public var refusals: AsyncStream<Void> { refused.stream }

    /// No budgets yet.
    public init(clock: BudgetClock = .system) {
        self.clock = clock
        refused = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes up what was known when the last process ended.
    public func remember(_ budgets: [Key: RateBudget]) {
        state.withLock { $0.remembered.merge(budgets) { _, new in new } }
    }

    /// The keeper of a budget; made from what is remembered, or new, where it isn't in use yet.
    public func keeper(for key: Key, rules: BudgetRules) -> BudgetKeeper {
        state.withLock { state in
            if let keeper = state.keepers[key] { return keeper }
            let budget = state.remembered.removeValue(forKey: key)?.under(rules) ?? RateBudget(rules: rules)
            let keeper = BudgetKeeper(host: key.host, budget: budget, clock: clock) { [refused] in
                refused.continuation.yield()
            }
            state.keepers[key] = keeper
            return keeper
        }
    }

    /// All budgets in use, to be remembered.
    public var budgets: [Key: RateBudget] { state.withLock { $0.keepers }.mapValues(\.budget) }
}
