import AsyncAlgorithms
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Subprocess
import Synchronization

/// Serves a bare repository over HTTP with git's own CGI program, `git http-backend`: it speaks every version of the
/// protocol and unpacks compressed requests, and it is not the code Landfall itself serves repositories with.
struct GitBackend: Sendable {
    /// The repository's folder.
    let repository: String
    /// Whether commits that no ref holds are given to who knows their names.
    var servesUnadvertisedCommits = true

    /// Answers one request below the repository.
    /// - Parameter path: `/info/refs` or `/git-upload-pack`.
    func respond(to request: Request, path: String) async throws -> Response {
        let body = try await request.body.collect(upTo: 32 << 20)
        let environment = environment(request, path: path, length: body.readableBytes)
        let chunks = AsyncThrowingChannel<ByteBuffer, any Error>()
        let answer = ResponseBody { writer in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await run(environment, input: body, into: chunks) }
                var head = CGIHead()
                for try await chunk in chunks {
                    if let rest = head.body(of: chunk) { try await writer.write(rest) }
                }
            }
            try await writer.finish(nil)
        }
        let type =
            path.hasSuffix("info/refs")
            ? "application/x-git-upload-pack-advertisement"
            : "application/x-git-upload-pack-result"
        return Response(status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"], body: answer)
    }

    private func environment(_ request: Request, path: String, length: Int) -> Subprocess.Environment {
        GitCommand.environment.updating([
            "GIT_PROJECT_ROOT": repository, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
            "REQUEST_METHOD": request.method.rawValue, "QUERY_STRING": request.uri.query ?? "",
            "CONTENT_TYPE": request.headers[.contentType] ?? "", "CONTENT_LENGTH": String(length),
            "HTTP_CONTENT_ENCODING": request.headers[.contentEncoding],
            "GIT_PROTOCOL": request.headers[.gitProtocol],
            "GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            "GIT_CONFIG_KEY_1": "uploadpack.allowFilter", "GIT_CONFIG_VALUE_1": "true",
            "GIT_CONFIG_KEY_2": "uploadpack.allowAnySHA1InWant",
            "GIT_CONFIG_VALUE_2": servesUnadvertisedCommits ? "true" : "false",
        ])
    }

    private func run(
        _ environment: Subprocess.Environment, input: ByteBuffer,
        into chunks: AsyncThrowingChannel<ByteBuffer, any Error>
    ) async {
        let hasAnswered = Mutex(false)
        do {
            let result = try await Subprocess.run(
                .name("git"), arguments: ["http-backend"], environment: environment,
                input: .array(Array(input.readableBytesView)), output: .sequence, error: .string(limit: 65_536)
            ) { execution in
                for try await chunk in execution.standardOutput {
                    hasAnswered.withLock { $0 = true }
                    await chunks.send(ByteBuffer(bytes: chunk.withUnsafeBytes { Array($0) }))
                }
            }
            // A refusal is an answer too, and whole when the program ends with a status that is not 0.
            guard result.terminationStatus.isSuccess || hasAnswered.withLock({ $0 }) else {
                throw ContentError.gitFailed(command: "http-backend", message: result.standardError)
            }
            chunks.finish()
        } catch {
            chunks.fail(error)
        }
    }
}

/// Takes the head off what a CGI program prints.
private struct CGIHead {
    private var pending: [UInt8] = []
    private var isOver = false

    /// The part of a chunk that belongs to the body; nil when there is none yet.
    mutating func body(of chunk: ByteBuffer) -> ByteBuffer? {
        guard !isOver else { return chunk }
        pending += Array(chunk.readableBytesView)
        guard let end = pending.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else { return nil }
        isOver = true
        return ByteBuffer(bytes: pending[end.upperBound...])
    }
}
