public import Foundation
import Subprocess
import SystemPackage

/// A child process that a test ran to its end: git, gzip, a client.
///
/// Not Foundation's `Process`: started from many tests at once it hands one child's pipes to another, which then never
/// end, and now and then crashes.
public struct Child: Sendable {
    /// Exit status; the negative signal number where a signal ended it.
    public let status: Int32
    public let output: Data
    public let errors: String

    /// What it printed, as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program, found by its name or named by its path, with this input. `environment` is added to a clean one.
    public static func run(
        _ program: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) async throws -> Child {
        var values: [Subprocess.Environment.Key: String] = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        ]
        for (name, value) in environment { values[.init(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            program.hasPrefix("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
            environment: .custom(values), input: .array([UInt8](input)), output: .bytes(limit: 256 << 20),
            error: .string(limit: 1 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return Child(status: status, output: Data(result.standardOutput), errors: result.standardError)
    }
}
