import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The data directory as it is found at the start, before anything in it is opened.
enum DataDirectory {
    /// Makes it where it is missing.
    /// - Throws: ``CommandFailure``, also where repositories lie there without the store that knows them: a new store
    ///   would take them for nobody's.
    static func prepare(_ directory: URL) throws {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: directory.path, isDirectory: &isDirectory), !isDirectory.boolValue {
            throw CommandFailure("\(directory.path) is no directory: name another one with --data")
        }
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                "the data directory \(directory.path) cannot be made (\(reason(error))): make it and give this user the right to write there, or name another one with --data"
            )
        }
        try checkWritable(directory)
        guard !lacksStore(directory) else {
            throw CommandFailure(
                "\(directory.path) holds repositories, but its store landfall.sqlite is missing or empty: put it back from a backup; to begin anew, name another directory with --data"
            )
        }
    }

    /// Asked before SQLite opens them: beside a store that it may only read it would leave files that are read-only for
    /// good.
    private static func checkWritable(_ directory: URL) throws {
        for name in ["landfall.sqlite", "landfall.sqlite-wal", "landfall.sqlite-shm"] {
            let path = directory.appendingPathComponent(name).path
            guard access(path, W_OK) != 0, errno != ENOENT else { continue }
            throw CommandFailure(
                "\(path) cannot be written (\(String(cString: strerror(errno)))): check the data directory's permissions"
            )
        }
    }

    /// A store that was never written to has no repositories beside it, however early its process was killed.
    static func lacksStore(_ directory: URL) -> Bool {
        let files = FileManager.default
        func bytes(_ name: String) -> Int {
            let path = directory.appendingPathComponent(name).path
            return ((try? files.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
        }
        guard bytes("landfall.sqlite") == 0, bytes("landfall.sqlite-wal") == 0 else { return false }
        let repositories = directory.appendingPathComponent("repositories").path
        return ((try? files.contentsOfDirectory(atPath: repositories)) ?? []).contains { $0.hasSuffix(".git") }
    }

    private static func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let cause, cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
        return error.localizedDescription
    }
}
