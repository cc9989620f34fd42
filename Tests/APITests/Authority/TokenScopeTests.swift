import API
import Foundation
import Model
import Testing

/// What tokens open: their scopes, and the places they may stand in.
@Suite struct TokenScopeTests {
    /// The administrator's tokens: what they are refused, the scope refuses.
    @Test func aTokenOpensWhatItsScopesSay() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            let root = try #require(try await world.server.get("/user").object["id"]?.number)
            var tokens: [TokenScope: String] = [:]
            for scope in TokenScope.allCases {
                tokens[scope] = try await world.server.token(for: root, scopes: [scope.rawValue])
                _ = try await world.server.get("/personal_access_tokens/self", token: tokens[scope])
            }
            let before = try await world.changes()
            var checked = 0
            for row in AuthorityTable.rows {
                let allowed = (row.method == "GET" ? [.api, .readAPI] : [.api]) + row.scopes
                for scope in TokenScope.allCases where !allowed.contains(scope) {
                    var call = try await world.call(row, as: .administrator, in: .public, isAllowed: false)
                    call.token = tokens[scope]
                    let reply = try await world.send(call, as: .administrator)
                    checked += 1
                    #expect(reply.status == 403, "\(scope) \(row.route)")
                    #expect(reply.text.hasPrefix(#"{"error":"insufficient_scope""#), "\(scope) \(row.route)")
                }
                guard row.method == "GET" else { continue }
                var call = try await world.call(row, as: .administrator, in: .public, isAllowed: false)
                let expected = try await world.send(call, as: .administrator).status
                for scope in allowed where scope != .api {
                    call.token = tokens[scope]
                    checked += 1
                    #expect(try await world.send(call, as: .administrator).status == expected, "\(scope) \(row.route)")
                }
            }
            print("authority: \(AuthorityTable.rows.count) routes by scope: \(checked) asked")
            #expect(try await world.changes() == before)
        }
    }

    /// Where a token may stand, and what does not count as one.
    private enum Way: CaseIterable {
        case header, bearer, privateQuery, accessQuery, form, basic, job

        var isOne: Bool { ![.basic, .job].contains(self) }

        func put(_ token: String, into call: inout AuthorityWorld.Call) {
            let separator = call.path.contains("?") ? "&" : "?"
            switch self {
            case .header: call.headers["PRIVATE-TOKEN"] = token
            case .bearer: call.headers["Authorization"] = "Bearer \(token)"
            case .privateQuery: call.path += "\(separator)private_token=\(token)"
            case .accessQuery: call.path += "\(separator)access_token=\(token)"
            case .form:
                call.headers["Content-Type"] = "application/x-www-form-urlencoded"
                call.body = "private_token=\(token)"
            case .basic:
                call.headers["Authorization"] = "Basic \(Data("root:\(token)".utf8).base64EncodedString())"
            case .job: call.headers["JOB-TOKEN"] = token
            }
        }
    }

    /// A wrong token is refused at every door and in every place it may stand in, also at doors that are open to people
    /// without one; so are those that are expired or revoked.
    @Test func everyDoorLooksAtTheTokenWhereverItStands() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            let root = try #require(try await world.server.get("/user").object["id"]?.number)
            let expired = try await world.server.token(for: root, scopes: ["api"], expiresAt: "2026-03-02")
            let revoked = try await world.server.token(for: root, scopes: ["api"])
            _ = try await world.server.delete("/personal_access_tokens/self", token: revoked)
            world.server.clock.advance(seconds: 3 * 86_400)
            try await world.markTokensUsed()
            let before = try await world.changes()
            let wrong: [(token: String, text: String)] = [
                ("glpat-nobody-has-this-token", "401 Unauthorized"), (expired, "Token is expired"),
                (revoked, "Token was revoked"),
            ]
            for (number, row) in AuthorityTable.rows.enumerated() {
                // Each door with one of them, all ways; each of them at every third door.
                let (token, text) = wrong[number % wrong.count]
                for way in Way.allCases where !(way == .form && row.body?.hasPrefix("--xyz") == true) {
                    var call = try await world.call(row, as: .nobody, in: .public, isAllowed: false)
                    // Where a file is sent, who asks is settled before the form is read.
                    if way == .form, row.method == "GET" || row.path.hasSuffix("match") { continue }
                    way.put(token, into: &call)
                    let reply = try await world.send(call, as: .nobody)
                    let isOpen = !way.isOne && row.access == .everyone
                    #expect(
                        (reply.status == 401) != isOpen || reply.status == 404, "\(way) \(row.route) \(reply.status)")
                    if way.isOne { #expect(reply.text.contains(text), "\(way) \(row.route): \(reply.text)") }
                }
            }
            #expect(try await world.changes() == before)
        }
    }

    @Test func aRightTokenCountsWhereverItStands() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .private)
            for way in Way.allCases where way != .form {
                var call = AuthorityWorld.Call(method: "GET", path: "/user")
                way.put(world.tokens[.guest] ?? "", into: &call)
                let reply = try await world.send(call, as: .nobody)
                #expect(reply.status == (way.isOne ? 200 : 401), "\(way)")
            }
        }
    }

    /// A group token that could make others would live on in them after it was revoked.
    @Test func aGroupTokenMakesNoOtherTokens() async throws {
        try await AuthorityWorld.with { world in
            let before = try await world.changes()
            for path in ["/groups/\(world.fixture.group)/access_tokens", "/users/1/personal_access_tokens"] {
                let reply = try await world.server.post(
                    path, #"{"name":"heir","scopes":["api"]}"#, token: world.tokens[.bot])
                #expect(reply.status == 403, "\(path)")
            }
            #expect(try await world.changes() >= before)
            let tokens = try await world.server.get("/groups/\(world.fixture.group)/access_tokens")
            #expect(tokens.list.count == 1)
        }
    }
}
