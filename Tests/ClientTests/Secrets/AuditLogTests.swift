import Foundation
import Glibc
import Testing

/// Who did what, as operators find it.
@Suite(.timeLimit(.minutes(5))) struct AuditLogTests {
    private func audit(_ folder: String, _ arguments: [String] = ["--json"]) async throws -> [Substring] {
        let result = try await runProgram(
            try Places.landfall(), ["audit", "--data", folder + "/data"] + arguments, in: folder)
        #expect(result.isSuccess, "\(result.error)")
        return result.output.split(separator: "\n")
    }

    private func makeGroup(_ path: String, on server: ServerProcess) async throws {
        let answer = try await server.call(
            "POST", "/groups", ["name": path, "path": path],
            headers: ["X-Forwarded-For": "203.0.113.9, 198.51.100.7"])
        #expect(answer.status == 201, "\(answer.text)")
    }

    @Test func anEventHasTheClientsAddressAndBelievesOnlyProxiesThatAreTrusted() async throws {
        try await withFolder { folder in
            let data = folder + "/data"
            _ = try await ServerProcess.run(data: data) { try await makeGroup("direct", on: $0) }
            let trusting = ["LANDFALL_TRUSTED_PROXIES": "127.0.0.0/8, 198.51.100.7/32"]
            _ = try await ServerProcess.run(data: data, environment: trusting) {
                try await makeGroup("trusted", on: $0)
            }
            let half = ["LANDFALL_TRUSTED_PROXIES": "127.0.0.1"]
            _ = try await ServerProcess.run(data: data, environment: half) { try await makeGroup("half", on: $0) }
            let addresses = try await audit(folder).filter { $0.contains("group_created") }.map { line in
                ["\"127.0.0.1\"", "\"203.0.113.9\"", "\"198.51.100.7\""].first { line.contains($0) } ?? ""
            }
            #expect(addresses == ["\"127.0.0.1\"", "\"203.0.113.9\"", "\"198.51.100.7\""])
        }
    }

    @Test func theCommandLineIsWrittenDownWithItsUserAndRefusedTokensAsANumber() async throws {
        try await withFolder { folder in
            let landfall = try Places.landfall()
            let place = ["--data", folder + "/data"]
            for command in [
                ["user", "create", "ada", "--email", "ada@example.org"],
                ["token", "create", "ada", "--name", "laptop"],
                ["group", "create", "harbour"], ["key", "rotate"],
            ] {
                let result = try await runProgram(landfall, command + place, in: folder)
                #expect(result.isSuccess, "\(command): \(result.error)")
            }
            let made = try #require(try await audit(folder).first { $0.contains("laptop") })
            let number = try #require(made.firstMatch(of: #/"target_id":"([0-9]+)"/#)?.output.1)
            let revoked = try await runProgram(landfall, ["token", "revoke", String(number)] + place, in: folder)
            #expect(revoked.isSuccess, "\(revoked.error)")
            let missing = try await runProgram(landfall, ["token", "revoke", "99"] + place, in: folder)
            #expect(!missing.isSuccess && missing.error.contains("no token 99"))
            _ = try await ServerProcess.run(data: folder + "/data") { server in
                for _ in 0..<3 { _ = try await server.call("GET", "/user", token: "glpat-guessed") }
            }
            let lines = try await audit(folder, [])
            let done = [
                "Created user: ada", "Created personal access token: ada", "Created group: harbour",
                "Revoked personal access token: ada", "Rotated sealing key",
            ]
            for what in done {
                let line = lines.first { $0.contains(what) } ?? ""
                #expect(line.contains("command line (uid \(getuid())"), "\(what): \(line)")
            }
            #expect(lines.last?.contains("unknown_token=3") == true, "\(lines.last ?? "")")
            #expect(try await audit(folder, ["--since", "2999-01-01"]).isEmpty)
        }
    }

    /// Other programs of the same user cannot read what is in the server's memory and environment.
    @Test func theServersProcessIsClosedToOthersAndLeavesNoCoreDump() async throws {
        try await withFolder { folder in
            _ = try await ServerProcess.run(data: folder + "/data") { _ in
                let servers = processes(naming: folder).filter { id in
                    (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)) == "landfall\n"
                }
                #expect(servers.count == 1)
                for id in servers {
                    let limits = try String(contentsOfFile: "/proc/\(id)/limits", encoding: .utf8)
                    let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") } ?? ""
                    #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(core)")
                    let attributes = try FileManager.default.attributesOfItem(atPath: "/proc/\(id)/environ")
                    #expect(attributes[.ownerAccountID] as? Int == 0)
                    if getuid() != 0 { #expect(FileManager.default.contents(atPath: "/proc/\(id)/environ") == nil) }
                }
            }
        }
    }
}
