import Foundation
import Git
import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Instance {
    /// Whether there is room for a few more rows where the data lies.
    var hasRoom: Bool {
        var facts = statvfs()
        guard statvfs(settings.dataDirectory.path, &facts) == 0 else { return false }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) >= 256 << 10
    }

    /// Sees that imports can run here, before one is begun.
    /// - Throws: ``CommandFailure``, `GitError`.
    func checkImportsCanRun() async throws {
        do {
            try await GitRunner(executable: settings.git, logger: logger).checkedVersion()
        } catch let error as GitError {
            throw CommandFailure("\(error)")
        }
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
