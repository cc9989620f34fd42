import Git
import Importer
import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Instance {
    /// Sees that imports can run here, before one is begun.
    /// - Throws: ``CommandFailure``, `GitError`.
    func checkImportsCanRun() async throws {
        do {
            try await GitRunner(executable: settings.git, logger: logger).checkedVersion()
        } catch let error as GitError {
            throw CommandFailure("\(error)")
        }
        warnOfOpenKey()
    }

    private func warnOfOpenKey() {
        var facts = stat()
        guard settings.sealingKeys.isEmpty, stat(keyFile.path, &facts) == 0, facts.st_mode & 0o077 != 0 else { return }
        logger.warning(
            "others can read the sealing key: chmod 600 it, then change it with 'landfall key rotate'",
            metadata: ["path": "\(keyFile.path)"])
    }
}

extension ListenAddress {
    /// What the system's word about an address to listen on means.
    func explained(_ error: IOError) -> CommandFailure {
        let reason =
            switch error.errnoCode {
            case EADDRINUSE: "another program listens there: end it, or choose another port with --listen"
            case EACCES: "this user may not listen there: choose a port above 1023 with --listen"
            case EADDRNOTAVAIL: "this machine has no such address: choose another with --listen"
            default: "\(error)"
            }
        return CommandFailure("cannot listen on \(self): \(reason)")
    }
}
