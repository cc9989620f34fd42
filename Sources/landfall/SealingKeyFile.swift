import ArgumentParser
import Foundation
import Logging
import Secrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The key that seals credentials: from the environment, else from the file beside the store, which is made with mode
/// 0600 at the first start.
struct SealingKeyFile {
    let path: String

    init(in directory: URL) {
        path = directory.appendingPathComponent("sealing.key").path
    }

    /// - Parameter isNeeded: whether credentials lie in the store that a new key could not open.
    /// - Throws: ``CommandFailure``. A key that cannot be read is never written over.
    func key(logger: Logger, isNeeded: () async throws -> Bool) async throws -> SealingKey {
        if let text = ProcessInfo.processInfo.environment["LANDFALL_SEALING_KEY"] {
            do {
                return try SealingKey(hexadecimal: text)
            } catch {
                throw CommandFailure("LANDFALL_SEALING_KEY: \(error)")
            }
        }
        if let key = try read(logger) { return key }
        guard try await !isNeeded() else {
            throw CommandFailure(
                "\(path) is missing, and imports that have not ended need it: put it back from a backup. If it is gone for good, make a new one (openssl rand -hex 32 > \(path)) and cancel these imports"
            )
        }
        try write(try SealingKey.generate())
        // Another process may have been quicker: what lies there counts.
        guard let key = try read(logger) else { throw CommandFailure("\(path) has vanished: start again") }
        return key
    }

    /// - Returns: `nil` where there is no such file.
    private func read(_ logger: Logger) throws -> SealingKey? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw CommandFailure(
                "\(path) cannot be read (\(String(cString: strerror(errno)))): give it to the user that Landfall runs as (chown, chmod 600)"
            )
        }
        defer { close(file) }
        var facts = stat()
        if fstat(file, &facts) == 0, facts.st_mode & 0o077 != 0 {
            logger.warning(
                "others can read the sealing key: chmod 600 it, and change the tokens of imports that run",
                metadata: ["path": "\(path)"])
        }
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = Glibc.read(file, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        do {
            return try SealingKey(hexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw CommandFailure(
                "\(path) holds no sealing key (64 hex digits): put it back from a backup. If it is gone for good, remove the file; imports that have not ended must then be started again"
            )
        }
    }

    /// Whole or not at all, wherever the process dies, and never over a key that is there.
    private func write(_ key: SealingKey) throws {
        let new = "\(path).\(getpid()).new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { unlink(new) }
        let text = Array((key.hexadecimalForKeyFile + "\n").utf8)
        var problem = errno
        if file >= 0 {
            let isWritten = Glibc.write(file, text, text.count) == text.count && fsync(file) == 0
            problem = errno
            close(file)
            if isWritten {
                if link(new, path) == 0 || errno == EEXIST { return }
                problem = errno
            }
        }
        throw CommandFailure(
            "\(path) cannot be written (\(String(cString: strerror(problem)))): check the data directory's permissions and free space"
        )
    }

    /// What a process that was killed while it made the key left behind.
    func removeUnfinished() {
        let folder = (path as NSString).deletingLastPathComponent
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix("sealing.key.") && name.hasSuffix(".new") {
            let process = name.dropFirst("sealing.key.".count).dropLast(".new".count)
            guard let id = Int32(process), kill(id, 0) != 0 else { continue }
            unlink("\(folder)/\(name)")
        }
    }
}
