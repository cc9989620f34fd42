import Files
import Model
import Remote
import Secrets
import Store

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
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, (key, file)) in files.enumerated() {
                if index >= Self.atOnce { try await group.next() }
                group.addTask { try await report(key, try await result(file, maximumBytes)) }
            }
            try await group.waitForAllOrFirstFailure()
        }
    }

    private static let atOnce = 4

    private func result(
        _ file: RemoteFile, _ maximumBytes: Int
    ) async throws -> Result<Fetched, RemoteFileError> {
        do {
            return .success(try await fetch(file, maximumBytes: maximumBytes))
        } catch let error as RemoteFileError {
            return .failure(error)
        }
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
