import Foundation
import Model
import Store
import Testing

/// Who did what can be read by those it concerns, and changed by nobody.
@Suite struct AuditEventTests {
    /// The names of all events after those of the first start, the oldest first.
    private func names(_ server: APIServer, _ path: String = "/audit_events") async throws -> [String] {
        let reply = try await server.get("\(path)?per_page=100")
        #expect(reply.status == 200, "\(reply.text)")
        return reply.list.compactMap { $0["event_name"]?.text }.reversed()
    }

    @Test func whateverChangesWhoMayDoWhatIsWrittenDown() async throws {
        try await APIServer.with { server in
            #expect(try await names(server) == ["personal_access_token_issued"])
            let ada = try await server.person("ada")
            let group = try await server.group("harbour")
            try await server.join("/groups/\(group)", ada, as: .maintainer)
            _ = try await server.put("/groups/\(group)/members/\(ada.id)", #"{"access_level":50}"#)
            _ = try await server.put("/groups/\(group)", #"{"visibility":"public","description":"not written down"}"#)
            let bot = try await server.post("/groups/\(group)/access_tokens", #"{"name":"ci","scopes":["api"]}"#)
            _ = try await server.delete("/groups/\(group)/access_tokens/\(bot.id)")
            let project = try await server.project("lantern", in: "harbour")
            _ = try await server.put("/projects/\(project)", #"{"visibility":"public"}"#, token: ada.token)
            _ = try await server.delete("/projects/\(project)", token: ada.token)
            _ = try await server.delete("/groups/\(group)/members/\(ada.id)")
            let own = try await server.get("/personal_access_tokens/self", token: ada.token)
            _ = try await server.delete("/personal_access_tokens/\(own.id)", token: ada.token)
            _ = try await server.delete("/groups/\(group)")
            _ = try await server.delete("/users/\(ada.id)")
            #expect(
                try await names(server) == [
                    "personal_access_token_issued", "user_created", "personal_access_token_issued", "group_created",
                    "member_created", "member_updated", "group_updated", "group_access_token_created",
                    "group_access_token_deleted", "project_updated", "project_destroyed", "member_destroyed",
                    "personal_access_token_revoked", "group_destroyed", "user_destroyed",
                ])
            // They stay when what they tell of is gone.
            let kept = try await server.get("/audit_events?entity_type=Project&entity_id=\(project)").list
            #expect(kept.compactMap { $0["details"]?["visibility"]?.text } == ["private → public"])
        }
    }

    @Test func anEventHasGitLabsShapeAndNamesTheTokenButNoSecret() async throws {
        try await APIServer.with { server in
            let ada = try await server.person("ada")
            let reply = try await server.get("/audit_events?entity_type=User&entity_id=\(ada.id)&per_page=1")
            let event = try #require(reply.list.first)
            #expect(event["author_id"]?.number == 1)
            #expect(event["entity_id"]?.number == ada.id)
            #expect(event["entity_type"]?.text == "User")
            #expect(event["created_at"]?.text == server.clock.now.iso8601)
            let details = event["details"]
            #expect(details?["custom_message"]?.text == "Created personal access token")
            #expect(details?["author_name"]?.text == "root")
            #expect(details?["entity_path"]?.text == "ada")
            #expect(details?["target_details"]?.text == "test")
            #expect(details?["target_type"]?.text == "PersonalAccessToken")
            #expect(details?["access_token_name"]?.text == "root")
            for secret in [ada.token, APIServer.rootToken] { #expect(!reply.text.contains(secret)) }
            let shown = try await server.get("/audit_events/\(event["id"]?.number ?? 0)")
            #expect(shown.json == event)
        }
    }

    @Test func whoeverActsAsSomebodyElseIsNamedToo() async throws {
        try await APIServer.with { server in
            let ada = try await server.person("ada")
            _ = try await server.send(
                "POST", "/groups", headers: ["Sudo": "ada"], body: #"{"name":"harbour","path":"harbour"}"#)
            let event = try #require(try await server.get("/audit_events?per_page=1").list.first)
            #expect(event["event_name"]?.text == "group_created")
            #expect(event["author_id"]?.number == ada.id)
            #expect(event["details"]?["access_token_user_id"]?.number == 1)
        }
    }

    @Test func administratorsReadAllOwnersTheirGroupsMaintainersTheirProjectsOthersWhatTheyDid() async throws {
        try await APIServer.with { server in
            let group = try await server.group("harbour")
            let project = try await server.project("lantern", in: "harbour")
            _ = try await server.put("/projects/\(project)", #"{"visibility":"private","archived":true}"#)
            let people: [(AccessLevel, group: Int, project: Int)] = [
                (.owner, 200, 200), (.maintainer, 200, 200), (.developer, 200, 200), (.reporter, 403, 403),
            ]
            for (level, groupStatus, projectStatus) in people {
                let person = try await server.person("p\(level.rawValue)")
                try await server.join("/groups/\(group)", person, as: level)
                let ofGroup = try await server.get("/groups/\(group)/audit_events", token: person.token)
                let ofProject = try await server.get("/projects/\(project)/audit_events", token: person.token)
                #expect((ofGroup.status, ofProject.status) == (groupStatus, projectStatus), "\(level)")
                #expect(ofGroup.list.isEmpty == (level != .owner), "\(level)")
                #expect(ofProject.list.isEmpty == (level < .maintainer), "\(level)")
                #expect(try await server.get("/audit_events", token: person.token).status == 403)
                #expect(try await server.get("/audit_events/1", token: person.token).status == 403)
                // Nor by their numbers, where they are about something else.
                #expect(try await server.get("/groups/\(group)/audit_events/1", token: person.token).status >= 403)
            }
            let stranger = try await server.person("stranger")
            for path in ["/groups/\(group)/audit_events", "/projects/\(project)/audit_events"] {
                #expect(try await server.get(path, token: stranger.token).status == 404)
                #expect(try await server.get(path, token: nil).status == 401)
            }
        }
    }

    @Test func developersReadTheirOwnEventsOnly() async throws {
        try await APIServer.with { server in
            let group = try await server.group("harbour")
            let ada = try await server.person("ada")
            try await server.join("/groups/\(group)", ada, as: .owner)
            let bob = try await server.person("bob")
            try await server.join("/groups/\(group)", bob, as: .guest, by: ada)
            _ = try await server.put("/groups/\(group)/members/\(ada.id)", #"{"access_level":30}"#)
            let own = try await server.get("/groups/\(group)/audit_events", token: ada.token).list
            #expect(own.map { $0["event_name"]?.text } == ["member_created"])
            #expect(own.map { $0["author_id"]?.number } == [ada.id])
        }
    }

    @Test func refusedThingsAreNotWrittenDown() async throws {
        try await APIServer.with { server in
            let group = try await server.group("harbour")
            let ada = try await server.person("ada")
            let before = try await names(server)
            _ = try await server.delete("/groups/\(group)", token: ada.token)
            _ = try await server.post("/groups", #"{"name":"harbour","path":"harbour"}"#)
            _ = try await server.post("/users", #"{"username":"x","name":"x","email":"no"}"#, token: ada.token)
            _ = try await server.delete("/personal_access_tokens/1", token: ada.token)
            _ = try await server.put("/groups/\(group)", #"{"description":"nothing to account for"}"#)
            #expect(try await names(server) == before)
        }
    }

    @Test func theListIsFilteredByTimeAndPagedByKeyset() async throws {
        try await APIServer.with { server in
            _ = try await server.group("one")
            server.clock.advance(seconds: 3600)
            let middle = server.clock.now.iso8601
            _ = try await server.group("two")
            server.clock.advance(seconds: 3600)
            _ = try await server.group("three")
            func paths(_ query: String) async throws -> [String] {
                try await server.get("/audit_events?entity_type=Group&\(query)").list
                    .compactMap { $0["details"]?["entity_path"]?.text }
            }
            #expect(try await paths("created_after=\(middle)") == ["three", "two"])
            #expect(try await paths("created_before=\(middle)") == ["two", "one"])
            let first = try await server.get("/audit_events?entity_type=Group&pagination=keyset&per_page=2")
            let link = try #require(first.headers["link"])
            let query = try #require(link.split(separator: ">").first?.split(separator: "?").last)
            let second = try await server.get("/audit_events?\(query)")
            #expect(
                (first.list + second.list).compactMap { $0["details"]?["entity_path"]?.text } == [
                    "three", "two", "one",
                ])
            #expect(second.headers["link"] == nil)
            #expect(try await server.get("/audit_events?entity_id=1").status == 400)
            #expect(try await server.get("/audit_events?entity_type=Nothing").status == 400)
            #expect(try await server.get("/audit_events/999999").status == 404)
        }
    }

    @Test(arguments: ["UPDATE audit_events SET author_id = 2", "DELETE FROM audit_events"])
    func theStoreRefusesToChangeOrRemoveEvents(statement: String) async throws {
        try await APIServer.with { server in
            let before = try await server.get("/audit_events").text
            await #expect(throws: StoreError.self) {
                try await server.store.write { _ = try $0.execute(statement, []) }
            }
            #expect(try await server.get("/audit_events").text == before)
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                #expect(try await server.send(method, "/audit_events/1").status == 404)
            }
        }
    }
}

extension APIServer {
    fileprivate func join(_ place: String, _ person: Person, as level: AccessLevel, by owner: Person) async throws {
        let body = "{\"user_id\":\(person.id),\"access_level\":\(level.rawValue)}"
        _ = try await post("\(place)/members", body, token: owner.token)
    }
}
