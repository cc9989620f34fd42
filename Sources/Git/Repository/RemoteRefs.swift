extension GitRepository {
    /// How many refs a remote offers below some prefixes, by its own word: nothing of this repository is looked at.
    ///
    /// - Parameters:
    ///   - url: http or https address; see ``fetchMirror(url:refspecs:secretHeaders:stallLimit:progress:)``.
    ///   - secretHeaders: HTTP header lines, which travel in the environment.
    ///   - patterns: glob patterns of whole ref names, such as `refs/heads/*`.
    /// - Throws: ``GitError``, also with the `remote…` causes; `CancellationError`.
    public func countRemoteRefs(
        url: String, patterns: [String], secretHeaders: [String] = [], stallLimit: Duration = .seconds(300)
    ) async throws -> Int {
        guard ([url] + secretHeaders).allSatisfy(Self.isOneLine), !patterns.isEmpty else {
            throw GitError(verb: "ls-remote", cause: .invalidInput("an address and at least one pattern are needed"))
        }
        // `--refs` leaves out what annotated tags point to, which are no refs.
        var command = command("ls-remote", ["--refs", "--", "source"] + patterns, deadline: nil)
        command.settings = Self.fetchSettings(url: url, stallLimit: stallLimit)
        command.settings += secretHeaders.map { GitSetting("http.\(url).extraHeader", $0) }
        return try await runner.run(command, separatedBy: UInt8(ascii: "\n"), parser: LineCounter()).count
    }
}

private struct LineCounter: RecordParser {
    var count = 0

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        if !record.isEmpty { count += 1 }
        return .more
    }
}
