import Foundation
import StandIns
import TestSupport
import Testing

/// `landfall key rotate` as operators use it.
@Suite(.timeLimit(.minutes(5))) struct KeyRotationTests {
    private static let keys = (
        old: String(repeating: "0123456789abcdef", count: 4), new: String(repeating: "fedcba9876543210", count: 4)
    )

    private func start(_ server: ServerProcess, _ source: StandInGitHub, _ name: String) async throws -> Int {
        _ = try await server.call("POST", "/groups", ["name": "harbour", "path": "harbour"])
        let id = source.project("harbour-lights/lantern")?.repository.id ?? 0
        return try server.id(
            await server.call(
                "POST", "/import/github",
                [
                    "personal_access_token": StandInToken.owner.value, "repo_id": "\(id)", "new_name": name,
                    "target_namespace": "harbour", "github_hostname": source.url,
                ]))
    }

    private func landfall(
        _ arguments: [String], _ folder: String, environment: [String: String] = [:]
    ) async throws -> ProgramResult {
        try await runProgram(
            try Places.landfall(), arguments + ["--data", folder + "/data"], environment: environment, in: folder)
    }

    /// Starts imports and ends the server before they are done, so that their credentials are sealed in the store.
    private func leaveUnfinished(
        _ names: [String], _ source: StandInGitHub, _ folder: String, environment: [String: String] = [:]
    ) async throws -> [Int] {
        source.setLatency(.milliseconds(400))
        defer { source.setLatency(.zero) }
        return try await ServerProcess.run(data: folder + "/data", environment: environment) { server in
            var projects: [Int] = []
            for name in names { projects.append(try await start(server, source, name)) }
            return projects
        }.result
    }

    private func finish(
        _ projects: [Int], _ folder: String, environment: [String: String] = [:]
    ) async throws {
        _ = try await ServerProcess.run(data: folder + "/data", environment: environment) { server in
            for project in projects {
                let end = try await server.wait(for: ["finished", "failed"], project: project)
                #expect(end.status == "finished", "\(end.error ?? "")")
            }
        }
    }

    private func expectOpen(_ count: Int, _ folder: String, environment: [String: String] = [:]) async throws {
        let check = try await landfall(["key", "check"], folder, environment: environment)
        #expect(check.isSuccess, "\(check.output)\(check.error)")
        #expect(check.output.contains("\(count) sealed credentials, \(count) of them open"), "\(check.output)")
    }

    private func keyFile(_ folder: String) throws -> [Substring] {
        try String(contentsOfFile: folder + "/data/sealing.key", encoding: .utf8).split(separator: "\n")
    }

    @Test func aKeyIsRotatedUnderARunningServerAndItsImportsGoOn() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                source.setLatency(.milliseconds(100))
                _ = try await ServerProcess.run(data: folder + "/data") { server in
                    let first = try await start(server, source, "first")
                    let before = try keyFile(folder)
                    let rotated = try await landfall(["key", "rotate"], folder)
                    #expect(rotated.isSuccess, "\(rotated.output)\(rotated.error)")
                    #expect(rotated.output.contains("1 credentials are sealed with the new key"), "\(rotated.output)")
                    let second = try await start(server, source, "second")
                    try await expectOpen(2, folder)
                    source.setLatency(.zero)
                    for project in [first, second] {
                        let end = try await server.wait(for: ["finished", "failed"], project: project)
                        #expect(end.status == "finished", "\(end.error ?? "")")
                    }
                    let after = try keyFile(folder)
                    #expect(after.count == 1 && after != before)
                    let events = try await server.call("GET", "/audit_events").text
                    #expect(events.contains("sealing_key_rotated") && events.contains("command line (uid"))
                }
            }
        }
    }

    /// Killed at a random moment, again and again. `LANDFALL_SOAK_SECONDS` says for how long.
    @Test func aRotationKilledAtAnyMomentLosesNoCredential() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                let projects = try await leaveUnfinished(["one", "two", "three"], source, folder)
                let started = ContinuousClock.now
                #expect(try await landfall(["key", "rotate"], folder).isSuccess)
                var whole = (ContinuousClock.now - started) / .milliseconds(1)
                let seconds = Soak.seconds ?? 0
                let end = ContinuousClock.now + .seconds(seconds)
                var (round, killed) = (0, 0)
                while round < 8 || ContinuousClock.now < end {
                    round += 1
                    let moment = String(format: "%.4f", Double.random(in: 0.2...1) * whole / 1000)
                    let result = try await runProgram(
                        "timeout",
                        ["-s", "KILL", moment, Places.landfall(), "key", "rotate", "--data", folder + "/data"])
                    // A machine that has become faster would be done before it is killed.
                    if result.isSuccess { whole *= 0.8 } else { (killed, whole) = (killed + 1, whole * 1.05) }
                    try await expectOpen(3, folder)
                }
                print("key rotation: \(round) rounds, \(killed) killed")
                #expect(try await landfall(["key", "rotate"], folder).isSuccess)
                #expect(try keyFile(folder).count == 1)
                try await finish(projects, folder)
                let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/data")
                #expect(files.filter { $0.hasPrefix("sealing.key") } == ["sealing.key"])
            }
        }
    }

    @Test func aKeyOfTheEnvironmentIsRotatedWithTwoVariables() async throws {
        let old = ["LANDFALL_SEALING_KEY": Self.keys.old]
        let both = ["LANDFALL_SEALING_KEY": Self.keys.new, "LANDFALL_PREVIOUS_SEALING_KEY": Self.keys.old]
        let new = ["LANDFALL_SEALING_KEY": Self.keys.new]
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                let projects = try await leaveUnfinished(["lantern"], source, folder, environment: old)
                #expect(!FileManager.default.fileExists(atPath: folder + "/data/sealing.key"))
                let unprepared = try await landfall(["key", "rotate"], folder, environment: old)
                #expect(!unprepared.isSuccess && unprepared.error.contains("LANDFALL_PREVIOUS_SEALING_KEY"))
                // Before the rotation the new key alone is the wrong one: said at once, and nothing is touched.
                let early = try await landfall(["serve", "--listen", "127.0.0.1:0"], folder, environment: new)
                #expect(!early.isSuccess && early.error.contains("sealed with another key"), "\(early.error)")
                let rotated = try await landfall(["key", "rotate"], folder, environment: both)
                #expect(rotated.isSuccess, "\(rotated.error)")
                let late = try await landfall(["serve", "--listen", "127.0.0.1:0"], folder, environment: old)
                #expect(!late.isSuccess && late.error.contains("sealed with another key"), "\(late.error)")
                try await expectOpen(1, folder, environment: new)
                try await finish(projects, folder, environment: new)
                #expect(!FileManager.default.fileExists(atPath: folder + "/data/sealing.key"))
            }
        }
    }

    /// What it was sealed with must come back; a new key in its place would make every import fail.
    @Test func aKeyFileThatIsGoneIsAskedForAndNotReplaced() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                let projects = try await leaveUnfinished(["lantern"], source, folder)
                let path = folder + "/data/sealing.key"
                try FileManager.default.moveItem(atPath: path, toPath: folder + "/copy")
                let refused = try await landfall(["serve", "--listen", "127.0.0.1:0"], folder)
                #expect(!refused.isSuccess && refused.error.contains("sealing.key is missing"), "\(refused.error)")
                #expect(!FileManager.default.fileExists(atPath: path))
                try FileManager.default.copyItem(atPath: folder + "/copy", toPath: path)
                try await finish(projects, folder)
                // Really lost: its owner gives the credentials up, and everything else works.
                try FileManager.default.removeItem(atPath: path)
                #expect(try await landfall(["key", "forget", "--yes"], folder).isSuccess)
                try await finish(projects, folder)
                #expect(try keyFile(folder).count == 1)
            }
        }
    }
}
