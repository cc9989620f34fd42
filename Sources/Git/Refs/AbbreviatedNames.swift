public import Model

extension GitRepository {
    /// The commits whose names begin with these digits, where there is exactly one; one process.
    ///
    /// - Throws: ``GitError``.
    public func commits(
        beginningWith abbreviations: [AbbreviatedHash]
    ) async throws -> [AbbreviatedHash: ObjectHash] {
        guard !abbreviations.isEmpty else { return [:] }
        var command = command("cat-file", ["--batch-check=%(objectname)"])
        command.input = .bytes(abbreviations.flatMap { Array("\($0.hex)^{commit}\n".utf8) })
        let output = try await runner.run(command, limit: 64 << 20)
        let answers = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        var commits: [AbbreviatedHash: ObjectHash] = [:]
        for (abbreviation, answer) in zip(abbreviations, answers) {
            // git takes a branch of that name before a commit; what is missing or ambiguous is no name.
            guard let commit = ObjectHash(answer), commit.hex.hasPrefix(abbreviation.hex) else { continue }
            commits[abbreviation] = commit
        }
        return commits
    }
}
