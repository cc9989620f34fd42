import Foundation
import Testing

/// Section by section what credentials do, whatever the route.
@Suite struct AuthenticationTests {
    @Test func everyWayOfShowingATokenWorks() async throws {
        try await APIServer.with { server in
            let token = APIServer.rootToken
            let ways: [(path: String, headers: [String: String])] = [
                ("/user", ["PRIVATE-TOKEN": token]),
                ("/user", ["Authorization": "Bearer \(token)"]),
                ("/user", ["Authorization": "bearer \(token)"]),
                ("/user?private_token=\(token)", [:]),
                ("/user?access_token=\(token)", [:]),
            ]
            for way in ways {
                let reply = try await server.send("GET", way.path, token: nil, headers: way.headers)
                #expect(reply.status == 200, "\(way)")
                #expect(reply.object["username"]?.text == "root")
            }
        }
    }

    @Test func whatIsNoCredentialHereIsAnsweredAsNone() async throws {
        try await APIServer.with { server in
            let token = APIServer.rootToken
            let basic = Data("root:\(token)".utf8).base64EncodedString()
            let ways: [[String: String]] = [
                [:], ["PRIVATE-TOKEN": "unknown"], ["PRIVATE-TOKEN": "glcbt-1"], ["JOB-TOKEN": token],
                ["Authorization": "Basic \(basic)"], ["Authorization": "Bearer unknown"], ["PRIVATE-TOKEN": ""],
            ]
            for way in ways {
                let reply = try await server.send("GET", "/user", token: nil, headers: way)
                #expect(reply.status == 401, "\(way)")
                #expect(reply.text == #"{"message":"401 Unauthorized"}"#)
                #expect(reply.headers["www-authenticate"] == nil)
            }
        }
    }

    @Test func onlyTheFirstOfSeveralCredentialsCounts() async throws {
        try await APIServer.with { server in
            let token = APIServer.rootToken
            let parameter = try await server.send("GET", "/user?private_token=wrong", token: token)
            #expect(parameter.status == 401)
            let header = try await server.send(
                "GET", "/user", token: token, headers: ["Authorization": "Bearer wrong"])
            #expect(header.status == 200)
            let both = try await server.send(
                "GET", "/user?access_token=\(token)", token: nil, headers: ["Authorization": "Bearer \(token)"])
            #expect(both.status == 400)
            #expect(
                both.text
                    == #"{"error":"invalid_request","error_description":"Both Authorization header and payload includes access token."}"#
            )
        }
    }

    @Test func anExpiredTokenIsToldSo() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let token = try await server.token(for: person.id, scopes: ["api"], expiresAt: "2026-03-02")
            #expect(try await server.get("/user", token: token).status == 200)
            server.clock.advance(seconds: 12 * 3600)
            let reply = try await server.get("/user", token: token)
            #expect(reply.status == 401)
            #expect(
                reply.text
                    == #"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#
            )
            #expect(
                reply.headers["www-authenticate"]
                    == #"Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="Token is expired. You can either do re-authorization or token refresh.""#
            )
        }
    }

    @Test func aRevokedTokenIsToldSo() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            #expect(try await server.delete("/personal_access_tokens/self", token: person.token).status == 204)
            let reply = try await server.get("/user", token: person.token)
            #expect(reply.status == 401)
            #expect(
                reply.object["error_description"]?.text
                    == "Token was revoked. You have to re-authorize from the user.")
        }
    }

    @Test(arguments: [
        ("api", "GET", "/user", 200), ("api", "POST", "/groups", 400), ("read_api", "GET", "/user", 200),
        ("read_api", "GET", "/groups", 200), ("read_api", "POST", "/groups", 403), ("read_user", "GET", "/user", 200),
        ("read_user", "GET", "/users", 200), ("read_user", "GET", "/version", 200),
        ("read_user", "GET", "/groups", 403), ("read_user", "GET", "/projects", 403),
        ("read_repository", "GET", "/user", 403), ("read_repository", "GET", "/personal_access_tokens/self", 200),
        ("write_repository", "POST", "/groups", 403),
    ])
    func aTokenOpensWhatItsScopesSay(scope: String, method: String, path: String, status: Int) async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada", scopes: [scope])
            let reply = try await server.send(
                method, path, token: person.token, body: method == "POST" ? "{}" : nil)
            #expect(reply.status == status)
            if status == 403 {
                #expect(
                    reply.text
                        == #"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#
                )
                #expect(reply.headers["www-authenticate"] == nil)
            }
        }
    }

    @Test func blockedPeopleMayDoNothing() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            try await server.block("ada")
            let reply = try await server.get("/user", token: person.token)
            #expect(reply.status == 403)
            #expect(reply.text == #"{"message":"403 Forbidden - Your account has been blocked."}"#)
        }
    }

    @Test func anAdministratorMayActAsSomebodyElse() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada", scopes: ["api", "sudo"])
            for name in ["ada", String(person.id)] {
                let reply = try await server.send("GET", "/user", headers: ["Sudo": name])
                #expect(reply.object["username"]?.text == "ada")
            }
            let refused = try await server.send("GET", "/user?sudo=root", token: person.token)
            #expect(refused.status == 403)
            let unknown = try await server.send("GET", "/user?sudo=nobody")
            #expect(unknown.text == #"{"message":"404 User with ID or username 'nobody' Not Found"}"#)
        }
    }

    @Test func aTokensLastUseIsNotedAtMostOnceAMinute() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            func lastUse() async throws -> JSONTree? {
                let tokens = try await server.get("/personal_access_tokens?user_id=\(person.id)")
                return tokens.list.first?["last_used_at"]
            }
            #expect(try await lastUse() == .null)
            _ = try await server.get("/user", token: person.token)
            let first = try await lastUse()
            #expect(first == .text("2026-03-01T12:00:00.000Z"))
            server.clock.advance(seconds: 59)
            _ = try await server.get("/user", token: person.token)
            #expect(try await lastUse() == first)
            server.clock.advance(seconds: 2)
            _ = try await server.get("/user", token: person.token)
            #expect(try await lastUse() == .text("2026-03-01T12:01:01.000Z"))
        }
    }
}
