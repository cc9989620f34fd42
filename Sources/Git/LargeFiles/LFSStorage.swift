import Foundation
import Glibc
public import NIOCore
import SystemPackage

/// The large files of all projects, each stored once under its SHA-256. Who may have which is not decided here.
public struct LFSStorage: Sendable {
    private let root: String

    /// - Parameter root: absolute path of the folder that holds them.
    init(root: String) {
        self.root = root
    }

    /// Where an object is, or would be; nil for what is no SHA-256, so that no name from outside becomes a path.
    public func path(of oid: String) -> String? {
        guard LFSPointer.isOID(oid) else { return nil }
        return "\(root)/\(oid.prefix(2))/\(oid.dropFirst(2).prefix(2))/\(oid)"
    }

    /// Bytes of an object; nil where it is not here.
    public func size(of oid: String) -> Int64? {
        guard let path = path(of: oid),
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        else { return nil }
        return (attributes[.size] as? NSNumber)?.int64Value
    }

    /// Begins a new object. What was begun before and never kept is nobody's: see ``removeUnfinished()``.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func begin() throws -> LFSUpload {
        let folder = "\(root)/incoming"
        return try Self.translating {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            while true {
                let path = "\(folder)/\(UUID().uuidString)"
                let file = try SystemPackage.FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: [.ownerReadWrite])
                var facts = stat()
                // Whoever removes what is left behind may have been quicker than the lock.
                if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, fstat(file.rawValue, &facts) == 0, facts.st_nlink > 0 {
                    return LFSUpload(path: path, file: file)
                }
                try file.close()
            }
        }
    }

    /// Puts a finished object to its place, over one that may be there. Call it in the transaction that writes its row:
    /// whoever removes rows with their files does so in one as well.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func keep(_ upload: LFSUpload, as oid: String) throws {
        guard let path = path(of: oid) else {
            throw GitError(verb: "lfs", cause: .invalidInput("this is no name of an LFS object"))
        }
        let folder = (path as NSString).deletingLastPathComponent
        try Self.translating {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            guard rename(upload.path, path) == 0 else { throw Errno(rawValue: errno) }
            let directory = try SystemPackage.FileDescriptor.open(
                FilePath(folder), .readOnly, options: [.directory, .closeOnExec])
            defer { try? directory.close() }
            _ = fsync(directory.rawValue)
        }
    }

    /// Removes objects; no fault where one is not there.
    public func remove(_ oids: [String]) {
        for path in oids.compactMap(path) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Removes what was begun and never kept by processes that are no more.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    public func removeUnfinished() -> Int {
        let folder = "\(root)/incoming"
        var removed = 0
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            let file = open(path, O_RDWR | O_CLOEXEC)
            guard file >= 0 else { continue }
            // Whoever still writes to it holds its lock.
            if flock(file, LOCK_EX | LOCK_NB) == 0, unlink(path) == 0 { removed += 1 }
            close(file)
        }
        return removed
    }

    /// The objects that lie here, in whatever project they are or were.
    public func all() -> [String] {
        let files = FileManager.default
        func folders(_ path: String) -> [String] {
            ((try? files.contentsOfDirectory(atPath: path)) ?? []).filter { $0.utf8.count == 2 }
                .map { "\(path)/\($0)" }
        }
        return folders(root).flatMap(folders).flatMap { (try? files.contentsOfDirectory(atPath: $0)) ?? [] }
            .filter { LFSPointer.isOID($0) }
    }

    static func translating<Result>(_ body: () throws -> Result) throws(GitError) -> Result {
        do {
            return try body()
        } catch let error as Errno where error == .noSpace || error == .diskQuotaExceeded {
            throw GitError(verb: "lfs", cause: .diskFull)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw GitError(verb: "lfs", cause: .diskFull)
        } catch {
            throw GitError(verb: "lfs", cause: .notWritable)
        }
    }
}

/// An object that is being written beside its place. It belongs to one writer.
public struct LFSUpload: Sendable {
    let path: String
    private let opened: OpenFile

    var file: SystemPackage.FileDescriptor { opened.descriptor }

    init(path: String, file: SystemPackage.FileDescriptor) {
        self.path = path
        opened = OpenFile(file)
    }

    /// Closed, and with that unlocked, when nobody has it any more.
    private final class OpenFile: Sendable {
        let descriptor: SystemPackage.FileDescriptor

        init(_ descriptor: SystemPackage.FileDescriptor) {
            self.descriptor = descriptor
        }

        deinit { try? descriptor.close() }
    }

    /// Writes the next piece.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func write(_ piece: ByteBuffer) throws {
        try LFSStorage.translating {
            _ = try piece.withUnsafeReadableBytes { try file.writeAll($0) }
        }
    }

    /// Makes sure that everything is on the disk. The file stays locked until it is kept or discarded.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func finish() throws {
        try LFSStorage.translating {
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// Throws away what was written; nothing happens once it was kept.
    public func discard() {
        unlink(path)
    }
}

extension RepositoryStorage {
    /// The large files that git repositories point to, shared by all projects.
    public var largeFiles: LFSStorage { LFSStorage(root: folder(named: "lfs")) }
}
