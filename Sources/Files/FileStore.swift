import Glibc
import Secrets

/// Keeps files by their content: the same bytes are stored once, whoever brings them, and under no name but their
/// SHA-256. Who refers to a file is not its business; see ``removeUnused(olderThan:isUsed:)``.
///
/// Several processes may work on one folder.
public struct FileStore: Sendable {
    let root: String

    /// - Parameter root: absolute path of the folder that holds the files. It is made with the first file.
    public init(root: String) {
        self.root = root
    }

    /// A file to be filled and then kept or left.
    /// - Throws: ``FileStoreError``.
    public func receive() throws(FileStoreError) -> IncomingFile {
        try makeFolder(incoming)
        return try IncomingFile(store: self)
    }

    /// Where a file lies, for somebody who reads it; `nil` where there is none with this digest.
    ///
    /// - Parameter digest: SHA-256 in lower-case hex. Anything else names no file.
    public func path(of digest: String) -> String? {
        guard let path = place(of: digest), access(path, R_OK) == 0 else { return nil }
        return path
    }

    /// Removes what ``receive()`` left behind in processes that are no more.
    public func removeAbandoned() {
        for name in entries(of: incoming) {
            let path = "\(incoming)/\(name)"
            let file = open(path, O_RDWR | O_CLOEXEC)
            guard file >= 0 else { continue }
            // Whoever still writes to it holds its lock.
            if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(file)
        }
    }

    /// Removes the files that nobody refers to any more.
    ///
    /// - Parameters:
    ///   - seconds: younger files are spared: whoever has just brought one may not have written that down yet.
    ///   - used: those of the digests it is given that somebody refers to.
    /// - Returns: how many were removed.
    @discardableResult
    public func removeUnused(
        olderThan seconds: Double = 3600, amongUsed used: (_ digests: [String]) async throws -> Set<String>
    ) async throws -> Int {
        var removed = 0
        for folder in entries(of: root) where folder.utf8.count == 2 {
            let old = entries(of: "\(root)/\(folder)").filter { isOlder($0, than: seconds) }
            guard !old.isEmpty else { continue }
            let kept = try await used(old)
            for digest in old where !kept.contains(digest) {
                // Once more: somebody may have brought the same content again meanwhile.
                if isOlder(digest, than: seconds), let path = place(of: digest), unlink(path) == 0 { removed += 1 }
            }
        }
        return removed
    }

    var incoming: String { "\(root)/incoming" }

    /// `nil` for what is no digest, so that no text from outside becomes a path.
    func place(of digest: String) -> String? {
        guard digest.utf8.count == 64, digest.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return "\(root)/\(digest.prefix(2))/\(digest)"
    }

    func makeFolder(_ path: String) throws(FileStoreError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileStoreError(errno, "the folder for files cannot be made")
        }
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw FileStoreError(errno, "the folder for files cannot be made")
        }
    }

    private func isOlder(_ digest: String, than seconds: Double) -> Bool {
        var (facts, now) = (stat(), timespec())
        guard let path = place(of: digest), stat(path, &facts) == 0, clock_gettime(CLOCK_REALTIME, &now) == 0 else {
            return false
        }
        let age = Double(now.tv_sec - facts.st_mtim.tv_sec) + Double(now.tv_nsec - facts.st_mtim.tv_nsec) / 1e9
        return age >= seconds
    }

    private func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

/// Why a file could not be kept: what happened and what to do.
public struct FileStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether the disk, or what may be used of it, is full.
    public let isDiskFull: Bool

    init(_ code: Int32, _ what: String) {
        isDiskFull = code == ENOSPC || code == EDQUOT
        let cure = isDiskFull ? "make room on the disk of the data directory" : "check the data directory's permissions"
        description = "\(what) (\(String(cString: strerror(code)))): \(cure)"
    }
}
