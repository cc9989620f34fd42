import Foundation
import StandIns
import Testing

/// What clients cannot do to the server, and to those who use it beside them.
@Suite(.timeLimit(.minutes(5))) struct RudeClientTests {
    @Test func whoeverSendsARequestByteByByteIsDropped() async throws {
        try await run(["slow_head", "slow_body", "idle"], settings: ["client-timeout = 1"])
    }

    @Test func whatIsTooLargeOrAmbiguousIsRefused() async throws {
        try await run(["too_much", "endless_body", "ambiguous"], settings: ["client-timeout = 3"])
    }

    @Test func oneAddressCannotTakeAllConnections() async throws {
        try await run(
            ["crowd"], settings: ["client-timeout = 1", "connection-limit = 12", "connections-per-address = 6"])
    }

    @Test func whoeverTakesNoAnswerIsDroppedAndGitEndsWithIt() async throws {
        try await run(["slow_reader", "slow_body_of_git"], settings: ["client-timeout = 2"], withRepository: true)
    }

    @Test func aConnectionIsKeptWhereGitEndsBeforeTheBodyOfItsRequest() async throws {
        try await run(["body_after_the_answer"], settings: ["client-timeout = 5"], withRepository: true)
    }

    @Test func oneAccountLeavesHalfOfTheClonesToOthers() async throws {
        try await run(["greedy"], settings: ["git-transfer-limit = 2"], withRepository: true)
    }

    @Test func aSmallRequestThatUnpacksToALargeOneCostsNoMemory() async throws {
        try await run(["bomb"], settings: ["client-timeout = 5"], withRepository: true)
    }

    private func run(_ names: [String], settings: [String], withRepository: Bool = false) async throws {
        try await withFolder { folder in
            let file = folder + "/settings"
            try settings.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let data = folder + "/data"
            let ended = try await ServerProcess.run(data: data, options: ["--config", file]) { server in
                var environment = ["LANDFALL_URL": server.url, "LANDFALL_TOKEN": ServerProcess.token]
                if withRepository {
                    environment.merge(try await repository(on: server, data: data, in: folder)) { first, _ in first }
                }
                return try await runProgram(
                    try Places.python(), [Places.clients.appending(path: "rude_clients.py").path] + names,
                    environment: environment, in: folder)
            }
            let result = ended.result
            #expect(result.isSuccess, "\(result.output)\(result.error)\(ended.log)")
            #expect(result.output.components(separatedBy: "\nok ").count == names.count + 1, "\(result.output)")
        }
    }

    /// A project with a file that no socket's buffer takes whole.
    private func repository(
        on server: ServerProcess, data: String, in folder: String
    ) async throws -> [String: String] {
        try await withStandInGitHub(.lantern()) { source in
            let project = try await server.startImport(of: "harbour-lights/lantern", from: source, into: "harbour")
            let end = try await server.wait(for: ["finished", "failed"], project: project)
            #expect(end.status == "finished", "\(end.error ?? "")")
            let script = """
                set -e
                cd "$1"
                blob=$(head -c 20000000 /dev/urandom | git hash-object -w --stdin)
                tree=$(printf '100644 blob %s\\tnoise\\n' "$blob" | git mktree)
                commit=$(git -c user.name=a -c user.email=a@example.org commit-tree -m noise "$tree")
                git update-ref refs/heads/noise "$commit"
                printf %s "$commit"
                """
            let made = try await runProgram(
                "/bin/sh", ["-c", script, "sh", "\(data)/repositories/\(project).git"], in: folder)
            #expect(made.isSuccess, "\(made.error)")
            return ["REPOSITORY": "harbour/lantern", "COMMIT": made.output, "DATA": data]
        }
    }
}
