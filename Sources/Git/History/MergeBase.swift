public import Model

extension GitRepository {
    /// The best common ancestor of two or more revisions; nil when they share no history.
    ///
    /// With more than two it is that of the first and a merge of all others, as `git merge-base` has it.
    ///
    /// - Throws: ``GitError``; `unknownRevision` when one of them isn't there.
    public func mergeBase(of revisions: [Revision]) async throws -> ObjectHash? {
        guard revisions.count >= 2 else {
            throw GitError(verb: "merge-base", cause: .invalidInput("at least two revisions are needed"))
        }
        var command = command("merge-base", ["--end-of-options"] + revisions.map(\.text))
        command.acceptedStatuses = [0, 1]
        let bytes = try await runner.run(command, limit: 65_536)
        return ObjectHash(bytes: bytes.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// Whether the first is reachable from the second.
    public func isAncestor(_ ancestor: Revision, of descendant: Revision) async throws -> Bool {
        let base = try await mergeBase(of: [ancestor, descendant])
        return try await base == resolve(ancestor)
    }
}
