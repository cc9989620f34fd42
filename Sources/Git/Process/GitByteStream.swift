import AsyncAlgorithms
public import NIOCore
import Subprocess

/// Bytes git is writing, for one reader. git waits while the reader does, so nothing piles up.
public struct GitByteStream: AsyncSequence, Sendable {
    /// A chunk of at most 64 KiB or so, the size of a pipe.
    public typealias Element = ByteBuffer

    let channel: AsyncThrowingChannel<ByteBuffer, any Error>

    /// Reads chunk after chunk.
    public struct Iterator: AsyncIteratorProtocol {
        var inner: AsyncThrowingChannel<ByteBuffer, any Error>.Iterator

        /// The next chunk, nil at the end.
        ///
        /// - Throws: ``GitError`` when git failed, `CancellationError` when the reader was cancelled.
        public mutating func next() async throws -> ByteBuffer? {
            if let chunk = try await inner.next() { return chunk }
            // A cancelled channel ends as if the output were whole; nobody may take it for that.
            try Task.checkCancellation()
            return nil
        }
    }

    /// Starts reading; call it once.
    public func makeAsyncIterator() -> Iterator {
        Iterator(inner: channel.makeAsyncIterator())
    }
}

extension GitRunner {
    /// Runs a command while `body` reads its output.
    ///
    /// When `body` returns early or throws, git is ended; when git fails, reading throws and so does this call.
    func withOutput<Result>(
        of command: GitCommand, startingWith head: ByteBuffer? = nil,
        isolation: isolated (any Actor)? = #isolation, _ body: (GitByteStream) async throws -> Result
    ) async throws -> Result {
        let channel = AsyncThrowingChannel<ByteBuffer, any Error>()
        var runner = self
        runner.turnstile = nil
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [runner] in
                do {
                    if let head { await channel.send(head) }
                    _ = try await runner.run(command, into: ChannelSink(channel: channel))
                    channel.finish()
                } catch {
                    channel.fail(error)
                    throw error
                }
            }
            let stream = GitByteStream(channel: channel)
            do {
                let result = try await body(stream)
                group.cancelAll()
                return result
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }
}

/// Sends chunks on; returns only when the reader has taken them.
private struct ChannelSink: OutputSink {
    let channel: AsyncThrowingChannel<ByteBuffer, any Error>

    func receive(_ buffer: SubprocessOutputSequence.Buffer) async throws -> Flow {
        await channel.send(buffer.withUnsafeBytes { ByteBuffer(bytes: $0) })
        try Task.checkCancellation()
        return .more
    }

    func finish() {}
}
