import Foundation
import Model
import Secrets
import Store

extension AuthorityWorld {
    /// A line of the table as a request: captures filled in, and what it takes away made anew.
    struct Call: Sendable {
        var method: String
        /// What stands after `/api/v4`.
        var path: String
        var headers: [String: String] = [:]
        var body: String?
        /// Instead of the caller's own.
        var token: String?
    }

    /// - Parameters:
    ///   - group, project: instead of the world's, by number or path.
    ///   - isAllowed: whether what the call takes away is to be made for it.
    func call(
        _ row: AuthorityRow, as caller: AuthorityCaller, in place: AuthorityPlace, isAllowed: Bool,
        group: String? = nil, project: String? = nil
    ) async throws -> Call {
        var values = values
        values["group"] = group ?? values["group"]
        values["project"] = project ?? values["project"]
        values["path"] = place == .nested ? "outer/space" : "space"
        values["base"] = server.base
        values["token"] = String(try await foreignToken())
        if let fresh = row.fresh, isAllowed || fresh == .name { try await make(fresh, caller, place, &values) }
        var call = Call(method: row.method, path: "/" + fill(row, values) + (row.query.isEmpty ? "" : "?\(row.query)"))
        call.token = values["own token"]
        call.body = row.body.map { body in
            values.reduce(body) { $0.replacing("{\($1.key)}", with: $1.value) }
        }
        if call.body?.hasPrefix("--xyz") == true {
            call.headers["Content-Type"] = "multipart/form-data; boundary=xyz"
        }
        return call
    }

    func send(_ call: Call, as caller: AuthorityCaller) async throws -> Reply {
        try await server.send(
            call.method, call.path, token: call.token ?? tokens[caller], headers: call.headers, body: call.body)
    }

    private func fill(_ row: AuthorityRow, _ values: [String: String]) -> String {
        row.path.split(separator: "/").map { segment -> String in
            guard segment.hasPrefix(":") else { return String(segment) }
            let name = String(segment.dropFirst())
            let key = row.captures[name] ?? Self.key(name, in: row.path)
            return values[key] ?? key
        }.joined(separator: "/")
    }

    /// The world's name of what a capture stands for; a text that is no such name stands for itself.
    private static func key(_ name: String, in path: String) -> String {
        let kind =
            path.split(separator: "/").first { ["issues", "merge_requests", "snippets", "commits"].contains($0) }
            .map(String.init) ?? ""
        switch name {
        case "id":
            switch path.split(separator: "/").first ?? "" {
            case "projects": return "project"
            case "groups": return "group"
            case "users": return "person"
            case "snippets": return "snippet"
            case "issues": return "issues row"
            default: return "group"
            }
        case "iid": return kind == "issues" ? "1" : "4"
        case "note_id": return kind == "commits" ? "9000" : "\(kind) note"
        case "discussion_id": return kind == "commits" ? String(repeating: "8", count: 40) : "\(kind) discussion"
        case "award_id": return path.contains("notes") ? "\(kind) note award" : "\(kind) award"
        case "event_id":
            let event = ["state", "label", "milestone"].first { path.contains("resource_\($0)_") } ?? ""
            return "\(kind) \(event) event"
        case "name": return path.contains("labels") ? "bug" : "main"
        case "sha": return path.contains("blobs") ? "blob" : "sha"
        default: return others[name] ?? name
        }
    }

    private static let others = [
        "issue_link_id": "link", "version_id": "version", "milestone_id": "milestone", "tag_name": "v2",
        "link_id": "v2 asset", "filepath": "tool.bin", "branch": "main", "slug": "home", "ref": "main",
        "file_path": "README.md", "upload_id": "upload", "secret": AuthorityContent.secret, "filename": "lamp.txt",
        "source_user_id": "source user", "user_id": "new", "token_id": "group token", "audit_event_id": "1",
    ]

    // MARK: What a call takes away

    /// A token that is none of the callers'.
    private func foreignToken() async throws -> Int64 {
        try await server.store.read { connection in
            try connection.value(
                """
                SELECT access_tokens.id AS value FROM access_tokens JOIN users ON users.id = user_id
                WHERE username = 'admin'
                """,
                []) ?? 0
        }
    }

    private func make(
        _ fresh: AuthorityFresh, _ caller: AuthorityCaller, _ place: AuthorityPlace, _ values: inout [String: String]
    ) async throws {
        let name = "new-\(UUID().uuidString.prefix(8).lowercased())"
        values["name"] = name
        let user = UserID(users[caller] ?? 1)
        let (group, project) = (fixture.group, fixture.project)
        let visibility = place.visibility
        let now = server.clock.now
        values = try await server.store.write { [values] connection in
            var values = values
            func person() throws -> UserID {
                let id = UserID(try connection.user(name))
                values["person"] = "\(id)"
                values["new"] = "\(id)"
                return id
            }
            switch fresh {
            case .name: break
            case .user: _ = try person()
            case .member:
                try Members.put(
                    try person(), as: .guest, in: .group(group), createdBy: nil, createdAt: now, using: connection)
            case .projectMember:
                try Members.put(
                    try person(), as: .guest, in: .project(project), createdBy: nil, createdAt: now, using: connection)
            case .token:
                values["token"] = String(try Self.insertToken(name, of: try person(), group: nil, connection))
            case .ownToken:
                _ = try Self.insertToken(name, of: user, group: nil, connection)
                values["own token"] = name
            case .groupToken:
                values["group token"] = String(try Self.insertToken(name, of: try person(), group: group, connection))
            case .group:
                let parent = try Namespaces.find(group, in: connection)
                let id = try Namespaces.insertGroup(
                    Namespaces.GroupDraft(path: name, name: name, visibility: visibility, createdAt: now),
                    parent: parent, in: connection)
                values["group"] = "\(id)"
            case .project:
                guard let namespace = try Namespaces.find(group, in: connection) else { break }
                let id = try Projects.insert(
                    Projects.Draft(
                        namespace: namespace, creatorID: user, path: name, name: name, visibility: visibility,
                        createdAt: now), in: connection)
                values["project"] = "\(id)"
            }
            return values
        }
    }

    private static func insertToken(
        _ name: String, of user: UserID, group: NamespaceID?, _ connection: any WriteConnection
    ) throws -> Int64 {
        try AccessTokens.insert(
            AccessTokens.Draft(
                userID: user, groupID: group, name: name, digest: Digest.sha256(name), scopes: [.api],
                createdAt: Timestamp(millisecondsSinceEpoch: 0), expiresAt: nil), in: connection
        ).rawValue
    }
}
