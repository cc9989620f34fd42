public import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Says that this process is alive, by holding a locked file under the data directory: the kernel lets go of the lock
/// the moment the process dies, however it dies, so that no lease has to time out and no clock is compared.
public final class ProcessLease: Sendable {
    /// What job rows name as their owner.
    public let owner: String
    private let directory: URL
    private let descriptor: Int32

    /// Makes and locks this process's file in `directory`.
    /// - Throws: ``JobsError/cannotLock(_:)``.
    public init(directory: URL) throws {
        self.directory = directory
        owner = UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let path = directory.appendingPathComponent(owner + ".lock").path
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw JobsError.cannotLock(path)
        }
        removeFilesOfEndedProcesses()
    }

    private func removeFilesOfEndedProcesses() {
        _ = others
    }

    deinit {
        unlink(directory.appendingPathComponent(owner + ".lock").path)
        close(descriptor)
    }

    /// The other processes that run on this data directory.
    public var others: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".lock") }.map { String($0.dropLast(".lock".count)) }
            .filter { $0 != owner && isAlive($0) }
    }

    /// Whether the process that goes by this name still runs. Its file is removed where it does not.
    public func isAlive(_ other: String) -> Bool {
        if other == owner { return true }
        guard UUID(uuidString: other) != nil else { return false }
        let path = directory.appendingPathComponent(other + ".lock").path
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return true }
        unlink(path)
        return false
    }
}

/// What can go wrong with running jobs.
public enum JobsError: Error, Sendable, CustomStringConvertible {
    case cannotLock(String)

    public var description: String {
        switch self {
        case .cannotLock(let path): "\(path) cannot be made and locked: check the data directory's permissions"
        }
    }
}
