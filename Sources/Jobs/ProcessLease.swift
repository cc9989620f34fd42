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
    /// When this process took it.
    public let startedAt = Date()
    private let directory: URL
    private let descriptor: Int32

    /// Makes and locks this process's file in `directory`.
    /// - Throws: ``JobsError/cannotLock(_:)``.
    public init(directory: URL) throws {
        self.directory = directory
        owner = UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        descriptor = try Self.lockedFile(at: directory.appendingPathComponent(owner + ".lock").path)
        _ = others
    }

    /// Who looks for ended processes may find the file before it is locked, and take it away.
    private static func lockedFile(at path: String) throws -> Int32 {
        for _ in 0..<100 {
            let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard file >= 0 else { break }
            var facts = stat()
            if flock(file, LOCK_EX) == 0, fstat(file, &facts) == 0, facts.st_nlink > 0 { return file }
            close(file)
        }
        throw JobsError.cannotLock(path, because: String(cString: strerror(errno)))
    }

    /// The other processes that run on this directory now.
    public var others: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        let names = files.compactMap { $0.hasSuffix(".lock") ? String($0.dropLast(".lock".count)) : nil }
        return names.filter { $0 != owner && isAlive($0) }
    }

    deinit {
        unlink(directory.appendingPathComponent(owner + ".lock").path)
        close(descriptor)
    }

    /// Whether the process that goes by this name still runs. Its file is removed where it does not.
    public func isAlive(_ other: String) -> Bool {
        if other == owner { return true }
        guard UUID(uuidString: other) != nil else { return false }
        let path = directory.appendingPathComponent(other + ".lock").path
        let file = open(path, O_RDWR | O_CLOEXEC)
        // A process that may open no more files cannot tell; two that run one job would be worse than one that waits.
        guard file >= 0 else { return errno != ENOENT }
        defer { close(file) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return true }
        unlink(path)
        return false
    }
}

/// What can go wrong with running jobs.
public enum JobsError: Error, Sendable, CustomStringConvertible {
    case cannotLock(String, because: String)

    public var description: String {
        switch self {
        case .cannotLock(let path, let reason):
            "\(path) cannot be made and locked (\(reason)): check the data directory's permissions and free space"
        }
    }
}
