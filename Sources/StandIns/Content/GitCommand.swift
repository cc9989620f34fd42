import Subprocess
import SystemPackage

/// Runs git on one repository, untouched by the configuration of the person and the machine.
struct GitCommand: Sendable {
    let repository: String

    static let environment: Subprocess.Environment = .inherit.updating([
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    ])

    /// Runs git and returns what it printed, at most `limit` bytes.
    /// - Throws: ``ContentError/gitFailed(command:message:)``.
    @discardableResult
    func run(_ arguments: String..., limit: Int = 16 << 20) async throws -> String {
        try await run(arguments, limit: limit)
    }

    /// Runs git and returns what it printed, at most `limit` bytes.
    /// - Throws: ``ContentError/gitFailed(command:message:)``.
    func run(_ arguments: [String], limit: Int = 16 << 20) async throws -> String {
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(["-C", repository] + arguments), environment: Self.environment,
            output: .string(limit: limit), error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw ContentError.gitFailed(command: arguments.first ?? "", message: result.standardError)
        }
        return result.standardOutput
    }
}
