import Foundation
import Model
import Testing

@Suite struct GroupTests {
    @Test func groupsStandInGroups() async throws {
        try await APIServer.with { server in
            let top = try await server.post("/groups", #"{"name":"Top Group","path":"top","visibility":"public"}"#)
            #expect(top.status == 201)
            #expect(top.object["web_url"]?.text == "https://forge.example.org/groups/top")
            #expect(top.object["project_creation_level"]?.text == "developer")
            let low = try await server.post(
                "/groups", #"{"name":"Low","path":"low","parent_id":\#(top.id),"visibility":"internal"}"#)
            #expect(low.object["full_path"]?.text == "top/low")
            #expect(low.object["full_name"]?.text == "Top Group / Low")
            #expect(try await server.get("/groups/TOP%2FLow").id == low.id)
            #expect(try await server.get("/groups/top/subgroups").list.compactMap { $0["id"]?.number } == [low.id])
            #expect(try await server.get("/groups?top_level_only=true").list.count == 1)
        }
    }

    @Test(arguments: [
        (#"{"name":"a","path":"SPACE"}"#, #"Failed to save group {:path=>["has already been taken"]}"#),
        (#"{"name":"a","path":"root"}"#, #"Failed to save group {:path=>["has already been taken"]}"#),
        (#"{"name":"a","path":"help"}"#, #"Failed to save group {:path=>["help is a reserved name"]}"#),
        (
            #"{"name":"a","path":"open","visibility":"public","parent_id":1000}"#,
            "404 Group Not Found"
        ),
    ])
    func badGroupsAreRefused(body: String, text: String) async throws {
        try await APIServer.with { server in
            _ = try await server.group("space")
            let reply = try await server.post("/groups", body)
            #expect(reply.object["message"]?.text == text)
            #expect(reply.status == (text.hasPrefix("404") ? 404 : 400))
        }
    }

    @Test func aSubgroupIsNoMoreOpenThanItsParent() async throws {
        try await APIServer.with { server in
            let top = try await server.group("top", .internal)
            let refused = try await server.post(
                "/groups", #"{"name":"low","path":"low","parent_id":\#(top),"visibility":"public"}"#)
            #expect(refused.status == 400)
            #expect(refused.object["message"]?.text?.contains("visibility_level") == true)
            _ = try await server.group("low", .internal, parent: top)
            let closing = try await server.put("/groups/\(top)", #"{"visibility":"private"}"#)
            #expect(closing.status == 400)
        }
    }

    @Test func whoMayMakeGroups() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let outsider = try await server.person("eve", isExternal: true)
            let body = #"{"name":"a","path":"a"}"#
            #expect(try await server.post("/groups", body, token: nil).status == 401)
            #expect(try await server.post("/groups", body, token: outsider.token).status == 403)
            let made = try await server.post("/groups", body, token: person.token)
            #expect(made.status == 201)
            let members = try await server.get("/groups/a/members", token: person.token)
            #expect(members.list.first?["access_level"] == .number(50))
            let other = try await server.person("bob")
            let inside = #"{"name":"b","path":"b","parent_id":\#(made.id)}"#
            #expect(try await server.post("/groups", inside, token: other.token).status == 404)
            try await server.join("/groups/a", other, as: .developer)
            #expect(try await server.post("/groups", inside, token: other.token).status == 403)
            _ = try await server.put("/groups/a/members/\(other.id)", #"{"access_level":40}"#)
            #expect(try await server.post("/groups", inside, token: other.token).status == 201)
        }
    }

    @Test func aGroupMovesWithEverythingInIt() async throws {
        try await APIServer.with { server in
            let top = try await server.group("top", .public)
            let low = try await server.group("low", .public, parent: top)
            let project = try await server.project("lander", in: "top/low", .public)
            let moved = try await server.put("/groups/\(top)", #"{"path":"New","name":"New Name","description":"d"}"#)
            #expect(moved.status == 200)
            #expect(moved.object["full_path"]?.text == "New")
            #expect(try await server.get("/groups/\(low)").object["full_name"]?.text == "New Name / low")
            let inside = try await server.get("/projects/\(project)")
            #expect(inside.object["path_with_namespace"]?.text == "New/low/lander")
            #expect(try await server.get("/projects/new%2FLOW%2Flander").id == project)
            #expect(try await server.get("/projects/top%2Flow%2Flander").status == 404)
        }
    }

    @Test func aGroupGoesWithEverythingInIt() async throws {
        try await APIServer.with { server in
            let top = try await server.group("top")
            let low = try await server.group("low", parent: top)
            let project = try await server.project("lander", in: "top/low")
            let token = try await server.post("/groups/\(low)/access_tokens", #"{"name":"r","scopes":["api"]}"#)
            let reply = try await server.delete("/groups/\(top)")
            #expect(reply.status == 202)
            #expect(reply.text == #"{"message":"202 Accepted"}"#)
            for path in ["/groups/\(top)", "/groups/\(low)", "/projects/\(project)"] {
                #expect(try await server.get(path).status == 404)
            }
            #expect(try await server.get("/user", token: token.object["token"]?.text).status == 401)
            #expect(try await server.get("/users?search=_bot_").list.isEmpty)
            #expect(server.removals.all == ["stop \(project)", "remove \(project)"])
        }
    }

    @Test func listsShowOwnGroupsUnlessAllAreAskedFor() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let open = try await server.group("open", .public)
            let own = try await server.group("own")
            _ = try await server.group("hidden")
            try await server.join("/groups/\(own)", person, as: .reporter)
            func ids(_ query: String, _ token: String?) async throws -> [Int64] {
                try await server.get("/groups?\(query)", token: token).list.compactMap { $0["id"]?.number }
            }
            #expect(try await ids("", person.token) == [own])
            #expect(try await ids("all_available=true", person.token) == [open, own])
            #expect(try await ids("min_access_level=40", person.token) == [])
            #expect(try await ids("owned=true", person.token) == [])
            #expect(try await ids("", nil) == [open])
            #expect(try await ids("", APIServer.rootToken).count == 3)
            #expect(try await ids("search=OW", person.token) == [own])
        }
    }

    @Test func membersFollowGitLabsRules() async throws {
        try await APIServer.with { server in
            let (ada, bob, cem) = (
                try await server.person("ada"), try await server.person("bob"), try await server.person("cem")
            )
            let top = try await server.group("top")
            let low = try await server.group("low", parent: top)
            try await server.join("/groups/\(top)", ada, as: .developer)
            let twice = try await server.post("/groups/\(top)/members", #"{"user_id":\#(ada.id),"access_level":30}"#)
            #expect(twice.status == 409)
            #expect(twice.text == #"{"message":"Member already exists"}"#)
            let lower = try await server.post("/groups/\(low)/members", #"{"user_id":\#(ada.id),"access_level":10}"#)
            #expect(lower.status == 400)
            #expect(lower.object["message"]?["access_level"] != nil)
            try await server.join("/groups/\(low)", ada, as: .owner)
            let all = try await server.get("/groups/\(low)/members/all?user_ids[]=\(ada.id)")
            #expect(all.list.compactMap { $0["access_level"]?.number } == [50])
            #expect(try await server.get("/groups/\(low)/members").list.count == 2)
            // Only Owners manage a group's members, and nobody below them sees that it could be done.
            let body = #"{"user_id":\#(bob.id),"access_level":30}"#
            #expect(try await server.post("/groups/\(top)/members", body, token: ada.token).status == 403)
            #expect(try await server.post("/groups/\(top)/members", body, token: cem.token).status == 404)
            #expect(try await server.post("/groups/\(low)/members", body, token: ada.token).status == 201)
            let alone = try await server.delete("/groups/\(top)/members/1")
            #expect(alone.status == 403)
            #expect(try await server.delete("/groups/\(low)/members/\(bob.id)", token: bob.token).status == 204)
            #expect(try await server.get("/groups/\(low)/members/\(bob.id)").text == #"{"message":"404 Not found"}"#)
        }
    }

    @Test(arguments: [
        ("{}", "access_level is missing, user_id, username are missing, at least one parameter must be provided"),
        (#"{"access_level":31,"user_id":1}"#, "access_level does not have a valid value"),
        (#"{"access_level":30,"user_id":"x"}"#, "user_id is invalid"),
    ])
    func badMembersAreRefused(body: String, text: String) async throws {
        try await APIServer.with { server in
            let group = try await server.group("space")
            let reply = try await server.post("/groups/\(group)/members", body)
            #expect(reply.status == 400)
            #expect(reply.object["error"]?.text == text)
        }
    }

    @Test func aMembershipEndsOnItsDay() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let group = try await server.group("space")
            _ = try await server.post(
                "/groups/\(group)/members",
                #"{"user_id":\#(person.id),"access_level":30,"expires_at":"2026-03-02"}"#)
            #expect(try await server.get("/groups/\(group)", token: person.token).status == 200)
            server.clock.advance(seconds: 12 * 3600)
            #expect(try await server.get("/groups/\(group)", token: person.token).status == 404)
        }
    }
}
