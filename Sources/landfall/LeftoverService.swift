import Foundation
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

extension Instance {
    /// Files that were written beside the sealing key and never came to its place. Whoever writes one now is another
    /// process, or began after this one.
    fileprivate func removeUnfinishedKeys() {
        guard lease.others.isEmpty else { return }
        let (files, folder) = (FileManager.default, settings.dataDirectory)
        for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix("sealing.key.") {
            let file = folder.appendingPathComponent(name)
            let made = (try? files.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
            if let made, made < lease.startedAt { try? files.removeItem(at: file) }
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
