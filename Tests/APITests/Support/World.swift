import Foundation
import Model
import Store

/// A person with a token for everything.
struct Person: Sendable {
    var id: Int64
    var username: String
    var token: String
}

extension APIServer {
    /// Makes an account and a token for it, both through the API.
    func person(_ username: String, isExternal: Bool = false, scopes: [String] = ["api"]) async throws -> Person {
        let user = try await post(
            "/users",
            """
            {"username":"\(username)","name":"\(username.capitalized)","email":"\(username)@example.org",\
            "external":\(isExternal)}
            """)
        return Person(id: user.id, username: username, token: try await token(for: user.id, scopes: scopes))
    }

    /// Makes another token for an account.
    func token(for user: Int64, scopes: [String], expiresAt: String = "2027-01-01") async throws -> String {
        let list = scopes.map { "\"\($0)\"" }.joined(separator: ",")
        let reply = try await post(
            "/users/\(user)/personal_access_tokens",
            "{\"name\":\"test\",\"scopes\":[\(list)],\"expires_at\":\"\(expiresAt)\"}")
        return reply.object["token"]?.text ?? ""
    }

    /// Makes a group as the administrator.
    func group(_ path: String, _ visibility: Visibility = .private, parent: Int64? = nil) async throws -> Int64 {
        let inside = parent.map { ",\"parent_id\":\($0)" } ?? ""
        return try await post(
            "/groups",
            "{\"name\":\"\(path)\",\"path\":\"\(path)\",\"visibility\":\"\(visibility.rawValue)\"\(inside)}"
        ).id
    }

    func join(_ place: String, _ person: Person, as level: AccessLevel) async throws {
        _ = try await post("\(place)/members", "{\"user_id\":\(person.id),\"access_level\":\(level.rawValue)}")
    }

    /// Writes a project's row: projects come into being by imports, which are tested elsewhere.
    func project(_ path: String, in namespace: String, _ visibility: Visibility = .private) async throws -> Int64 {
        let now = clock.now
        return try await store.write { connection in
            guard let place = try Namespaces.find(fullPath: namespace, in: connection) else { return 0 }
            let creator = try Users.find(username: "root", in: connection)?.id ?? UserID(0)
            return try Projects.insert(
                Projects.Draft(
                    namespace: place, creatorID: creator, path: path, name: path, visibility: visibility,
                    createdAt: now), in: connection
            ).rawValue
        }
    }
}

extension APIServer {
    /// Blocks an account, which no route does yet.
    func block(_ username: String) async throws {
        try await store.write { connection in
            guard var user = try Users.find(username: username, in: connection) else { return }
            user.state = .blocked
            try Users.update(user, in: connection)
        }
    }
}
