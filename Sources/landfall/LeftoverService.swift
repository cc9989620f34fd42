import Importer
import Jobs
import Logging
import ServiceLifecycle

extension Instance {
    /// Removes what killed processes left on the disk. That it could not is no reason not to start.
    func removeLeftovers() async {
        do {
            let removed = try await ImportRequests(services: imports).removeLeftovers(lease: lease)
            if removed > 0 {
                logger.notice("removed what killed processes left behind", metadata: ["count": "\(removed)"])
            }
        } catch is CancellationError {
            return
        } catch {
            logger.warning("what killed processes left could not be removed", metadata: ["error": "\(error)"])
        }
    }
}

/// Looks for leftovers at the start and once an hour: what another process leaves, and what was too young.
struct LeftoverService: Service {
    let instance: Instance

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await instance.removeLeftovers()
                do { try await Task.sleep(for: .seconds(3600)) } catch { return }
            }
        }
    }
}
