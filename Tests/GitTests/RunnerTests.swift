import Foundation
import Logging
import Testing

@testable import Git

@Suite struct RunnerTests {
    @Test func missingGitIsNamedWithItsCure() async throws {
        let runner = GitRunner(executable: "no-such-git", logger: Logger(label: "test"))
        let error = await #expect(throws: GitError.self) { try await runner.version() }
        #expect(error?.cause == .gitMissing)
        #expect(error?.description.contains("Install git") == true)
        let byPath = GitRunner(executable: "/nonexistent/git", logger: Logger(label: "test"))
        let other = await #expect(throws: GitError.self) { try await byPath.version() }
        #expect(other?.cause == .gitMissing)
    }

    @Test func versionIsRead() async throws {
        let version = try await GitRunner(logger: Logger(label: "test")).version()
        #expect(version.split(separator: ".").count >= 2)
        #expect(version.first?.isNumber == true)
    }

    @Test func missingDirectoryIsNoRepository() async throws {
        try await Scratch.with { scratch in
            let gone = await #expect(throws: GitError.self) {
                try await scratch.repository("nowhere.git").refs(under: "refs/")
            }
            #expect(gone?.cause == .notARepository)
            let plain = GitRepository(directory: scratch.directory, runner: scratch.runner)
            let error = await #expect(throws: GitError.self) { try await plain.refs(under: "refs/") }
            #expect(error?.cause == .notARepository)
        }
    }

    @Test func aKilledGitIsToldByItsSignal() async throws {
        try await Scratch.with { scratch in
            let repository = try scratch.fakeGit("kill -9 $$")
            let error = await #expect(throws: GitError.self) { try await repository.packRefs() }
            #expect(error?.cause == .killed(signal: 9))
            #expect(error?.isTransient == true)
        }
    }

    @Test func aFullDiskIsRecognised() async throws {
        try await Scratch.with { scratch in
            let script = "echo 'fatal: sha1 file write error: No space left on device' >&2; exit 128"
            let repository = try scratch.fakeGit(script)
            let error = await #expect(throws: GitError.self) { try await repository.packRefs() }
            #expect(error?.cause == .diskFull)
            #expect(error?.status == .exited(128))
            #expect(error?.description.contains("Free space") == true)
        }
    }

    @Test func onlyTheLastLinesAreKeptHoweverMuchGitSays() async throws {
        try await Scratch.with { scratch in
            let repository = try scratch.fakeGit("yes 'a line of noise' | head -200000 >&2; echo last >&2; exit 3")
            let error = await #expect(throws: GitError.self) { try await repository.packRefs() }
            #expect(error?.lines.count == 8)
            #expect(error?.lines.last == "last")
        }
    }

    @Test func gitThatIgnoresTheDeadlineIsKilled() async throws {
        try await Scratch.with { scratch in
            let repository = try scratch.fakeGit("trap '' TERM; while :; do sleep 1; done")
            let command = GitCommand("gc", [], directory: scratch.directory, deadline: .milliseconds(50))
            let error = await #expect(throws: GitError.self) { try await repository.runner.run(command, limit: 10) }
            #expect(error?.cause == .timedOut(after: .milliseconds(50)))
            #expect(await eventually { processes(in: scratch.directory).isEmpty })
        }
    }

    @Test func endlessOutputIsCutOffAtTheLimit() async throws {
        try await Scratch.with { scratch in
            let repository = try scratch.fakeGit("exec yes")
            let command = GitCommand("log", [], directory: scratch.directory)
            let error = await #expect(throws: GitError.self) {
                try await repository.runner.run(command, limit: 100_000)
            }
            #expect(error?.cause == .outputTooLarge(limit: 100_000))
            #expect(await eventually { processes(in: scratch.directory).isEmpty })
        }
    }

    @Test func theEnvironmentIsClean() async throws {
        try await Scratch.with { scratch in
            setenv("GIT_TRACE_TEST_SECRET", "do not pass on", 1)
            let repository = try scratch.fakeGit("env")
            let command = GitCommand("log", [], directory: scratch.directory)
            let text = String(decoding: try await repository.runner.run(command, limit: 100_000), as: UTF8.self)
            #expect(text.contains("HOME=/nonexistent"))
            #expect(text.contains("GIT_CONFIG_GLOBAL=/dev/null"))
            #expect(text.contains("GIT_TERMINAL_PROMPT=0"))
            #expect(!text.contains("GIT_TRACE_TEST_SECRET"))
        }
    }

    @Test func inputGitDoesNotReadIsNoFailure() async throws {
        try await Scratch.with { scratch in
            let repository = try scratch.fakeGit("exit 0")
            var command = GitCommand("update-ref", [], directory: scratch.directory)
            command.input = .bytes([UInt8](repeating: 0x61, count: 1 << 20))
            #expect(try await repository.runner.run(command, limit: 10).isEmpty)
        }
    }
}

@Suite struct ErrorTextTests {
    @Test(arguments: [
        (
            "fatal: unable to access 'http://u:p@127.0.0.1:9/cap/': refused",
            "fatal: unable to access '<address>': refused"
        ),
        ("see https://a.b/c and ssh://d/e", "see <address> and <address>"),
        ("no address: here", "no address: here"),
        ("://", "<address>"),
    ])
    func addressesAreRemoved(line: String, expected: String) {
        #expect(withoutAddresses(line) == expected)
    }

    @Test(arguments: [
        (
            "fatal: unable to access '<address>': The requested URL returned error: 403",
            GitError.Cause.remoteRefused(status: 403)
        ),
        ("fatal: unable to access '<address>': Could not resolve host: x", .remoteUnreachable),
        ("fatal: early EOF", .remoteInterrupted),
        (
            "error: object abc: treeNotSorted: not properly sorted\nfatal: fsck error in packed object",
            .badObjectsFromRemote
        ),
        ("fatal: bad revision 'x'", .unknownRevision),
        ("fatal: not a git repository (or any of the parent directories): .git", .notARepository),
        ("fatal: Unable to create '/d/refs/heads/x.lock': File exists.", .locked),
        ("fatal: loose object abc (stored in ./objects/ab/c) is corrupt", .damagedRepository),
        ("fatal: transport 'ssh' not allowed", .protocolRefused),
        ("fatal: something new", .failed),
    ])
    func gitsWordsBecomeACause(text: String, cause: GitError.Cause) {
        let lines = text.split(separator: "\n").map(String.init)
        #expect(GitError(verb: "fetch", status: .exited(128), lines: lines).cause == cause)
    }
}
