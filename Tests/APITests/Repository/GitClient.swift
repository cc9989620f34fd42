import Foundation
import Subprocess
import SystemPackage

/// The git program, as people have it: without anybody's settings, and never asking for a password.
struct GitClient: Sendable {
    /// What a run of git said.
    struct Run: Sendable {
        let isSuccess: Bool
        let output: String
        let errors: String
    }

    struct Failure: Error {
        let arguments: [String]
        let errors: String
    }

    /// Where it works.
    let folder: String

    /// Runs git, whatever comes of it.
    func run(_ arguments: [String], input: String = "", extra: [String: String] = [:]) async throws -> Run {
        var values = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": "1600000000 +0200",
            "GIT_COMMITTER_NAME": "Charles", "GIT_COMMITTER_EMAIL": "charles@example.com",
            "GIT_COMMITTER_DATE": "1600000000 -0130",
        ]
        values.merge(extra) { _, new in new }
        var environment: [Subprocess.Environment.Key: String] = [:]
        for (key, value) in values { environment[.init(stringLiteral: key)] = value }
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), environment: .custom(environment),
            workingDirectory: FilePath(folder), input: .string(input), output: .string(limit: 1 << 24),
            error: .string(limit: 1 << 24))
        return Run(
            isSuccess: result.terminationStatus.isSuccess,
            output: result.standardOutput.trimmingCharacters(in: .newlines), errors: result.standardError)
    }

    /// Runs git, which must succeed, and returns what it printed.
    @discardableResult
    func callAsFunction(
        _ arguments: String..., input: String = "", extra: [String: String] = [:]
    ) async throws -> String {
        let run = try await run(arguments, input: input, extra: extra)
        guard run.isSuccess else { throw Failure(arguments: arguments, errors: run.errors) }
        return run.output
    }

    /// Commits everything in the folder at a time, in seconds since 1970.
    @discardableResult
    func commit(_ message: String, at seconds: Int) async throws -> String {
        let dates = ["GIT_AUTHOR_DATE": "\(seconds) +0200", "GIT_COMMITTER_DATE": "\(seconds) -0130"]
        try await self("add", "--all")
        try await self("commit", "--quiet", "--allow-empty", "--message", message, extra: dates)
        return try await self("rev-parse", "HEAD")
    }

    func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    func write(_ data: Data, to path: String) throws {
        let file = URL(fileURLWithPath: folder).appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }
}

/// Processes whose working directory is this one: every git of a repository is started in it.
func processes(in directory: String) -> [String] {
    let real = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.filter { entry in
        guard Int(entry) != nil else { return false }
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(entry)/cwd")) == real
    }
}

/// Looks again and again until the condition holds; false when it never does within twenty seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
