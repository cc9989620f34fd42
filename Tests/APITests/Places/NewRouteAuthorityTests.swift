import Foundation
import Model
import Store
import Testing

/// Who may what at the routes for what imports bring besides issues and merge requests: one table over role, visibility
/// and route.
@Suite struct NewRouteAuthorityTests {
    /// Who asks, from nobody upwards.
    private enum Caller: String, CaseIterable, CustomTestStringConvertible {
        case nobody, external, stranger, guest, reporter, maintainer, administrator

        var testDescription: String { rawValue }

        /// Whether a project or group with this visibility is there for them.
        func sees(_ visibility: Visibility) -> Bool {
            switch self {
            case .nobody, .external: visibility == .public
            case .stranger: visibility != .private
            default: true
            }
        }
    }

    /// Who may read behind a route, once the project is there for them.
    private enum Right: Sendable {
        /// Whoever sees the project.
        case project
        /// Whoever sees its code: in a private project from Reporter up.
        case code
        case maintainer

        func holds(_ caller: Caller, _ visibility: Visibility) -> Bool {
            switch self {
            case .project: true
            case .code: visibility != .private || ![.guest].contains(caller)
            case .maintainer: caller == .maintainer || caller == .administrator
            }
        }
    }

    private struct Door: Sendable {
        var path: String
        var right: Right
        /// Whether GitLab asks for a token before it looks.
        var wantsToken = false
        var method = "GET"
        /// What whoever may is answered; `nil` where that is another test's.
        var status: Int? = 200
    }

    private static let doors: [Door] = [
        Door(path: "/issues/1/award_emoji", right: .project),
        Door(path: "/issues/1/related_merge_requests", right: .project),
        Door(path: "/issues/1/closed_by", right: .project),
        Door(path: "/issues/1/links", right: .project, wantsToken: true),
        Door(path: "/issues/1/resource_state_events", right: .project, wantsToken: true),
        Door(path: "/issues/1/resource_label_events", right: .project, wantsToken: true),
        Door(path: "/issues/1/resource_milestone_events", right: .project, wantsToken: true),
        Door(path: "/merge_requests/4/award_emoji", right: .code),
        Door(path: "/merge_requests/4/closes_issues", right: .code),
        Door(path: "/merge_requests/4/related_issues", right: .code),
        Door(path: "/merge_requests/4/reviewers", right: .code),
        Door(path: "/merge_requests/4/resource_state_events", right: .code, wantsToken: true),
        Door(path: "/merge_requests/4/resource_label_events", right: .code, wantsToken: true),
        Door(path: "/releases/v2/assets/links", right: .code),
        Door(path: "/releases/v2/downloads/none.bin", right: .code, status: 404),
        Door(path: "/releases/v3/assets/links", right: .maintainer, status: nil),
        Door(path: "/protected_branches", right: .code),
        Door(path: "/protected_branches/none", right: .code, status: 404),
        Door(path: "/protected_tags", right: .maintainer, wantsToken: true),
        Door(path: "/uploads", right: .maintainer, wantsToken: true),
        Door(path: "/uploads/1", right: .maintainer, wantsToken: true, status: 404),
        Door(path: "/import/report", right: .maintainer, wantsToken: true, status: nil),
        Door(path: "/import/retry", right: .maintainer, wantsToken: true, method: "POST", status: nil),
    ]

    private static func expected(_ door: Door, _ caller: Caller, _ visibility: Visibility) -> [Int]? {
        if door.wantsToken, caller == .nobody { return [401] }
        guard caller.sees(visibility) else { return [404] }
        // A draft release is not there, rather than forbidden; without code neither is.
        if door.path.hasPrefix("/releases/v3"), !Right.maintainer.holds(caller, visibility) { return [403, 404] }
        guard door.right.holds(caller, visibility) else { return [403] }
        return door.status.map { [$0] }
    }

    private static func tokens(_ server: ContentServer) async throws -> [Caller: String?] {
        let external = try await server.api.person("eve", isExternal: true)
        let reporter = try await server.api.person("rhea")
        try await server.api.join("/projects/\(server.fixture.project)", reporter, as: .reporter)
        return [
            .nobody: nil, .external: external.token, .stranger: ContentFixture.Reader.outsider.token,
            .guest: ContentFixture.Reader.guest.token, .reporter: reporter.token,
            .maintainer: ContentFixture.Reader.maintainer.token, .administrator: ContentFixture.Reader.admin.token,
        ]
    }

    @Test(arguments: Visibility.allCases)
    func aProjectsRoutesAreForWhomTheTableSays(visibility: Visibility) async throws {
        try await ContentServer.with { server in
            try await server.api.store.write { connection in
                for table in ["namespaces", "projects"] {
                    try connection.execute("UPDATE \(table) SET visibility = $1", [visibility.rawValue])
                }
            }
            let tokens = try await Self.tokens(server)
            for door in Self.doors {
                for caller in Caller.allCases {
                    guard let expected = Self.expected(door, caller, visibility) else { continue }
                    let reply = try await server.api.send(
                        door.method, "/projects/\(server.fixture.project)\(door.path)", token: tokens[caller] ?? nil,
                        // What a route cannot do without: it is asked for before anybody is.
                        body: door.method == "GET" ? nil : #"{"personal_access_token":"token"}"#)
                    #expect(
                        expected.contains(reply.status), "\(caller) \(door.method) \(door.path): \(reply.status)")
                    if reply.status == 404, !caller.sees(visibility) {
                        #expect(reply.text == #"{"message":"404 Project Not Found"}"#, "\(door.path)")
                    }
                }
            }
        }
    }

