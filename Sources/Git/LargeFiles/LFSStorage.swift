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
            let path = "\(folder)/\(UUID().uuidString)"
            let file = try SystemPackage.FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite])
            return LFSUpload(path: path, file: file)
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

    /// Removes what was begun more than `age` ago and never kept: a process that was killed leaves it.
    public func removeUnfinished(olderThan age: Duration = .seconds(86_400)) {
        let folder = "\(root)/incoming"
        let limit = Date(timeIntervalSinceNow: -Double(age.components.seconds))
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard let changed = attributes?[.modificationDate] as? Date, changed < limit else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
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
    let file: SystemPackage.FileDescriptor

    /// Writes the next piece.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func write(_ piece: ByteBuffer) throws {
        try LFSStorage.translating {
            _ = try piece.withUnsafeReadableBytes { try file.writeAll($0) }
        }
    }

    /// Makes sure that everything is on the disk, and closes the file.
    ///
    /// - Throws: ``GitError`` with cause `diskFull` or `notWritable`.
    public func finish() throws {
        try LFSStorage.translating {
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            try file.close()
        }
    }

    /// Throws away what was written; nothing happens once it was kept.
    public func discard() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Closes the file and throws it away.
    public func abandon() {
        try? file.close()
        discard()
    }
}

extension RepositoryStorage {
    /// The large files that git repositories point to, shared by all projects.
    public var largeFiles: LFSStorage { LFSStorage(root: folder(named: "lfs")) }
}
