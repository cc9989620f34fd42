import API
import Access
import Foundation
import Model
import Store
import Testing

/// Who tries tokens, and who makes imports and tokens without end, is slowed down; others behind the same address are
/// not.
@Suite struct ThrottleTests {
    private static let gate = "198.51.100.7"

    private static func ask(
        _ server: APIServer, _ token: String, from client: String = gate, path: String = "/version"
    ) async throws -> Reply {
        try await server.send("GET", path, token: token, headers: ["X-Test-Client": client])
    }

    private static func clone(
        _ server: APIServer, _ password: String, from client: String = gate
    ) async throws -> Reply {
        let proof = Data("ada:\(password)".utf8).base64EncodedString()
        return try await server.sendRaw(
            "GET", "/space/lander.git/info/refs?service=git-upload-pack",
            headers: ["Authorization": "Basic \(proof)", "X-Test-Client": client])
    }

    @Test func tryingTokensIsSlowedDownAtEveryDoor() async throws {
        try await APIServer.with(failedAuthentications: 3) { server in
            for number in 1...2 { #expect(try await Self.ask(server, "wrong-\(number)").status == 401) }
            // User name and password are one attempt.
            #expect(try await Self.clone(server, "wrong-3").status == 401)
            let refused = try await Self.ask(server, "wrong-4")
            #expect(refused.status == 429 && refused.text == "Retry later\n")
            #expect(refused.headers["content-type"] == "text/plain")
            #expect(refused.headers["retry-after"] == "60")
            #expect(refused.headers["ratelimit-name"] == "throttle_failed_authentication")
            #expect(refused.headers["ratelimit-limit"] == "3" && refused.headers["ratelimit-observed"] == "4")
            #expect(refused.headers["ratelimit-remaining"] == "0")
            let reset = server.clock.now.millisecondsSinceEpoch / 1000 + 60
            #expect(refused.headers["ratelimit-reset"] == String(reset))
            let git = try await Self.clone(server, "wrong-5")
            #expect(git.status == 429 && git.headers["retry-after"] == "60")
            // A guess that is right is not even looked at: that is what the limit is for.
            #expect(try await Self.ask(server, APIServer.rootToken).status == 429)
            // Without a token there is nothing to try.
            #expect(
                try await server.send("GET", "/projects", token: nil, headers: ["X-Test-Client": Self.gate]).status
                    == 200)
            #expect(try await Self.ask(server, APIServer.rootToken, from: "198.51.100.8").status == 200)
            server.clock.advance(seconds: 61)
            #expect(try await Self.ask(server, APIServer.rootToken).status == 200)
            #expect(try await Self.ask(server, "wrong-6").status == 401)
        }
    }

    /// Behind one address there may be a whole company.
    @Test func aTokenThatWasGoodFromAnAddressStaysGoodThere() async throws {
        try await APIServer.with(failedAuthentications: 3) { server in
            let ada = try await server.person("ada")
            #expect(try await Self.ask(server, ada.token).status == 200)
            for number in 1...10 { _ = try await Self.ask(server, "wrong-\(number)") }
            #expect(try await Self.ask(server, "wrong").status == 429)
            #expect(try await Self.ask(server, ada.token, path: "/user").status == 200)
            #expect(try await Self.clone(server, ada.token).status == 404)
            // It opens nothing for others, and nothing from where it was never seen.
            #expect(try await Self.ask(server, APIServer.rootToken).status == 429)
            _ = try await server.delete("/personal_access_tokens/self", token: ada.token)
            #expect(try await Self.ask(server, ada.token).status == 401)
        }
    }

