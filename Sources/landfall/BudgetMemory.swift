import Foundation
import Jobs
import Logging
import Outbound
import ServiceLifecycle
import Store

/// Keeps what sources allow over restarts: a limit that was reached a minute ago is still reached.
struct BudgetMemory: Service {
    let instance: Instance

    func run() async throws {
        try await recall()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(5)) } catch { return }
                await keep()
            }
        }
        await keep()
    }

    private func recall() async throws {
        let kept = try await instance.store.read { try RateBudgets.all(in: $0) }
        for (account, json) in kept {
            guard let memory = try? JSONDecoder().decode(Memory.self, from: Data(json.utf8)) else { continue }
            _ = instance.keepers.keeper(
                for: BudgetKeepers.Key(account: account, host: memory.host), rules: memory.budget.rules,
                remembered: memory.budget)
        }
    }

    private func keep() async {
        let (budgets, now) = (instance.keepers.budgets, Instance.clock())
        do {
            // Also when the process is ending: what was learnt last matters most.
            try await withUncancelledTask { [store = instance.store] in
                try await store.write { connection in
                    for (key, budget) in budgets {
                        let json = String(
                            decoding: try JSONEncoder().encode(Memory(host: key.host, budget: budget)), as: UTF8.self)
                        try RateBudgets.setState(json, of: key.account, at: now, in: connection)
                    }
                }
            }
        } catch {
            instance.logger.warning("rate budgets could not be kept", metadata: ["error": "\(error)"])
        }
    }

    private struct Memory: Codable {
        var host: String
        var budget: RateBudget
    }
}
