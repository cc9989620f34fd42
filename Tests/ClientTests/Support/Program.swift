import Foundation
import Subprocess
import SystemPackage

/// What a program wrote, and how it ended.
struct ProgramResult: Sendable {
    let isSuccess: Bool
    let output: String
    let error: String
}

/// Runs a program to its end.
/// - Parameter environment: what it gets besides a search path.
func runProgram(
    _ path: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
) async throws -> ProgramResult {
    var values: [Subprocess.Environment.Key: String] = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder ?? "/nonexistent", "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "PYTHONDONTWRITEBYTECODE": "1",
    ]
    for (key, value) in environment { values[.init(stringLiteral: key)] = value }
    let result = try await Subprocess.run(
        path.contains("/") ? .path(FilePath(path)) : .name(path), arguments: Arguments(arguments),
        environment: .custom(values), workingDirectory: folder.map { FilePath($0) },
        output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
    return ProgramResult(
        isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput, error: result.standardError)
}
