import Foundation
import Jobs
import Logging
import Model
import Outbound
import Store
import Synchronization

/// Keeps what sources allow over restarts: a limit that was reached a moment ago is still reached.
final class BudgetMemory: Sendable {
    /// Nothing that a source says of its limits holds for longer, seconds.
    private static let longest = 7.0 * 86_400

    private let store: any Datastore
    private let keepers: BudgetKeepers
    private let logger: Logger
    private let written = Mutex<[BudgetKeepers.Key: RateBudget]>([:])

    init(store: any Datastore, keepers: BudgetKeepers, logger: Logger) {
        self.store = store
        self.keepers = keepers
        self.logger = logger
    }

    /// Takes up what is kept, and keeps what is learnt while `body` runs.
    func during<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        await recall()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            // A refusal is kept at once: a process that is killed over it must not begin with another.
            group.addTask { for await _ in self.keepers.refusals { await self.keep() } }
            group.addTask { await self.keepUntilCancelled() }
            defer { group.cancelAll() }
            do {
                let result = try await body()
                await keep()
                return result
            } catch {
                await keep()
                throw error
            }
        }
    }

    private func keepUntilCancelled() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(5)) } catch { return }
            await keep()
        }
    }

    private func recall() async {
        do {
            let kept = try await store.read { try RateBudgets.all(in: $0) }
            var budgets: [BudgetKeepers.Key: RateBudget] = [:]
            for (row, json) in kept {
                guard let memory = try? JSONDecoder().decode(Memory.self, from: Data(json.utf8)) else { continue }
                let account = String(row.prefix { $0 != " " })
                budgets[BudgetKeepers.Key(account: account, host: memory.host)] = memory.budget
            }
            keepers.remember(budgets)
        } catch {
            logger.warning("rate budgets could not be recalled", metadata: ["error": "\(error)"])
        }
    }

    private func keep() async {
        let news = written.withLock { written in
            let budgets = keepers.budgets
            defer { written = budgets }
            return budgets.filter { written[$0.key] != $0.value }
        }
        guard !news.isEmpty else { return }
        let now = Instance.clock()
        do {
            // Also when the process is ending: what was learnt last matters most.
            try await withUncancelledTask { [store] in
                try await store.write { connection in
                    for (key, budget) in news {
                        let memory = try JSONEncoder().encode(Memory(host: key.host, budget: budget))
                        // One token may be good for two hosts, each with limits of its own.
                        try RateBudgets.setState(
                            String(decoding: memory, as: UTF8.self), of: "\(key.account) \(key.host)", at: now,
                            in: connection)
                    }
                    try RateBudgets.forget(before: now.adding(seconds: -Self.longest), in: connection)
                }
            }
        } catch {
            written.withLock { written in for key in news.keys { written[key] = nil } }
            logger.warning("rate budgets could not be kept", metadata: ["error": "\(error)"])
        }
    }

    private struct Memory: Codable {
        var host: String
        var budget: RateBudget
    }
}
