import Foundation
import Model
import Store
import Testing

@Suite struct ProjectTests {
    @Test func aProjectSaysWhatClientsRead() async throws {
        try await APIServer.with { server in
            _ = try await server.group("space", .public)
            let id = try await server.project("lander", in: "space", .public)
            let project = try await server.get("/projects/\(id)").object
            #expect(project["path_with_namespace"]?.text == "space/lander")
            #expect(project["name_with_namespace"]?.text == "space / lander")
            #expect(project["web_url"]?.text == "https://forge.example.org/space/lander")
            #expect(project["http_url_to_repo"]?.text == "https://forge.example.org/space/lander.git")
            #expect(project["namespace"]?["kind"]?.text == "group")
            #expect(project["import_status"]?.text == "none")
            #expect(project["import_type"] == .null)
            #expect(project["import_error"] == .null)
            #expect(project["open_issues_count"] == .number(0))
            #expect(project["empty_repo"] == .bool(true))
            #expect(project["owner"] == nil)
            #expect(project["permissions"]?["project_access"] == .null)
            #expect(project["permissions"]?["group_access"]?["access_level"] == .number(50))
            let basic = try await server.get("/projects/\(id)", token: nil).object
            #expect(basic["path"]?.text == "lander")
            #expect(basic["import_status"] == nil)
        }
    }

