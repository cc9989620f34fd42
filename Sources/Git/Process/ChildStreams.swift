import Glibc
import NIOCore
import Subprocess

/// Told of each line git writes to standard error; progress lines end with a carriage return and count as lines.
typealias ErrorLineListener = @Sendable (String) async -> Void

/// Thrown inside the conversation to end git when the reader has all it wants; never leaves the runner.
struct EnoughOutput: Error {}

/// The three streams of a running git.
struct ChildStreams: Sendable {
    let input: StandardInputWriter
    let output: SubprocessOutputSequence
    let error: SubprocessOutputSequence

    init(_ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>) {
        input = execution.standardInputWriter
        output = execution.standardOutput
        error = execution.standardError
    }
}

/// Where a streamed input is written to; waits while git doesn't read.
struct GitInputWriter: Sendable {
    let writer: StandardInputWriter

    func write(_ buffer: ByteBuffer) async throws {
        guard buffer.readableBytes > 0 else { return }
        _ = try await writer.write(Array(buffer.readableBytesView))
    }
}

private enum SideTask: Sendable {
    case errorRead(ErrorTail)
    case inputWritten(failure: (any Error)?)
}

/// Feeds input, reads both outputs at once, and returns the last lines of standard error.
///
/// - Throws: ``EnoughOutput`` when the sink wants no more, and what the sink or the source of the input throws.
func converse<Sink: OutputSink>(
    with streams: ChildStreams, input: GitInput, sink: inout Sink, errorLines: ErrorLineListener?
) async throws -> ErrorTail {
    try await withThrowingTaskGroup(of: SideTask.self) { group in
        group.addTask { .errorRead(await readErrorLines(streams.error, listener: errorLines)) }
        group.addTask { .inputWritten(failure: await feed(input, to: streams.input)) }
        for try await buffer in streams.output {
            guard try await sink.receive(buffer) == .more else { throw EnoughOutput() }
        }
        var tail = ErrorTail()
        while let finished = try await group.next() {
            switch finished {
            case .errorRead(let lines):
                tail = lines
                // git has closed its outputs: input that is still waiting for its source has no reader any more.
                group.cancelAll()
            case .inputWritten(let failure):
                if let failure, !(failure is CancellationError) { throw failure }
            }
        }
        return tail
    }
}

/// Writes the whole input and closes it. That git stopped reading is no failure of the input: its status says why.
private func feed(_ input: GitInput, to writer: StandardInputWriter) async -> (any Error)? {
    var failure: (any Error)?
    do {
        switch input {
        case .none: break
        case .bytes(let bytes): _ = try await writer.write(bytes)
        case .stream(let produce): try await produce(GitInputWriter(writer: writer))
        }
    } catch is SubprocessError {
        failure = nil
    } catch {
        failure = error
    }
    try? await writer.finish()
    return failure
}

private func readErrorLines(_ stream: SubprocessOutputSequence, listener: ErrorLineListener?) async -> ErrorTail {
    var tail = ErrorTail()
    do {
        for try await buffer in stream {
            // A cancelled reader must not go on for as long as git keeps talking: git is ended only after it.
            if Task.isCancelled { break }
            for line in buffer.withUnsafeBytes({ tail.append($0) }) { await listener?(line) }
        }
    } catch {
        // The pipe broke together with git; its exit status tells the story.
    }
    tail.finish()
    return tail
}

private let brokenPipesIgnored: Void = {
    _ = signal(SIGPIPE, SIG_IGN)
}()

/// Makes writing to a git that has ended an error (EPIPE) instead of the end of this process.
func ignoreBrokenPipes() {
    brokenPipesIgnored
}
