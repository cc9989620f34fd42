import Foundation
import Git
import Logging
import Model
import Subprocess

/// A directory of one test with a repository made by real git; removed when the test ends.
struct Scratch: Sendable {
    let directory: String
    let runner: GitRunner

    /// The working copy whose commits a test makes.
    var source: String { directory + "/source" }
    var sourceURL: String { "file://" + source }

    static func with<Result>(_ body: (Scratch) async throws -> Result) async throws -> Result {
        let directory = NSTemporaryDirectory() + "/git-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory + "/source", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let runner = GitRunner(allowedProtocols: ["http", "https", "file"], logger: Logger(label: "git-tests"))
        let scratch = Scratch(directory: directory, runner: runner)
        try await scratch.git("init", "--quiet", "--initial-branch=main", ".")
        return try await body(scratch)
    }

    /// Runs real git in the working copy; it must succeed.
    @discardableResult
    func git(_ arguments: String..., input: String = "", in folder: String? = nil, at time: Int = 1_600_000_000)
        async throws -> String
    {
        let environment: [Subprocess.Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": "\(time) +0200",
            "GIT_COMMITTER_NAME": "Charles", "GIT_COMMITTER_EMAIL": "charles@example.com",
            "GIT_COMMITTER_DATE": "\(time) -0130",
        ]
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(["-C", folder ?? source] + arguments), environment: .custom(environment),
            input: .string(input), output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw ScratchError(arguments: arguments, message: result.standardError)
        }
        return result.standardOutput.trimmingCharacters(in: .newlines)
    }

    func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    func write(_ data: Data, to path: String) throws {
        let file = source + "/" + path
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: file))
    }

    /// Commits everything and returns the commit.
    @discardableResult
    func commit(_ message: String, at time: Int = 1_600_000_000) async throws -> ObjectHash {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--allow-empty", "--message", message, at: time)
        return try await id("HEAD")
    }

    func id(_ revision: String) async throws -> ObjectHash {
        let text = try await git("rev-parse", "--verify", revision)
        guard let id = ObjectHash(text) else { throw ScratchError(arguments: [revision], message: text) }
        return id
    }

    /// A mirror of the working copy, made the way an import makes it.
    func mirror(
        _ name: String = "mirror.git", refspecs: [Refspec]? = nil
    ) async throws -> GitRepository {
        let pullRequests = try Refspec(from: "refs/pull/*/head", to: "refs/merge-requests/*/head")
        let repository = repository(name)
        try await repository.create()
        try await repository.fetchMirror(url: sourceURL, refspecs: refspecs ?? [.heads, .tags, pullRequests])
        return repository
    }

    func repository(_ name: String) -> GitRepository {
        GitRepository(directory: directory + "/" + name, runner: runner)
    }

    /// A program that stands in for git.
    func fakeGit(_ script: String) throws -> GitRepository {
        let path = directory + "/fake-git"
        try ("#!/bin/sh\n" + script).write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return GitRepository(
            directory: directory, runner: GitRunner(executable: path, logger: Logger(label: "git-tests")))
    }
}

struct ScratchError: Error {
    let arguments: [String]
    let message: String
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

/// Looks again and again until the condition holds; false when it never does within ten seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
