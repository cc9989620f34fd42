public import Files
import Store

extension ImportRequests {
    /// Where the bytes of uploads and of releases' files are.
    public var files: FileStore { services.files }

    /// Removes the files that no project refers to any more, and what killed processes left of others.
    ///
    /// Files that came in within the last hour stay: an import may be about to refer to them.
    public func removeUnusedFiles() async throws {
        let store = services.store
        services.files.removeAbandoned()
        try await services.files.removeUnused { digests in
            try await store.read { try UsedFiles.among(digests, in: $0) }
        }
    }
}
