import Foundation
import Glibc
import StandIns
import Testing

/// What Landfall is trusted with is nowhere to be seen: neither in files, logs and answers nor in processes.
@Suite(.timeLimit(.minutes(5))) struct SecretTests {
    /// With signs that are written otherwise in addresses, in JSON and in base64.
    static func token(_ name: String) -> StandInToken {
        StandInToken(
            "ghp_\(name)Canary/7+Zq\"x-%41=0123456789abcdef", login: "lantern-importer",
            scopes: ["read:org", "repo", "user", "gist"])
    }

    static let tokens = (kept: token("Kept"), revoked: token("Revoked"), echoed: token("Echoed"))
    static let own = Needles("the administrator's token", ServerProcess.token)

    @Test func nothingOfAnImportFromGitHubShowsItsSecrets() async throws {
        let needles =
            Needles("the token", Self.tokens.kept.value, users: ["x-access-token"])
            + Needles("the revoked token", Self.tokens.revoked.value, users: ["x-access-token"])
            + Needles("the echoed token", Self.tokens.echoed.value, users: ["x-access-token"])
            + Needles("the key of the LFS store", "opens-the-store") + Needles("a signed address", "?signature=")
        try await withGitHub { source in
            try await withFolder { folder in
                let place = try SecretPlace(folder, needles: needles, own: Self.own)
                let project = try await place.serve { server in
                    let project = try await finish(place, server, source)
                    try await fail(place, server, source)
                    try await cancel(place, server, source)
                    return project
                }
                try await killed(place, source, removing: project)
                try await place.expectNothing(sealed: 0)
                #expect(place.watch.gitCount > 3)
            }
        }
    }

    private func withGitHub(_ body: @escaping @Sendable (StandInGitHub) async throws -> Void) async throws {
        var configuration = StandInConfiguration()
        configuration.tokens += [Self.tokens.kept, Self.tokens.revoked, Self.tokens.echoed]
        configuration.gists = SampleGist.samples
        try await withStandInGitHub(.lantern(), configuration: configuration) { source in
            source.addAttachments()
            try await body(source)
        }
    }

    /// - Returns: the project.
    private func finish(_ place: SecretPlace, _ server: ServerProcess, _ source: StandInGitHub) async throws -> Int {
        _ = try await server.call("POST", "/groups", ["name": "harbour", "path": "harbour"])
        let project = try await start(server, source, Self.tokens.kept, "finished")
        let end = try await server.wait(for: ["finished", "failed"], project: project)
        #expect(end.status == "finished", "\(end.error ?? "")")
        try await place.ask(server, about: project)
        let gists = ["personal_access_token": Self.tokens.kept.value, "github_hostname": source.url]
        _ = try await server.call("POST", "/import/github/gists", gists)
        _ = try await eventually("the end of the gists' import") {
            let answer = try await server.call("GET", "/import/github/gists").text
            return answer.contains("\"started\"") ? nil : answer
        }
        try await place.ask(server, about: project)
        return project
    }

    /// By a token that the source knows no more, and by sources that repeat what they were sent.
    private func fail(_ place: SecretPlace, _ server: ServerProcess, _ source: StandInGitHub) async throws {
        source.inject(StandInFault(path: "/issues/comments", kind: .revokeToken))
        let revoked = try await start(server, source, Self.tokens.revoked, "revoked")
        #expect(try await server.wait(for: ["finished", "failed"], project: revoked).status == "failed")
        try await place.ask(server, about: revoked)
        let again = try await server.call(
            "POST", "/projects/\(revoked)/import/retry", ["personal_access_token": Self.tokens.revoked.value])
        place.look(at: again.text, "the answer to a retry")
        _ = try await server.wait(for: ["finished", "failed"], project: revoked)

        let secret = Self.tokens.echoed.value
        let basic = Data("x-access-token:\(secret)".utf8).base64EncodedString()
        let echo = "{\"message\":\"bad credentials: Bearer \(secret.replacing("\"", with: "\\\"")), Basic \(basic)\"}"
        for path in ["/labels", "info/refs", "/releases/assets/", "_storage"] {
            source.inject(StandInFault(path: path, kind: .status(403, body: echo), count: 40))
        }
        let echoed = try await start(server, source, Self.tokens.echoed, "echoed")
        _ = try await server.wait(for: ["finished", "failed"], project: echoed)
        source.clearFaults()
        try await place.ask(server, about: echoed)
        for host in ["https://mira:\(secret)@127.0.0.1", "mira:\(secret)@github.example.org", source.url + "/nowhere"] {
            for call in ["/import/github", "/import/github/plan", "/import/github/gists"] {
                let refused = try await server.call(
                    "POST", call,
                    [
                        "personal_access_token": secret, "repo_id": "1", "target_namespace": "harbour",
                        "github_hostname": host,
                    ])
                place.look(at: refused.text, "the answer of \(call)")
            }
        }
    }

    private func cancel(_ place: SecretPlace, _ server: ServerProcess, _ source: StandInGitHub) async throws {
        source.inject(StandInFault(path: "git-upload-pack", method: "POST", kind: .hang, count: nil))
        let project = try await start(server, source, Self.tokens.kept, "canceled")
        let gits = place.watch.gitCount
        try await eventually("git") { place.watch.gitCount > gits ? () : nil }
        try await place.ask(server, about: project)
        _ = try await server.call("POST", "/projects/\(project)/import/cancel")
        source.clearFaults()
        try await place.ask(server, about: project)
    }

    /// Killed in the middle, taken up again, and removed in the end.
    private func killed(_ place: SecretPlace, _ source: StandInGitHub, removing first: Int) async throws {
        source.setLatency(.milliseconds(150))
        let project = try await place.serve { server in
            let project = try await start(server, source, Self.tokens.kept, "killed")
            _ = try await server.wait(for: ["started"], project: project)
            for id in processes(naming: place.folder) {
                let name = (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)) ?? ""
                if name == "landfall\n" { kill(id, SIGKILL) }
            }
            return project
        }
        try await place.expectNothing(sealed: 1)
        source.setLatency(.zero)
        try await place.serve { server in
            let end = try await server.wait(for: ["finished", "failed"], project: project)
            #expect(end.status == "finished", "\(end.error ?? "")")
            try await place.ask(server, about: project)
            for project in [project, first] { _ = try await server.call("DELETE", "/projects/\(project)") }
        }
    }

    private func start(
        _ server: ServerProcess, _ source: StandInGitHub, _ token: StandInToken, _ name: String
    ) async throws -> Int {
        let id = source.project("harbour-lights/lantern")?.repository.id ?? 0
        let fields = [
            "personal_access_token": token.value, "repo_id": "\(id)", "target_namespace": "harbour", "new_name": name,
            "github_hostname": source.url, "optional_stages[attachments_import]": "true",
            "optional_stages[collaborators_import]": "true", "timeout_strategy": "optimistic",
        ]
        return try await eventually("an import to be let in") {
            let answer = try await server.call("POST", "/import/github", fields)
            return answer.status == 429 ? nil : try server.id(answer)
        }
    }

    @Test func nothingOfTheCommandLineShowsItsSecrets() async throws {
        let needles = Needles("the token", Self.tokens.kept.value, users: ["x-access-token"])
        try await withGitHub { source in
            try await withFolder { secrets in
                let file = secrets + "/token"
                try Data(Self.tokens.kept.value.utf8).write(to: URL(fileURLWithPath: file))
                try await withFolder { folder in
                    let place = try SecretPlace(folder, needles: needles, own: Self.own)
                    let landfall = try Places.landfall()
                    let options = [
                        "--data", folder + "/data", "--log-level", "trace", "--allow-outbound", "127.0.0.0/8",
                    ]
                    try await place.watch.during(folder, needles, own: Self.own) {
                        for command in [
                            ["import", "github", "harbour-lights/lantern", "--into", "harbour", "--host", source.url],
                            ["import", "gists", "--user", "root", "--host", source.url],
                            ["plan", "github", "harbour-lights/lantern", "--host", source.url],
                        ] {
                            let result = try await runProgram(landfall, command + ["--token-file", file] + options)
                            place.look(at: result.output + result.error, "what \(command) says")
                        }
                        for command in [["report", "harbour/lantern"], ["audit", "--json"], ["key", "check"]] {
                            let result = try await runProgram(landfall, command + options)
                            #expect(result.isSuccess, "\(command): \(result.output)\(result.error)")
                            place.look(at: result.output + result.error, "what \(command) says")
                        }
                    }
                    try await place.expectNothing(sealed: 0)
                    #expect(place.watch.gitCount > 0)
                }
            }
        }
    }
}