    /// A script that goes on with an expired token guesses nothing.
    @Test func expiredAndRevokedTokensAreNoAttempts() async throws {
        try await APIServer.with(failedAuthentications: 3) { server in
            let ada = try await server.person("ada")
            _ = try await server.delete("/personal_access_tokens/self", token: ada.token)
            for _ in 1...10 { #expect(try await Self.ask(server, ada.token).status == 401) }
            #expect(try await Self.ask(server, APIServer.rootToken).status == 200)
        }
    }

    @Test func theLimitOnImportsIsTheSettings() async throws {
        let body = #"{"personal_access_token":"t","repo_id":1,"target_namespace":"nowhere"}"#
        for (limit, calls) in [(2, 2), (0, 20)] {
            var limits = CallLimits()
            limits.imports = limit
            try await APIServer.with(limits: limits) { server in
                for _ in 1...calls { #expect(try await server.post("/import/github", body).status == 422) }
                guard limit > 0 else { return }
                let refused = try await server.post("/import/github", body)
                #expect(refused.status == 429)
                // Each person on their own; Bitbucket Cloud has no limit, as in GitLab.
                let ada = try await server.person("ada")
                #expect(try await server.post("/import/github", body, token: ada.token).status == 422)
                let cloud =
                    #"{"bitbucket_username":"u","bitbucket_app_password":"p","repo_path":"a","target_namespace":""}"#
                for _ in 1...3 { #expect(try await server.post("/import/bitbucket", cloud).status == 422) }
                server.clock.advance(seconds: 61)
                #expect(try await server.post("/import/github", body).status == 422)
            }
        }
    }

    @Test func makingTokensIsLimited() async throws {
        var limits = CallLimits()
        limits.tokens = 3
        try await APIServer.with(limits: limits) { server in
            func make() async throws -> Int {
                try await server.post("/users/1/personal_access_tokens", #"{"name":"n","scopes":["api"]}"#).status
            }
            for status in [201, 201, 201, 429] {
                let made = try await make()
                #expect(made == status)
            }
            server.clock.advance(seconds: 61)
            #expect(try await make() == 201)
        }
    }

    /// Keys are chosen by whoever asks: they must not fill the memory.
    @Test func whatIsRememberedIsBounded() {
        let throttle = Throttle<Int>(limit: 2, seconds: 60, capacity: 100)
        let clock = TestClock()
        for key in 0..<10_000 {
            throttle.note(key, at: clock.now)
            clock.advance(seconds: 0.001)
        }
        #expect(throttle.count <= 100)
        throttle.note(9_999, at: clock.now)
        #expect(throttle.refusal(of: 9_999, at: clock.now)?.observed == 3, "the newest are kept")
        #expect(throttle.refusal(of: 0, at: clock.now) == nil)
    }

    /// A clock that is set back neither locks anybody out for good nor lets them in for nothing.
    @Test func aWindowEndsWhateverTheClockDoes() {
        let throttle = Throttle<Int>(limit: 1, seconds: 60)
        let now = Timestamp(millisecondsSinceEpoch: 1_000_000_000)
        #expect(throttle.admit(1, at: now) == nil)
        #expect(throttle.admit(1, at: now.adding(seconds: 59))?.seconds == 1)
        #expect(throttle.admit(1, at: now.adding(seconds: -3600)) == nil)
        #expect(throttle.admit(1, at: now.adding(seconds: -3590)) != nil)
        #expect(throttle.admit(1, at: now.adding(seconds: -3539)) == nil)
    }

    /// Tokens are looked for by their digests in an index: how long that takes depends on no part of the token itself.
    @Test func tokensAreFoundByTheirDigestInAnIndex() async throws {
        try await APIServer.with { server in
            let plan: [String] = try await server.store.read { connection in
                try connection.rows(
                    """
                    EXPLAIN QUERY PLAN SELECT 1 FROM access_tokens JOIN users ON users.id = access_tokens.user_id
                    WHERE access_tokens.digest = $1
                    """, [String(repeating: "0", count: 64)]
                ) { try $0("detail") }
            }
            #expect(plan.contains { $0.contains("SEARCH access_tokens USING") && $0.contains("(digest=?)") }, "\(plan)")
            let kept: [String] = try await server.store.read { connection in
                try connection.rows("SELECT digest FROM access_tokens", []) { try $0("digest") }
            }
            #expect(!kept.isEmpty && kept.allSatisfy { $0.utf8.count == 64 && $0 != APIServer.rootToken })
        }
    }
}
