import Foundation
import Importer
import Jobs
import Model
import Store

/// A group with the people of a source, as an import leaves them; one issue of each.
struct SourceUserWorld: Sendable {
    let server: APIServer
    let group: Int64
    let owner: Person
    /// By login.
    let ids: [String: Int64]

    static func with(
        _ logins: [String] = ["ada", "grace"], rules: ReassignmentRules = ReassignmentRules(),
        _ test: @Sendable (SourceUserWorld) async throws -> Void
    ) async throws {
        try await APIServer.with(reassignment: rules) { server in
            let group = try await server.group("space")
            let project = try await server.project("lander", in: "space")
            let owner = try await server.person("olga")
            try await server.join("/groups/\(group)", owner, as: .owner)
            let ids = try await server.store.write { connection in
                try write(logins, group: NamespaceID(group), project: ProjectID(project), in: connection)
            }
            try await test(SourceUserWorld(server: server, group: group, owner: owner, ids: ids))
        }
    }

    private static func write(
        _ logins: [String], group: NamespaceID, project: ProjectID, in connection: any WriteConnection
    ) throws -> [String: Int64] {
        let scope = SourceUsers.Scope(
            root: group, rootPath: "space", importKind: .github, hostname: "https://github.com",
            instanceHost: "forge.example.org")
        let now = Timestamp(millisecondsSinceEpoch: 0)
        var ids: [String: Int64] = [:]
        for (index, login) in logins.enumerated() {
            let person = PersonDraft(
                identifier: String(100 + index), login: login, name: login.capitalized,
                publicEmail: "\(login)@source.example")
            let placeholder = try SourceUsers.mappedUsers([person], scope: scope, at: now, in: connection)
            try connection.execute(
                """
                INSERT INTO issues (project_id, source_key, iid, title, state, author_id, source_author, created_at,
                    updated_at)
                VALUES ($1, $2, $3, 'An issue', 'opened', $4, $5, 0, 0)
                """,
                [project, login, Int64(index + 1), placeholder[person.identifier] ?? UserID(0), login])
            ids[login] = try SourceUsers.find(
                identifier: person.identifier, hostname: scope.hostname, importKind: "github", root: group,
                in: connection)?.id.rawValue
        }
        return ids
    }

    func path(_ login: String, _ action: String = "") -> String {
        "/groups/\(group)/source_users/\(ids[login] ?? 0)\(action.isEmpty ? "" : "/\(action)")"
    }

    func reassign(_ login: String, to person: Person, by token: String? = nil) async throws -> Reply {
        try await server.post(
            path(login, "reassign"), "{\"user_id\":\(person.id)}", token: token ?? owner.token)
    }

    func decide(_ login: String, _ action: String, by token: String? = nil) async throws -> Reply {
        try await server.post(path(login, action), "{}", token: token ?? owner.token)
    }

    /// The assignee's word.
    func answer(_ login: String, _ action: String, by person: Person) async throws -> Reply {
        try await server.post("/user/source_users/\(ids[login] ?? 0)/\(action)", "{}", token: person.token)
    }

    func work(_ login: String) async throws {
        _ = try await server.reassigning.contributions.runOne(subject: ids[login] ?? 0)
    }

    func status(_ login: String) async throws -> String? {
        try await server.get(path(login), token: owner.token).object["status"]?.text
    }

    func author(_ login: String) async throws -> String {
        try await server.store.read { connection in
            try connection.value(
                """
                SELECT users.username AS value FROM issues JOIN users ON users.id = issues.author_id
                WHERE issues.source_key = $1
                """, [login]) ?? ""
        }
    }

    /// Sends a CSV as a form.
    func upload(
        _ csv: String, named name: String = "map.csv", to path: String = "placeholder_reassignments",
        by token: String? = nil
    ) async throws -> Reply {
        let body = """
            --xyz\r
            Content-Disposition: form-data; name="file"; filename="\(name)"\r
            Content-Type: text/csv\r
            \r
            \(csv)\r
            --xyz--\r

            """
        return try await server.send(
            "POST", "/groups/\(group)/\(path)", token: token ?? owner.token,
            headers: ["Content-Type": "multipart/form-data; boundary=xyz"], body: body)
    }
}