    @Test func aPersonalProjectHasItsOwner() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let id = try await server.project("own", in: "ada")
            let project = try await server.get("/projects/\(id)", token: person.token)
            #expect(project.object["owner"]?["username"]?.text == "ada")
            #expect(project.object["permissions"]?["project_access"]?["access_level"] == .number(50))
            #expect(try await server.get("/users/ada/projects", token: person.token).list.count == 1)
            #expect(try await server.get("/users/\(person.id)/projects", token: nil).list.isEmpty)
            #expect(try await server.delete("/projects/\(id)/members/\(person.id)", token: person.token).status == 403)
        }
    }

    @Test func whyAnImportFailedIsForMaintainers() async throws {
        try await APIServer.with { server in
            let (maintainer, developer) = (try await server.person("ada"), try await server.person("bob"))
            _ = try await server.group("space")
            let id = try await server.project("lander", in: "space")
            try await server.join("/projects/\(id)", maintainer, as: .maintainer)
            try await server.join("/projects/\(id)", developer, as: .developer)
            _ = try await server.store.write { connection in
                try connection.execute(
                    """
                    INSERT INTO imports (project_id, kind, source, full_name, settings, status, correlation_id, failure,
                        requested_by, created_at)
                    VALUES ($1, 'github', '{}', 'nasa/lander', '{}', 'failed', 'c', 'the token was refused', 1, 0)
                    """, [id])
            }
            for (person, error) in [(maintainer, JSONTree.text("the token was refused")), (developer, .null)] {
                for path in ["/projects/\(id)", "/projects?imported=true"] {
                    let reply = try await server.get(path, token: person.token)
                    let project = reply.list.first ?? reply.json
                    #expect(project?["import_status"]?.text == "failed")
                    #expect(project?["import_type"]?.text == "github")
                    #expect(project?["import_error"] == error)
                }
            }
        }
    }

    @Test func listsAreNarrowedAndOrdered() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let group = try await server.group("space", .public)
            let beta = try await server.project("beta", in: "space", .public)
            server.clock.advance(seconds: 1)
            let alpha = try await server.project("alpha", in: "space", .public)
            server.clock.advance(seconds: 1)
            let own = try await server.project("own", in: "ada")
            let low = try await server.group("low", parent: group)
            let deep = try await server.project("deep", in: "space/low")
            #expect(low > 0)
            try await server.join("/projects/\(alpha)", person, as: .developer)
            _ = try await server.put("/projects/\(beta)", #"{"archived":true,"topics":["moon","ion drive"]}"#)
            let cases: [(query: String, ids: [Int64])] = [
                ("", [own, alpha, beta]), ("order_by=name&sort=asc", [alpha, beta, own]),
                ("membership=true", [own, alpha]), ("owned=true", [own]), ("min_access_level=30", [own, alpha]),
                ("archived=true", [beta]), ("archived=false", [own, alpha]), ("visibility=private", [own]),
                ("search=ALPH", [alpha]), ("topic=moon", [beta]), ("topic=moon,ion%20drive", [beta]),
                ("topic=ion", []), ("id_after=\(beta)", [own, alpha]), ("imported=true", []),
                ("search=space&search_namespaces=true", [alpha, beta]),
            ]
            for (query, ids) in cases {
                let reply = try await server.get("/projects?\(query)", token: person.token)
                #expect(reply.list.compactMap { $0["id"]?.number } == ids, "\(query)")
            }
            let inGroup = try await server.get("/groups/\(group)/projects")
            #expect(inGroup.list.compactMap { $0["id"]?.number } == [alpha, beta])
            let below = try await server.get("/groups/\(group)/projects?include_subgroups=true")
            #expect(below.list.contains { $0["id"]?.number == deep })
            #expect(try await server.get("/projects?simple=true").list.first?["import_status"] == nil)
        }
    }

    @Test func aProjectIsChanged() async throws {
        try await APIServer.with { server in
            _ = try await server.group("space", .internal)
            let id = try await server.project("lander", in: "space")
            _ = try await server.project("taken", in: "space")
            let changed = try await server.put(
                "/projects/\(id)",
                #"{"name":"Moon Lander","path":"moon","description":"<b>d</b>","visibility":"internal","topics":"a,b","wiki_access_level":"disabled"}"#
            )
            #expect(changed.status == 200)
            #expect(changed.object["path_with_namespace"]?.text == "space/moon")
            #expect(changed.object["topics"] == .array([.text("a"), .text("b")]))
            #expect(changed.object["wiki_enabled"] == .bool(false))
            #expect(changed.object["description_html"]?.text == #"<p dir="auto">&lt;b&gt;d&lt;/b&gt;</p>"#)
            let refused: [(body: String, field: String)] = [
                (#"{"path":"Taken"}"#, "path"), (#"{"name":"taken"}"#, "name"), (#"{"path":"a--b"}"#, "path"),
                (#"{"visibility":"public"}"#, "visibility_level"),
                ("{\"description\":\"\(String(repeating: "x", count: 2001))\"}", "description"),
            ]
            for (body, field) in refused {
                let reply = try await server.put("/projects/\(id)", body)
                #expect(reply.status == 400)
                #expect(reply.object["message"]?[field] != nil, "\(reply.text)")
            }
        }
    }

    @Test func aProjectGoesWithItsRepositories() async throws {
        try await APIServer.with { server in
            _ = try await server.group("space")
            let id = try await server.project("lander", in: "space")
            let reply = try await server.delete("/projects/space%2Flander")
            #expect(reply.status == 202)
            #expect(reply.text == #"{"message":"202 Accepted"}"#)
            #expect(try await server.get("/projects/\(id)").status == 404)
            #expect(try await server.delete("/projects/\(id)").text == #"{"message":"404 Project Not Found"}"#)
            #expect(server.removals.all == ["stop \(id)", "remove \(id)"])
        }
    }

    @Test func namespacesAreThosePeopleMayUse() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let group = try await server.group("space")
            _ = try await server.group("hidden")
            try await server.join("/groups/\(group)", person, as: .maintainer)
            let reply = try await server.get("/namespaces", token: person.token)
            #expect(reply.list.compactMap { $0["full_path"]?.text } == ["ada", "space"])
            #expect(try await server.get("/namespaces?search=spa", token: person.token).list.count == 1)
            #expect(try await server.get("/namespaces/space", token: person.token).id == group)
            #expect(
                try await server.get("/namespaces/hidden", token: person.token).text
                    == #"{"message":"404 Namespace Not Found"}"#)
            #expect(try await server.get("/namespaces/root", token: person.token).status == 404)
            #expect(try await server.get("/namespaces", token: nil).status == 401)
            let exists = try await server.get("/namespaces/space/exists", token: person.token)
            #expect(exists.text == #"{"exists":true,"suggests":["space1"]}"#)
        }
    }

    @Test func theVersionIsToldToPeopleWithAnAccount() async throws {
        try await APIServer.with { server in
            for path in ["/version", "/metadata"] {
                let reply = try await server.get(path)
                #expect(reply.object["version"]?.text == "18.10.0")
                #expect(reply.object["enterprise"] == .bool(false))
                #expect(try await server.get(path, token: nil).status == 401)
            }
        }
    }
}
