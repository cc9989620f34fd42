import Foundation
import Subprocess
import SystemPackage

/// `landfall` as a process of its own, which a test may kill.
struct KillableProgram: Sendable {
    var arguments: [String]
    var environment: [String: String] = [:]
    /// What it is started by, such as a shell that sets a limit: a program and its arguments.
    var launcher: [String] = []

    /// How it ended, and what it wrote to both of its outputs.
    struct End: Sendable {
        /// `nil` when a signal ended it.
        var status: Int32?
        var output: String
    }

    /// Runs it to its end, or until `kill` returns: then it gets SIGKILL, which nothing can be done about.
    /// - Parameters:
    ///   - temporary: the folder for temporary files that it is told of.
    ///   - kill: is told what the program has written so far whenever it asks.
    func run(
        temporary: URL, kill: (@Sendable (KilledOutput) async throws -> Void)? = nil
    ) async throws -> End {
        var values: [Subprocess.Environment.Key: String] = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "TMPDIR": temporary.path,
        ]
        for (name, value) in environment { values[.init(stringLiteral: name)] = value }
        let output = KilledOutput()
        let line = launcher + [Processes.landfall.path] + arguments
        let result = try await Subprocess.run(
            line[0].hasPrefix("/") ? .path(FilePath(line[0])) : .name(line[0]),
            arguments: Arguments(Array(line.dropFirst())), environment: .custom(values),
            input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await piece in execution.standardOutput {
                        await output.append(piece.withUnsafeBytes { Array($0) })
                    }
                }
                if let kill {
                    group.addTask {
                        try await kill(output)
                        try execution.send(signal: .kill)
                        // Its output ends with it.
                        try await Task.sleep(for: .seconds(3600))
                    }
                }
                do {
                    try await group.next()
                } catch {
                    try? execution.send(signal: .kill)
                    throw error
                }
                group.cancelAll()
            }
        }
        let text = await output.text
        guard case .exited(let status) = result.terminationStatus else { return End(status: nil, output: text) }
        return End(status: status, output: text)
    }
}

/// What a program has written so far.
actor KilledOutput {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func append(_ more: [UInt8]) { bytes += more }

    /// Returns once it has written this.
    func wait(for words: Regex<Substring>) async throws {
        while text.firstMatch(of: words) == nil { try await Task.sleep(for: .milliseconds(3)) }
    }
}
