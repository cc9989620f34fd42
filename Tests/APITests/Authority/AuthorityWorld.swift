import API
import Foundation
import Git
import Importer
import Model
import NIOCore
import Secrets
import Store

/// One prepared server: a project with everything that routes show, in a group, and everybody who may ask.
///
/// The same rows are shown in one place after another: see ``move(to:)``.
struct AuthorityWorld: Sendable {
    let server: APIServer
    let fixture: ContentFixture
    /// By caller; nobody has none.
    let tokens: [AuthorityCaller: String]
    let users: [AuthorityCaller: Int64]
    /// What the captures of routes stand for.
    let values: [String: String]
    /// The commit that `main` leads to.
    let commit: String

    static func with(
        failedAuthentications: Int = 0, _ test: @Sendable (AuthorityWorld) async throws -> Void
    ) async throws {
        var limits = CallLimits()
        limits.imports = 0
        limits.tokens = 0
        try await APIServer.with(limits: limits, failedAuthentications: failedAuthentications) { server in
            let fixture = try await server.store.write { try ContentFixture.write(to: $0) }
            let (tokens, users) = try await people(server, fixture)
            var values = try await AuthorityContent.write(server, fixture, author: users[.author] ?? 0)
            let commit = try await AuthorityContent.publish(server, fixture, &values)
            values["person"] = String(users[.stranger] ?? 0)
            // Who is a member and asks for nothing.
            let member = try await server.person("mel")
            try await server.join("/groups/\(fixture.group)", member, as: .guest)
            try await server.join("/projects/\(fixture.project)", member, as: .guest)
            values["member"] = String(member.id)
            values["new"] = values["member"]
            values["group token"] = try await groupToken(server)
            try await test(
                AuthorityWorld(
                    server: server, fixture: fixture, tokens: tokens, users: users, values: values, commit: commit))
        }
    }

    private static func people(
        _ server: APIServer, _ fixture: ContentFixture
    ) async throws -> (tokens: [AuthorityCaller: String], users: [AuthorityCaller: Int64]) {
        var tokens: [AuthorityCaller: String] = [.administrator: APIServer.rootToken]
        var users: [AuthorityCaller: Int64] = [:]
        for caller in AuthorityCaller.allCases where ![.nobody, .administrator, .bot].contains(caller) {
            let person = try await server.person("the-\(caller.rawValue)", isExternal: caller == .external)
            (tokens[caller], users[caller]) = (person.token, person.id)
            if let role = caller.groupRole {
                try await server.join("/groups/\(fixture.group)", person, as: role)
            }
            if caller == .projectMaintainer {
                try await server.join("/projects/\(fixture.project)", person, as: .maintainer)
            }
            if caller == .neighbour {
                let other = try await server.group("elsewhere")
                try await server.join("/groups/\(other)", person, as: .owner)
            }
        }
        let bot = try await server.post(
            "/groups/\(fixture.group)/access_tokens",
            #"{"name":"bot","scopes":["api"],"access_level":50,"expires_at":"2027-01-01"}"#)
        tokens[.bot] = bot.object["token"]?.text
        users[.bot] = bot.object["user_id"]?.number
        try await server.block("the-blocked")
        return (tokens, users)
    }

    /// A number of a group token, for who may not take one away.
    private static func groupToken(_ server: APIServer) async throws -> String {
        try await server.store.read { connection in
            let id: Int64? = try connection.value(
                "SELECT id AS value FROM access_tokens WHERE group_id IS NOT NULL", [])
            return String(id ?? 0)
        }
    }

    /// Shows everything in this place from now on. ``AuthorityPlace/nested`` comes last: nothing leads back from it.
    func move(to place: AuthorityPlace) async throws {
        let group = fixture.group
        let outer = place == .nested ? try await server.group("outer") : nil
        try await server.store.write { connection in
            for table in ["namespaces", "projects", "snippets"] {
                try connection.execute("UPDATE \(table) SET visibility = $1", [place.visibility.rawValue])
            }
            guard let outer else { return }
            try connection.execute(
                """
                UPDATE namespaces SET parent_id = $1, root_id = $1, full_path = 'outer/space',
                    full_path_key = 'outer/space' WHERE id = $2
                """, [outer, group])
            try connection.execute(
                """
                UPDATE projects SET full_path = 'outer/space/lander', full_path_key = 'outer/space/lander'
                WHERE namespace_id = $1
                """, [group])
            try connection.execute("UPDATE members SET namespace_id = $1 WHERE namespace_id = $2", [outer, group])
            for table in ["source_users", "reassignment_uploads"] {
                try connection.execute("UPDATE \(table) SET namespace_id = $1 WHERE namespace_id = $2", [outer, group])
            }
        }
    }

    /// Every token is used once, so that marking it as used changes nothing while a test counts changes.
    func markTokensUsed() async throws {
        for token in tokens.values { _ = try await server.get("/version", token: token) }
    }

    /// Rows that were changed since the store was opened, also by transactions that were taken back.
    func changes() async throws -> Int64 {
        try await server.store.write { try $0.value("SELECT total_changes() AS value", []) ?? 0 }
    }
}
