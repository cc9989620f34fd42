import Foundation
import Model
import Store
import Testing

@Suite struct TokenTests {
    @Test func aTokenIsShownOnceAndDescribesItself() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let made = try await server.post(
                "/users/\(person.id)/personal_access_tokens",
                #"{"name":"ci","scopes":["read_api","read_repository"],"description":"for CI"}"#)
            #expect(made.status == 201)
            let secret = made.object["token"]?.text ?? ""
            #expect(secret.hasPrefix("glpat-"))
            // A year where no end is given.
            #expect(made.object["expires_at"]?.text == "2027-03-01")
            let own = try await server.get("/personal_access_tokens/self", token: secret)
            #expect(own.object["id"]?.number == made.id)
            #expect(own.object["scopes"] == .array([.text("read_api"), .text("read_repository")]))
            #expect(own.object["active"] == .bool(true))
            #expect(own.object["token"] == nil)
            #expect(own.object["user_id"]?.number == person.id)
        }
    }

    @Test func theStoreHoldsNoToken() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let digests: [String] = try await server.store.read { connection in
                try connection.rows("SELECT digest FROM access_tokens") { try $0("digest") }
            }
            #expect(digests.count == 2)
            for digest in digests {
                #expect(digest.count == 64)
                #expect(![person.token, APIServer.rootToken].contains(digest))
            }
        }
    }

    @Test(arguments: [
        ("{}", "name is missing, name is empty, scopes is missing"),
        (#"{"name":"x","scopes":["nope"]}"#, "scopes does not have a valid value"),
        (#"{"name":"x","scopes":["api"],"expires_at":"soon"}"#, "expires_at is invalid"),
    ])
    func badTokensAreRefused(body: String, text: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.post("/users/1/personal_access_tokens", body)
            #expect(reply.status == 400)
            #expect(reply.text.contains(text))
        }
    }

    @Test func peopleSeeAndEndTheirOwnTokensOnly() async throws {
        try await APIServer.with { server in
            let (ada, bob) = (try await server.person("ada"), try await server.person("bob"))
            let own = try await server.get("/personal_access_tokens", token: ada.token)
            #expect(own.list.compactMap { $0["user_id"]?.number } == [ada.id])
            let id = own.list.first?["id"]?.number ?? 0
            let others = try await server.get("/personal_access_tokens?user_id=\(ada.id)", token: bob.token)
            #expect(others.status == 401)
            #expect(try await server.get("/personal_access_tokens/\(id)", token: bob.token).status == 404)
            #expect(try await server.delete("/personal_access_tokens/\(id)", token: bob.token).status == 404)
            #expect(try await server.delete("/personal_access_tokens/\(id)", token: ada.token).status == 204)
            let ended = try await server.get("/personal_access_tokens?user_id=\(ada.id)&state=inactive")
            #expect(ended.list.first?["revoked"] == .bool(true))
            #expect(try await server.get("/personal_access_tokens?user_id=\(ada.id)&state=active").list.isEmpty)
        }
    }

    @Test func aGroupTokenActsAsABotOfTheGroup() async throws {
        try await APIServer.with { server in
            let group = try await server.group("space")
            let id = try await server.project("lander", in: "space")
            let made = try await server.post(
                "/groups/\(group)/access_tokens", #"{"name":"robot","scopes":["api"],"access_level":30}"#)
            #expect(made.status == 201)
            #expect(made.object["access_level"]?.number == 30)
            #expect(made.object["resource_id"]?.number == group)
            let token = made.object["token"]?.text ?? ""
            let bot = try await server.get("/user", token: token)
            #expect(bot.object["username"]?.text?.hasPrefix("group_\(group)_bot_") == true)
            #expect(bot.object["name"]?.text == "robot")
            #expect(bot.object["bot"] == .bool(true))
            #expect(try await server.get("/projects/\(id)", token: token).status == 200)
            #expect(try await server.delete("/projects/\(id)", token: token).status == 403)
            #expect(try await server.post("/groups", #"{"name":"a","path":"a"}"#, token: token).status == 403)
            #expect(try await server.get("/groups/\(group)/access_tokens").list.count == 1)
            #expect(try await server.delete("/groups/\(group)/access_tokens/\(made.id)").status == 204)
            #expect(try await server.get("/user", token: token).status == 401)
            #expect(try await server.get("/groups/\(group)/members").list.count == 1)
        }
    }

    @Test func groupTokensAreTheOwnersAffair() async throws {
        try await APIServer.with { server in
            let (maintainer, stranger) = (try await server.person("ada"), try await server.person("bob"))
            let group = try await server.group("space")
            let other = try await server.group("other")
            try await server.join("/groups/\(group)", maintainer, as: .maintainer)
            let body = #"{"name":"robot","scopes":["api"]}"#
            let path = "/groups/\(group)/access_tokens"
            #expect(try await server.post(path, body, token: maintainer.token).status == 403)
            #expect(try await server.post(path, body, token: stranger.token).status == 404)
            let made = try await server.post(path, body)
            #expect(made.object["access_level"]?.number == 40)
            #expect(try await server.get("/groups/\(other)/access_tokens/\(made.id)").status == 404)
        }
    }
}
