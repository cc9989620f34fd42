import Foundation
public import Logging
import Subprocess
import SystemPackage

/// Starts git as a child process: clean environment, own session, bounded output, every failure a ``GitError``.
///
/// A value is cheap to copy and holds no process. Cancelling the calling task ends git and all its children:
/// SIGTERM to the whole session, SIGKILL two seconds later. A cancelled call throws `CancellationError`.
public struct GitRunner: Sendable {
    /// Name looked up in ``searchPath``, or an absolute path.
    public let executable: String
    /// The `PATH` git and its helpers see.
    public let searchPath: String
    /// Transports git may use, by git's own names; everything else is refused (`protocol.allow=never`).
    public let allowedProtocols: [String]
    /// Bytes of memory that git may have where it reads, so that a small repository with a tree of billions of files
    /// harms nobody. Transfers of whole repositories may have three quarters of the machine's.
    public let readingMemory: Int
    /// Receives one debug line for each finished process; neither arguments nor addresses are logged.
    public let logger: Logger
    /// What each git has to pass before it starts; nil lets all start at once. What ``withOutput(of:startingWith:_:)``
    /// streams does not pass it: whoever answers with a stream needs its place before the answer begins.
    public var turnstile: Turnstile?

    /// - Parameters:
    ///   - executable: name of the program in `searchPath`, or its absolute path.
    ///   - searchPath: the `PATH` of the child.
    ///   - allowedProtocols: transports for fetching; tests add `file`.
    ///   - readingMemory: bytes of memory for what reads; default 2 GiB.
    ///   - logger: where debug lines go.
    public init(
        executable: String = "git",
        searchPath: String = "/usr/local/bin:/usr/bin:/bin",
        allowedProtocols: [String] = ["http", "https"],
        readingMemory: Int = 2 << 30,
        logger: Logger
    ) {
        self.executable = executable
        self.searchPath = searchPath
        self.allowedProtocols = allowedProtocols
        self.readingMemory = readingMemory
        self.logger = logger
    }

    /// The version git reports, such as `2.39.5`.
    ///
    /// - Throws: ``GitError`` with cause `gitMissing` when there is no git to run.
    public func version() async throws -> String {
        let bytes = try await run(GitCommand("version", deadline: .seconds(10)), limit: 4096)
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.count > 2 ? String(words[2]) : ""
    }

    /// Runs a command to its end and returns what it wrote.
    func run(_ command: GitCommand, limit: Int) async throws -> [UInt8] {
        try await run(command, into: BytesSink(verb: command.verb, limit: limit)).bytes
    }

    /// Runs a command and parses its output record by record; returns the parser in its last state.
    func run<Parser: RecordParser>(
        _ command: GitCommand, separatedBy separator: UInt8, parser: Parser, recordLimit: Int = 1 << 20
    ) async throws -> Parser {
        let sink = RecordSink(separator: separator, recordLimit: recordLimit, parser: parser)
        return try await run(command, into: sink).parser
    }

    /// Runs a command, hands its output to the sink and ends it when the sink has enough or the deadline passes.
    func run<Sink: OutputSink>(
        _ command: GitCommand, into sink: Sink, errorLines: ErrorLineListener? = nil
    ) async throws -> Sink {
        ignoreBrokenPipes()
        let place = try await turnstile?.enter()
        defer { place?.leave() }
        guard let deadline = command.deadline else {
            return try await execute(command, into: sink, errorLines: errorLines)
        }
        return try await withThrowingTaskGroup(of: Sink?.self) { group in
            group.addTask { try await execute(command, into: sink, errorLines: errorLines) }
            group.addTask {
                try await Task.sleep(for: deadline)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            guard let first else { throw GitError(verb: command.verb, cause: .timedOut(after: deadline)) }
            return first
        }
    }

    private func execute<Sink: OutputSink>(
        _ command: GitCommand, into initial: Sink, errorLines: ErrorLineListener?
    ) async throws -> Sink {
        var sink = initial
        let started = ContinuousClock.now
        do {
            let result = try await Subprocess.run(
                configuration(for: command), input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                MemoryLimit.set(memory(for: command), of: execution.processIdentifier.value)
                return try await converse(
                    with: ChildStreams(execution), input: command.input, sink: &sink, errorLines: errorLines)
            }
            // A cancelled run may return with the status of the signal instead of throwing.
            try Task.checkCancellation()
            log(command, result.terminationStatus, since: started)
            try check(result.terminationStatus, of: command, tail: result.closureResult)
            try sink.finish()
        } catch is EnoughOutput {
            try Task.checkCancellation()
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw GitError(verb: command.verb, launching: error)
        }
        return sink
    }

    private func memory(for command: GitCommand) -> Int {
        command.deadline == nil ? max(readingMemory, MemoryLimit.most) : readingMemory
    }

    private func check(_ status: TerminationStatus, of command: GitCommand, tail: ErrorTail) throws {
        switch status {
        case .exited(let code) where command.acceptedStatuses.contains(code): return
        case .exited(let code):
            throw GitError(verb: command.verb, status: .exited(code), lines: tail.lines)
        case .signaled(let signal):
            throw GitError(verb: command.verb, status: .signalled(signal), lines: tail.lines)
        }
    }

    private func log(_ command: GitCommand, _ status: TerminationStatus, since started: ContinuousClock.Instant) {
        logger.debug(
            "git finished",
            metadata: [
                "verb": "\(command.verb)", "status": "\(status)",
                "milliseconds": "\((ContinuousClock.now - started) / .milliseconds(1))",
            ])
    }
}

extension GitRunner {
    private func configuration(for command: GitCommand) -> Subprocess.Configuration {
        var options = PlatformOptions()
        // Its own session, so that the signal reaches git's children (index-pack, remote-http, bzip2) as well.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        return Subprocess.Configuration(
            executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(command.commandLine),
            environment: .custom(environment(for: command)),
            workingDirectory: FilePath(command.directory ?? "/"),
            platformOptions: options
        )
    }

    private func environment(for command: GitCommand) -> [Subprocess.Environment.Key: String] {
        var values = [
            "PATH": searchPath, "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
            // Pathspecs are paths here, never patterns; replace refs must not change what an id means.
            "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_REPLACE_OBJECTS": "1",
        ]
        values.merge(command.environment) { _, new in new }
        let settings = baseSettings + command.settings
        values["GIT_CONFIG_COUNT"] = String(settings.count)
        for (index, setting) in settings.enumerated() {
            values["GIT_CONFIG_KEY_\(index)"] = setting.key
            values["GIT_CONFIG_VALUE_\(index)"] = setting.value
        }
        var environment: [Subprocess.Environment.Key: String] = [:]
        for (key, value) in values { environment[.init(stringLiteral: key)] = value }
        return environment
    }

    /// Settings of every call. They travel in the environment: nothing of them shows in `ps` or stays on disk.
    private var baseSettings: [GitSetting] {
        var settings: [GitSetting] = [
            GitSetting("core.hooksPath", "/dev/null"), GitSetting("core.fsmonitor", "false"),
            GitSetting("core.quotePath", "false"), GitSetting("credential.helper", ""),
            GitSetting("gc.auto", "0"), GitSetting("maintenance.auto", "false"),
            // The data directory is ours by the operator's word, whoever owns its files.
            GitSetting("safe.directory", "*"), GitSetting("protocol.allow", "never"),
        ]
        settings += allowedProtocols.map { GitSetting("protocol.\($0).allow", "always") }
        return settings
    }
}
