extension GitRepository {
    /// Lists a directory.
    ///
    /// - Parameters:
    ///   - revision: the commit, or anything that leads to a tree.
    ///   - path: the directory; empty for the root. Slashes at both ends don't count.
    ///   - recursive: also everything below, directories included.
    ///   - sizes: also the sizes of files, which reads each object's header.
    ///   - skip: entries to leave out at the beginning.
    ///   - limit: the most entries; nil for all.
    ///   - most: entries of the whole listing, which is held in memory; by default twice what the largest projects have.
    /// - Throws: ``GitError``: `outputTooLarge` beyond `most`, `unknownPath` when the path isn't there or is a file, `unknownRevision`.
    public func tree(
        _ revision: Revision, path: String = "", recursive: Bool = false, sizes: Bool = false, skip: Int = 0,
        limit: Int? = nil, most: Int = 1_000_000
    ) async throws -> TreePage {
        try checkPath(path, verb: "ls-tree")
        let folder = path.split(separator: "/").joined(separator: "/")
        var options = ["-z", "--full-tree"]
        if recursive { options += ["-r", "-t"] }
        if sizes { options.append("-l") }
        let command = command("ls-tree", options + ["--end-of-options", revision.path(folder)])
        let parser = TreeParser(prefix: folder.isEmpty ? "" : folder + "/", limit: most)
        let entries = try await translatingMissingPath(folder, at: revision) {
            try await runner.run(command, separatedBy: 0, parser: parser).entries
        }
        let ordered = [.tree, .blob, .commit].flatMap { kind in entries.filter { $0.kind == kind } }
        let page = ordered.dropFirst(max(0, skip)).prefix(limit ?? Int.max)
        return TreePage(entries: Array(page), total: entries.count)
    }

    /// The entry of one path with its size; nil when the path isn't there.
    ///
    /// - Throws: ``GitError``; `unknownRevision`.
    public func treeEntry(_ revision: Revision, path: String) async throws -> TreeEntry? {
        try checkPath(path, verb: "ls-tree")
        let name = path.split(separator: "/").joined(separator: "/")
        guard !name.isEmpty else { return nil }
        let arguments = ["-z", "-l", "--full-tree", "--end-of-options", revision.text, "--", name]
        let parser = TreeParser(prefix: "")
        let entries = try await runner.run(command("ls-tree", arguments), separatedBy: 0, parser: parser).entries
        return entries.first { $0.path == name }
    }

    /// The last commit that changed a path; nil when none did.
    public func lastCommit(_ revision: Revision, path: String) async throws -> GitCommit? {
        var query = CommitQuery()
        query.revision = revision
        query.path = path.split(separator: "/").joined(separator: "/")
        query.limit = 1
        return try await commits(query).commits.first
    }

    /// git says "not a valid object name" for the revision and for the path alike; the answer must tell them apart.
    private func translatingMissingPath<Result>(
        _ path: String, at revision: Revision, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as GitError where error.cause == .unknownRevision && !path.isEmpty {
            guard try await resolve(revision, as: .tree) != nil else { throw error }
            throw GitError(verb: error.verb, cause: .unknownPath, status: error.status)
        }
    }
}
