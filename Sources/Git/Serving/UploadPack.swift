public import NIOCore

/// The version of git's wire protocol a client asks for.
public enum GitProtocolVersion: Int, Sendable, Hashable, Comparable {
    /// The first.
    case zero = 0
    /// The first with a version line.
    case one = 1
    /// The second.
    case two = 2

    /// Reads the `Git-Protocol` header, such as `version=2`; the highest version counts, the rest is left out.
    public init(header: String?) {
        let versions = (header ?? "").split(separator: ":").compactMap { part -> GitProtocolVersion? in
            guard part.hasPrefix("version="), let number = Int(part.dropFirst("version=".count)) else { return nil }
            return GitProtocolVersion(rawValue: number)
        }
        self = versions.max() ?? .zero
    }

    /// Orders by number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Serves clones and fetches of a repository over stateless HTTP.
///
/// Both calls run git only while the body reads: it is ended when the body returns, throws, or is cancelled because
/// the client hung up.
public struct UploadPack: Sendable {
    let repository: GitRepository

    /// Serves this repository.
    public init(_ repository: GitRepository) {
        self.repository = repository
    }

    /// The answer to `GET info/refs?service=git-upload-pack`, content type
    /// `application/x-git-upload-pack-advertisement`.
    ///
    /// - Throws: ``GitError`` from the stream, and what `body` throws.
    public func advertise<Result>(
        _ version: GitProtocolVersion, isolation: isolated (any Actor)? = #isolation,
        _ body: (GitByteStream) async throws -> Result
    ) async throws -> Result {
        var command = command(version, ["--stateless-rpc", "--http-backend-info-refs"])
        command.deadline = .seconds(600)
        // Version 2 has no such line: git's own http-backend leaves it out as well.
        let head = PktLine.encode("# service=git-upload-pack\n").joined(with: PktLine.flush)
        return try await repository.runner.withOutput(
            of: command, startingWith: version == .two ? nil : head, body)
    }

    /// The answer to `POST git-upload-pack`, content type `application/x-git-upload-pack-result`.
    ///
    /// - Parameters:
    ///   - version: what the client asked for.
    ///   - input: the request's body, already inflated; read as fast as git takes it.
    ///   - body: reads the answer.
    /// - Throws: ``GitError`` from the stream, what `input` throws, and what `body` throws.
    public func serve<Input: AsyncSequence & Sendable, Result>(
        _ version: GitProtocolVersion, input: Input, isolation: isolated (any Actor)? = #isolation,
        _ body: (GitByteStream) async throws -> Result
    ) async throws -> Result where Input.Element == ByteBuffer {
        var command = command(version, ["--stateless-rpc"])
        command.input = .stream { writer in
            for try await buffer in input { try await writer.write(buffer) }
        }
        return try await repository.runner.withOutput(of: command, body)
    }

    private func command(_ version: GitProtocolVersion, _ options: [String]) -> GitCommand {
        var command = repository.command("upload-pack", options + ["--strict", "--", "."], deadline: nil)
        command.namesRepository = false
        if version > .zero { command.environment = ["GIT_PROTOCOL": "version=\(version.rawValue)"] }
        return command
    }
}

extension ByteBuffer {
    fileprivate func joined(with other: ByteBuffer) -> ByteBuffer {
        var copy = self
        copy.writeImmutableBuffer(other)
        return copy
    }
}