    /// By method; all of them are the Owners'.
    private static let groupDoors: [(method: String, path: String)] = [
        ("GET", "source_users"), ("GET", "source_users/1"), ("POST", "source_users/1/reassign"),
        ("POST", "source_users/1/cancel_reassignment"), ("POST", "source_users/1/keep_as_placeholder"),
        ("POST", "source_users/keep_all_as_placeholder"), ("GET", "placeholder_reassignments"),
        ("POST", "placeholder_reassignments/authorize"), ("GET", "placeholder_reassignments/uploads"),
        ("GET", "placeholder_reassignments/uploads/1"), ("GET", "placeholder_reassignments/uploads/1/failures"),
    ]

    @Test(arguments: Visibility.allCases)
    func decidingAboutSourceUsersIsForOwnersOfTheTopGroup(visibility: Visibility) async throws {
        try await APIServer.with { server in
            let group = try await server.group("space", visibility)
            let low = try await server.group("low", visibility, parent: group)
            let (stranger, maintainer, lowOwner, owner) = (
                try await server.person("ada"), try await server.person("mia"), try await server.person("leo"),
                try await server.person("olga")
            )
            try await server.join("/groups/\(group)", maintainer, as: .maintainer)
            try await server.join("/groups/\(low)", lowOwner, as: .owner)
            try await server.join("/groups/\(group)", owner, as: .owner)
            for place in [group, low] {
                for door in Self.groupDoors {
                    func status(_ token: String?) async throws -> Int {
                        try await server.send(
                            door.method, "/groups/\(place)/\(door.path)", token: token,
                            body: door.method == "GET" ? nil : "{\"user_id\":\(owner.id)}"
                        ).status
                    }
                    let name = "\(door.method) \(door.path)"
                    #expect(try await status(nil) == 401, "\(name)")
                    #expect(try await status(stranger.token) == (visibility == .private ? 404 : 403), "\(name)")
                    #expect(try await status(maintainer.token) == 403, "\(name)")
                    #expect(try await status(lowOwner.token) == 403, "\(name)")
                    #expect(![401, 403, 500].contains(try await status(owner.token)), "\(name)")
                }
            }
        }
    }

    @Test(arguments: Visibility.allCases)
    func aSnippetIsForItsAuthorAndWhomItsVisibilityLetsIn(visibility: Visibility) async throws {
        try await APIServer.with { server in
            let (author, stranger) = (try await server.person("ada"), try await server.person("bob"))
            let external = try await server.person("eve", isExternal: true)
            let id = try await server.store.write { connection in
                try Snippets.upsert(
                    Snippets.Imported(
                        author: UserID(author.id), sourceOrigin: "https://github.com", sourceKey: "1", sourceURL: nil,
                        sourceVersion: "1", title: "A snippet", visibility: visibility, fileName: "a.txt",
                        files: ["a.txt"], defaultBranch: "main", createdAt: Timestamp(millisecondsSinceEpoch: 0),
                        updatedAt: Timestamp(millisecondsSinceEpoch: 0)), in: connection)
            }
            let sees: [(token: String?, sees: Bool)] = [
                (nil, visibility == .public), (external.token, visibility == .public),
                (stranger.token, visibility != .private), (author.token, true), (APIServer.rootToken, true),
            ]
            for (token, sees) in sees {
                for door in ["", "/notes", "/discussions"] {
                    let reply = try await server.get("/snippets/\(id)\(door)", token: token)
                    #expect(reply.status == (sees ? 200 : 404), "\(door)")
                }
                for door in ["/raw", "/files/main/a.txt/raw", "/notes/1", "/discussions/x"] {
                    // There is no repository here: whoever may look finds nothing, whoever may not is told the same.
                    #expect(try await server.get("/snippets/\(id)\(door)", token: token).status == 404, "\(door)")
                }
            }
        }
    }

    @Test func whatIsSomebodysOwnAsksForAToken() async throws {
        try await APIServer.with { server in
            for (method, path) in [
                ("POST", "/import/github/plan"), ("POST", "/import/github/gists"), ("GET", "/import/github/gists"),
                ("GET", "/snippets"), ("GET", "/snippets/all"), ("GET", "/snippets/public"),
                ("GET", "/user/source_users"), ("POST", "/user/source_users/1/accept"),
                ("POST", "/user/source_users/1/reject"),
            ] {
                #expect(try await server.send(method, path, token: nil).status == 401, "\(method) \(path)")
            }
            let reader = try await server.person("ada", scopes: ["read_api"])
            for path in ["/import/github/plan", "/import/github/gists", "/user/source_users/1/accept"] {
                #expect(try await server.post(path, "{}", token: reader.token).status == 403, "\(path)")
            }
            // Somebody else's decision is not there.
            let bob = try await server.person("bob")
            #expect(try await server.get("/user/source_users/1", token: bob.token).status == 404)
        }
    }
}
