import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that takes up some room on the disk of the data directory, and gives it back when the disk is full, so that
/// there is room to write how a job has ended.
public final class DiskReserve: Sendable {
    private let path: String
    private let bytes: Int

    /// - Parameters:
    ///   - path: where the file is; made by ``fill()``.
    ///   - bytes: how much room it takes.
    public init(path: String, bytes: Int = 1 << 20) {
        self.path = path
        self.bytes = bytes
    }

    /// Takes the room, if there is as much; does nothing where it has it already.
    public func fill() {
        let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, Int(status.st_size) < bytes else { return }
        if posix_fallocate(file, 0, off_t(bytes)) != 0 { ftruncate(file, 0) }
    }

    /// Gives the room back.
    public func release() {
        truncate(path, 0)
    }
}
