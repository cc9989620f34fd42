import Files
import Model
import Remote
import Secrets
import Store
import Synchronization

/// How large files may be that imports bring, in bytes.
public struct FileLimits: Sendable, Hashable {
    /// What texts show; GitLab's limit for an upload.
    public var attachment: Int
    /// A file of a release; GitHub takes no larger ones.
    public var releaseAsset: Int

    public init(attachment: Int = 100 << 20, releaseAsset: Int = 2 << 30) {
        self.attachment = attachment
        self.releaseAsset = releaseAsset
    }
}

/// Brings files of the source into the store of files.
struct FileFetcher: Sendable {
    let run: ImportRun
    let progress: StageProgress

    /// A file that is kept.
    struct Fetched: Sendable {
        var digest: String
        var size: Int64
        var fileName: String
        var mediaType: String

        /// As a project's upload. Its address follows from its content, so that the same file has the same one again.
        var upload: Uploads.New {
            Uploads.New(
                secret: String(Digest.sha256("upload \(digest)").prefix(32)), fileName: fileName, digest: digest,
                size: size, mediaType: mediaType)
        }
    }

    /// Bytes that the project's files may still have together.
    func room() async throws -> Int64 {
        let project = run.project.id
        let used = try await run.services.store.read { try UsedFiles.bytes(project: project, in: $0) }
        return run.services.sourceLimits.files - used
    }

    /// - Throws: `RemoteFileError` where this file cannot be had; anything else ends the import.
    func fetch(_ file: RemoteFile, maximumBytes: Int) async throws -> Fetched {
        let incoming = try run.services.files.receive()
        defer { incoming.discard() }
        let head = try await run.remote.download(
            file, maximumBytes: maximumBytes, to: WatchedFile(file: incoming, progress: progress))
        let kind = FileKind(beginning: incoming.beginning, declared: head.mediaType)
        let name = kind.fileName(head.name ?? file.name)
        let size = incoming.size
        return Fetched(digest: try incoming.keep(), size: size, fileName: name, mediaType: kind.mediaType)
    }

    /// Fetches several, a few at a time.
    /// - Parameter report: is told of each as soon as it is here, or cannot be had.
    func fetchAll<Key: Sendable>(
        _ files: [(key: Key, file: RemoteFile)], maximumBytes: Int,
        report: @escaping @Sendable (Key, Result<Fetched, RemoteFileError>) async throws -> Void
    ) async throws {
        // Those that come at the same time may go beyond it together.
        let room = Room(files.isEmpty ? 0 : try await room())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, (key, file)) in files.enumerated() {
                if index >= Self.atOnce { try await group.next() }
                group.addTask {
                    let result = try await result(file, maximumBytes, room: room.left)
                    if case .success(let file) = result { room.take(file.size) }
                    try await report(key, result)
                }
            }
            try await group.waitForAllOrFirstFailure()
        }
    }

    private static let atOnce = 4

    private func result(
        _ file: RemoteFile, _ maximumBytes: Int, room: Int64
    ) async throws -> Result<Fetched, RemoteFileError> {
        let total = run.services.sourceLimits.files
        guard room > 0 else { return .failure(.tooMuch(limit: total)) }
        do {
            return .success(try await fetch(file, maximumBytes: min(maximumBytes, Int(clamping: room))))
        } catch RemoteFileError.tooLarge(let limit) where limit < maximumBytes {
            return .failure(.tooMuch(limit: total))
        } catch let error as RemoteFileError {
            return .failure(error)
        }
    }
}

/// Bytes that may still come in.
private final class Room: Sendable {
    private let bytes: Mutex<Int64>

    init(_ bytes: Int64) {
        self.bytes = Mutex(bytes)
    }

    var left: Int64 { bytes.withLock { $0 } }

    func take(_ size: Int64) {
        bytes.withLock { $0 -= size }
    }
}

/// A file that comes in: as long as it does, its stage is not stuck.
private struct WatchedFile: RemoteFileSink {
    let file: IncomingFile
    let progress: StageProgress

    func restart() throws {
        try file.restart()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        progress.touch()
        try file.write(bytes)
    }
}
