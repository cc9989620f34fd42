import Access
import Jobs
import Logging
import Model
import ServiceLifecycle
import Store

/// Writes down every ten minutes how many credentials were refused, where any were: a sum, whatever somebody tries.
struct RefusalMemory: Service {
    let instance: Instance

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(600)) } catch { return }
                await keep()
            }
        }
        await keep()
    }

    private func keep() async {
        let (counts, now) = (instance.refusals.take(), Instance.clock())
        guard !counts.isEmpty else { return }
        do {
            // Also when the process is ending.
            try await withUncancelledTask { [store = instance.store] in
                try await store.write { connection in
                    try AuditEvents.insert(
                        .authenticationRefused, by: .server, on: .instance, details: counts.mapValues { "\($0)" },
                        at: now, in: connection)
                }
            }
        } catch {
            instance.refusals.giveBack(counts)
            instance.logger.warning("refused credentials could not be written down", metadata: ["error": "\(error)"])
        }
    }
}
