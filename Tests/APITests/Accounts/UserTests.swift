import Foundation
import Model
import Store
import Testing

@Suite struct UserTests {
    @Test func theCallerSeesThemselvesWhole() async throws {
        try await APIServer.with { server in
            let root = try await server.get("/user")
            #expect(root.object["id"] == .number(1))
            #expect(root.object["name"]?.text == "Administrator")
            #expect(root.object["web_url"]?.text == "https://forge.example.org/root")
            #expect(root.object["is_admin"] == .bool(true))
            let start = """
                {"id":1,"username":"root","public_email":"","name":"Administrator","state":"active","locked":false,\
                "avatar_url":null,"web_url":
                """
            #expect(root.text.hasPrefix(start))
            let person = try await server.person("ada")
            let own = try await server.get("/user", token: person.token)
            #expect(own.object["email"]?.text == "ada@example.org")
            #expect(own.object["is_admin"] == nil)
            #expect(own.object["namespace_id"] != .null)
        }
    }

    @Test func anAccountComesWithItsNamespaceAndGoesWithIt() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let project = try await server.project("own", in: "ada")
            let mine = try await server.get("/namespaces?search=ada", token: person.token)
            #expect(mine.list.first?["kind"]?.text == "user")
            #expect(try await server.get("/projects/\(project)", token: person.token).status == 200)
            #expect(try await server.delete("/users/\(person.id)").status == 204)
            #expect(try await server.get("/users/\(person.id)").text == #"{"message":"404 User Not Found"}"#)
            #expect(try await server.get("/projects/\(project)").status == 404)
            #expect(try await server.get("/user", token: person.token).status == 401)
            #expect(server.removals.all == ["stop \(project)", "remove \(project)"])
        }
    }

    @Test func whatADeletedPersonMadeElsewhereBecomesTheGhosts() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            _ = try await server.group("space")
            let id = try await server.project("lander", in: "space")
            _ = try await server.store.write { connection in
                try connection.execute("UPDATE projects SET creator_id = $1", [person.id])
            }
            #expect(try await server.delete("/users/\(person.id)").status == 204)
            let ghost = try await server.get("/users?username=ghost")
            let project = try await server.get("/projects/\(id)")
            #expect(project.object["creator_id"] == ghost.list.first?["id"])
        }
    }

    @Test func theOnlyOwnerOfAGroupCannotBeRemoved() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let group = try await server.post("/groups", #"{"name":"g","path":"g"}"#, token: person.token)
            #expect(group.status == 201)
            let refused = try await server.delete("/users/\(person.id)")
            #expect(refused.status == 409)
            #expect(refused.text == #"{"message":"User cannot be removed if is the sole owner of a group"}"#)
            let other = try await server.person("bob")
            try await server.join("/groups/g", other, as: .owner)
            #expect(try await server.delete("/users/\(person.id)").status == 204)
            #expect(try await server.get("/groups/g", token: other.token).status == 200)
        }
    }

    @Test(arguments: [
        (
            "{}", 400,
            """
            {"error":"email is missing, email is empty, name is missing, name is empty, username is missing, \
            username is empty"}
            """
        ),
        (
            #"{"email":"a@b","name":"A","username":"-a"}"#, 400,
            """
            {"message":{"username":["can contain only letters, digits, '_', '-' and '.'. Cannot start with '-' or \
            end in '.', '.git' or '.atom'."]}}
            """
        ),
        (#"{"email":"a@b","name":"A","username":"api"}"#, 400, #"{"message":{"username":["api is a reserved name"]}}"#),
        (#"{"email":"nope","name":"A","username":"a"}"#, 400, #"{"message":{"email":["is invalid"]}}"#),
        (
            #"{"email":"ROOT@forge.example.org","name":"A","username":"a"}"#, 409,
            #"{"message":"Email has already been taken"}"#
        ),
        (#"{"email":"a@b","name":"A","username":"Root"}"#, 409, #"{"message":"Username has already been taken"}"#),
        (#"{"email":"a@b","name":"A","username":"taken"}"#, 409, #"{"message":"Username has already been taken"}"#),
    ])
    func badAccountsAreRefused(body: String, status: Int, text: String) async throws {
        try await APIServer.with { server in
            _ = try await server.group("Taken")
            let reply = try await server.post("/users", body)
            #expect(reply.status == status)
            #expect(reply.text == text)
        }
    }

    @Test func accountsAreFoundByNameAndAddress() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            for query in ["username=ADA", "search=da"] {
                let reply = try await server.get("/users?\(query)", token: person.token)
                #expect(reply.list.compactMap { $0["id"]?.number } == [person.id], "\(query)")
                #expect(reply.list.first?["email"] == nil)
            }
            let byAddress = try await server.get("/users?search=ada@EXAMPLE.org")
            #expect(byAddress.list.compactMap { $0["id"]?.number } == [person.id])
            #expect(try await server.get("/users?username=ad").list.isEmpty)
            #expect(try await server.get("/users?search=ada").list.first?["email"]?.text == "ada@example.org")
        }
    }

    @Test(arguments: [
        ("POST", "/users"), ("DELETE", "/users/1"), ("POST", "/users/1/personal_access_tokens"),
    ])
    func accountsAreMadeByAdministratorsOnly(method: String, path: String) async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let reply = try await server.send(method, path, token: person.token, body: "{}")
            #expect(reply.status == 403)
            #expect(reply.text == #"{"message":"403 Forbidden"}"#)
        }
    }

    @Test func whatImportsNeedCannotBeRemoved() async throws {
        try await APIServer.with { server in
            let ghost = try await server.get("/users?username=ghost").list.first?["id"]?.number ?? 0
            #expect(try await server.delete("/users/\(ghost)").status == 409)
            #expect(try await server.delete("/users/1").status == 409)
        }
    }
}
