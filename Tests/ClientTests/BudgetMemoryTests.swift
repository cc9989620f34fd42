import Foundation
import StandIns
import Subprocess
import Testing

/// What sources allow is remembered, whatever becomes of the process.
@Suite(.timeLimit(.minutes(5))) struct BudgetMemoryTests {
    @Test func aServerThatWasKilledOverARefusalDoesNotAskAgainBeforeTheTimeThatWasNamed() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                source.inject(StandInFault(path: "/issues", kind: .secondaryLimit(retryAfter: 900), count: nil))
                let first = try await ServerProcess.run(data: folder + "/data") { server in
                    let project = try await server.startImport(
                        of: "harbour-lights/lantern", from: source, into: "harbour")
                    try await eventually("the refusal in the store") {
                        try await isRemembered(in: folder + "/data") ? () : nil
                    }
                    try await server.kill()
                    return project
                }
                #expect(!first.status.isSuccess)
                let before = source.requests.count
                _ = try await ServerProcess.run(data: folder + "/data") { server in
                    try await eventually("the wait") {
                        let limit = try await server.report(of: first.result).limitedBy
                        return limit?.contains("secondary rate limit") == true ? () : nil
                    }
                    #expect(source.requests.count == before, "\(source.requests.dropFirst(before))")
                }
            }
        }
    }

    private func isRemembered(in data: String) async throws -> Bool {
        let script = """
            import json, sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute("SELECT state FROM rate_budgets").fetchall()
            sys.exit(0 if any("pausedUntil" in json.loads(state)["budget"] for state, in rows) else 1)
            """
        return try await runProgram(try Places.python(), ["-c", script, data + "/landfall.sqlite"]).isSuccess
    }
}
