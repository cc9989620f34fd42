public import Model

/// A file at a revision, without its content; GitLab's `repository/files`.
public struct GitFile: Sendable, Hashable {
    /// The file.
    public let entry: TreeEntry
    /// The commit the revision names.
    public let commit: ObjectHash
    /// The last commit that changed the file.
    public let lastCommit: ObjectHash
}

extension GitRepository {
    /// Describes a file; nil when there is none at this path.
    ///
    /// - Throws: ``GitError``; `unknownRevision`.
    public func file(_ revision: Revision, path: String) async throws -> GitFile? {
        async let commit = resolve(revision)
        async let last = lastCommit(revision, path: path)
        guard let entry = try await treeEntry(revision, path: path), entry.kind == .blob else { return nil }
        guard let commit = try await commit, let last = try await last else { return nil }
        return GitFile(entry: entry, commit: commit, lastCommit: last.id)
    }

    /// The content of a blob.
    ///
    /// - Parameter limit: the most bytes to hold in memory.
    /// - Throws: ``GitError``: `outputTooLarge` beyond the limit, `unknownRevision` when there is no such blob.
    public func blob(_ id: ObjectHash, limit: Int) async throws -> [UInt8] {
        try await runner.run(command("cat-file", ["blob", id.hex]), limit: limit)
    }

    /// The content of the file at a path; nil when there is none.
    ///
    /// - Parameter limit: the most bytes to hold in memory.
    /// - Throws: ``GitError``: `outputTooLarge` beyond the limit, `unknownRevision`.
    public func blob(_ revision: Revision, path: String, limit: Int) async throws -> [UInt8]? {
        guard let entry = try await treeEntry(revision, path: path), entry.kind == .blob else { return nil }
        return try await blob(entry.id, limit: limit)
    }

    /// Bytes of a blob; nil when there is no blob of that name.
    public func blobSize(_ id: ObjectHash) async throws -> Int64? {
        var command = command("cat-file", ["--batch-check=%(objecttype) %(objectsize)"], deadline: .seconds(30))
        command.input = .bytes(Array("\(id.hex)\n".utf8))
        let bytes = try await runner.run(command, limit: 4096)
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0] == "blob" else { return nil }
        return Int64(words[1])
    }

    /// Streams the content of a blob of any size.
    ///
    /// - Parameter body: reads the stream; git ends when it returns or throws.
    /// - Throws: ``GitError`` from the stream, and what `body` throws.
    public func withBlob<Result>(
        _ id: ObjectHash, isolation: isolated (any Actor)? = #isolation, _ body: (GitByteStream) async throws -> Result
    ) async throws -> Result {
        try await runner.withOutput(of: command("cat-file", ["blob", id.hex], deadline: nil), body)
    }
}
