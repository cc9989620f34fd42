import Foundation
import Secrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `sealing.key` in the data directory: one key a line, the newest first. There is more than one only from the
/// beginning of a change of keys to its end.
struct KeyFile: Sendable {
    let path: String
    private let directory: String

    init(directory: URL) {
        self.directory = directory.path
        path = directory.appendingPathComponent("sealing.key").path
    }

    /// - Throws: ``SecretsError``, also where there is no file.
    func read() throws -> [SealingKey] {
        guard let text = try contents() else {
            throw SecretsError.keyFile(
                """
                \(path) is missing, and with it the key that this store's credentials are sealed with: put it back, or \
                set LANDFALL_SEALING_KEY as it was. If it is lost, 'landfall key forget' gives up the credentials of \
                imports that have not ended
                """)
        }
        return try keys(text)
    }

    /// The same, and makes the first key where there is none. Of several processes that come here at once, one makes it.
    func readOrMake() throws -> [SealingKey] {
        if let text = try contents() { return try keys(text) }
        let beside = try writeBeside([try SealingKey.generate()])
        defer { unlink(beside) }
        guard link(beside, path) == 0 || errno == EEXIST else { throw failure("written") }
        try flushDirectory()
        return try read()
    }

    /// Puts these keys in the place of those that are there: a reader finds the old file or the new one, whole.
    func write(_ keys: [SealingKey]) throws {
        let beside = try writeBeside(keys)
        guard rename(beside, path) == 0 else {
            let failure = failure("written")
            unlink(beside)
            throw failure
        }
        try flushDirectory()
    }

    /// Whether other users of the machine may read it.
    var isOpenToOthers: Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & 0o077 != 0
    }

    /// Takes away what a killed writer left beside the file: it holds keys. While nobody writes: in a transaction of the
    /// store, as all writers are in one.
    func removeLeftovers() {
        let name = URL(fileURLWithPath: path).lastPathComponent + "."
        for file in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where file.hasPrefix(name) {
            unlink("\(directory)/\(file)")
        }
    }

    private func keys(_ text: String) throws -> [SealingKey] {
        let keys = try text.split(whereSeparator: \.isNewline).map { line in
            do {
                return try SealingKey(hexadecimal: line.trimmingCharacters(in: .whitespaces))
            } catch {
                throw SecretsError.keyFile("\(path) is damaged (\(error)): put it back from a backup")
            }
        }
        guard !keys.isEmpty else {
            throw SecretsError.keyFile(
                "\(path) is empty, and should hold a key of 64 hex digits: put it back from a backup")
        }
        return keys
    }

    /// `nil` only where there is no file: a key that cannot be read now must not be taken for one that never was.
    private func contents() throws -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw failure("read") }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// A file of its own for each attempt, which nobody else has ever been able to open, and which is on the disk before
    /// it gets its name.
    private func writeBeside(_ keys: [SealingKey]) throws -> String {
        let beside = "\(path).\(UUID().uuidString.lowercased())"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("written") }
        defer { close(descriptor) }
        let bytes = Array(keys.map { $0.hexadecimalForKeyFile + "\n" }.joined().utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let failure = failure("written")
            unlink(beside)
            throw failure
        }
        return beside
    }

    private func flushDirectory() throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("written") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("written") }
    }

    /// What `errno` says now.
    private func failure(_ what: String) -> SecretsError {
        .keyFile(
            """
            \(path) cannot be \(what) (\(String(cString: strerror(errno)))): give it to the user that Landfall runs as \
            (chown, chmod 600), and see that there is free space
            """)
    }
}
