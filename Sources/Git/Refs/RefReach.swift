public import Model

extension GitRepository {
    /// Which of these branches hold no commit that `target` lacks; one process.
    ///
    /// - Throws: ``GitError``; `unknownRevision` when there is no `target`.
    public func mergedBranches(among branches: [RefName], into target: ObjectHash) async throws -> Set<RefName> {
        guard !branches.isEmpty else { return [] }
        let arguments = ["--merged=\(target.hex)", "--format=%(refname)", "--"] + branches.map(\.full)
        let found = try await runner.run(
            command("for-each-ref", arguments), separatedBy: UInt8(ascii: "\n"), parser: TextRecords())
        return Set(found.records.compactMap { RefName($0) })
    }

    /// The refs below a prefix from which a commit can be reached, by name.
    ///
    /// - Parameters:
    ///   - prefix: `refs/heads/` or `refs/tags/`.
    ///   - commit: must exist.
    /// - Throws: ``GitError``; `unknownRevision` when there is no such commit.
    public func refs(under prefix: String, containing commit: ObjectHash) async throws -> [RefName] {
        let arguments = ["--contains=\(commit.hex)", "--format=%(refname)", "--", prefix]
        let found = try await runner.run(
            command("for-each-ref", arguments), separatedBy: UInt8(ascii: "\n"), parser: TextRecords())
        return found.records.compactMap { RefName($0) }
    }
}
