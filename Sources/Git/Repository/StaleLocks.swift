import Foundation

extension GitRepository {
    /// Removes what a git that was killed left behind: lock files, temporary packs and objects.
    ///
    /// Call it before the first git of this process works on the repository; a running git would lose its locks.
    ///
    /// - Returns: the number of files and directories removed.
    /// - Throws: ``GitError`` with cause `notWritable`.
    @discardableResult
    public func removeStaleLocks() throws -> Int {
        guard let walker = FileManager.default.enumerator(atPath: directory) else { return 0 }
        var stale: [String] = []
        while let path = walker.nextObject() as? String {
            guard Self.isStale(path) else { continue }
            stale.append(path)
            walker.skipDescendants()
        }
        for path in stale.map({ directory + "/" + $0 }) {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                // The git of a process that was killed may still be cleaning up behind itself.
                guard !FileManager.default.fileExists(atPath: path) else {
                    throw GitError(verb: "remove locks", cause: .notWritable)
                }
            }
        }
        return stale.count
    }

    /// A ref can't end in `.lock`, so a file that does is always a lock.
    private static func isStale(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        if name.hasSuffix(".lock") { return true }
        // What Foundation writes before it moves it to its place, such as the repository's settings.
        if name.hasPrefix(".dat.nosync") { return true }
        guard path.hasPrefix("objects/") else { return false }
        return name.hasPrefix("tmp_") || name.hasPrefix("incoming-") || name.hasPrefix("tmp_objdir-")
            || name.hasPrefix(".tmp-")
    }
}
