/// The formats of `repository/archive`.
public enum ArchiveFormat: String, Sendable, Hashable, CaseIterable {
    /// Plain tar.
    case tar
    /// tar compressed by gzip, GitLab's default.
    case tarGzip = "tar.gz"
    /// tar compressed by bzip2; needs the program `bzip2`.
    case tarBzip2 = "tar.bz2"
    /// ZIP.
    case zip

    /// Takes GitLab's names for them: `tar.gz`, `tgz`, `tar`, `zip`, `tar.bz2`, `tbz`, `tbz2`, `tb2`, `bz2`.
    public init?(gitLabName: String) {
        switch gitLabName {
        case "tar.gz", "tgz", "gz": self = .tarGzip
        case "tar": self = .tar
        case "zip": self = .zip
        case "tar.bz2", "tbz", "tbz2", "tb2", "bz2": self = .tarBzip2
        default: return nil
        }
    }
}

extension GitRepository {
    /// Streams an archive of a revision's files.
    ///
    /// - Parameters:
    ///   - revision: resolve it first, so that an unknown one is found before the first byte.
    ///   - format: the format.
    ///   - prefix: the directory all files lie in, without a slash at its end; empty for none.
    ///   - path: only this part of the tree; empty for all.
    ///   - body: reads the stream; git ends when it returns or throws.
    /// - Throws: ``GitError`` from the stream, and what `body` throws.
    public func withArchive<Result>(
        _ revision: Revision, format: ArchiveFormat, prefix: String = "", path: String = "",
        isolation: isolated (any Actor)? = #isolation, _ body: (GitByteStream) async throws -> Result
    ) async throws -> Result {
        try checkPath(path, verb: "archive")
        try checkPath(prefix, verb: "archive")
        var arguments = ["--format=\(format.rawValue)"]
        if !prefix.isEmpty { arguments.append("--prefix=\(prefix)/") }
        arguments += ["--end-of-options", revision.text]
        let folder = path.split(separator: "/").joined(separator: "/")
        if !folder.isEmpty { arguments.append(folder) }
        var command = command("archive", arguments, deadline: nil)
        if format == .tarBzip2 { command.settings = [GitSetting("tar.tar.bz2.command", "bzip2 -c")] }
        return try await runner.withOutput(of: command, body)
    }
}
