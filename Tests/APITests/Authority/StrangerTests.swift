import AsyncHTTPClient
import Foundation
import Model
import NIOHTTP1
import Store
import Testing

/// What strangers are told about private things: exactly what they are told about things that are not there.
@Suite struct StrangerTests {
    /// An answer as it came, but for what differs from one answer to the next anyway.
    private struct Bytes: Equatable {
        var status: Int
        var headers: [String]
        var body: String
    }

    private static let passing: Set<String> = ["x-request-id", "x-runtime", "date"]

    private static func ask(
        _ world: AuthorityWorld, _ method: String, _ path: String, _ headers: [String: String] = [:],
        body: String? = nil, token: String? = nil
    ) async throws -> Bytes {
        var headers = headers
        if body != nil, headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        let (response, text) = try await world.server.exchange(
            method, path, token: token, headers: headers, body: body)
        let kept = response.headers.filter { !passing.contains($0.name.lowercased()) }
        return Bytes(
            status: Int(response.status.code), headers: kept.map { "\($0.name.lowercased()): \($0.value)" }.sorted(),
            body: text)
    }

    private static let strangers: [AuthorityCaller] = [.nobody, .external, .stranger]
    /// The place of the world's project and group, and one where nothing is; by number and by path.
    private static let places: [(group: String, project: String, noGroup: String, noProject: String)] = [
        ("{group}", "{project}", "999999", "999999"),
        ("space", "space%2Flander", "spacf", "space%2Flandes"),
    ]

    /// Every route, with the body that it wants and with none, also as HEAD.
    @Test func aPrivateProjectAndNoneAreTheSameToTheByte() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .private)
            let rows = AuthorityTable.rows.filter { row in
                ["projects/:id", "groups/:id", "namespaces/:id", "snippets/:id"].contains { row.path.hasPrefix($0) }
            }
            for row in rows {
                for place in Self.places {
                    // Snippets have no paths, and whether a top-level path is taken is everybody's concern.
                    let isByPath = place.group == "space"
                    if isByPath, row.path.hasPrefix("snippets") || row.path.hasSuffix("exists") { continue }
                    try await Self.compare(row, place, world)
                }
            }
        }
    }

    private static func compare(
        _ row: AuthorityRow, _ place: (group: String, project: String, noGroup: String, noProject: String),
        _ world: AuthorityWorld
    ) async throws {
        var row = row
        if row.path.hasPrefix("snippets") { row.captures["id"] = "project" }
        let snippet = world.values["snippet"] ?? ""
        for caller in strangers {
            let real = try await world.call(
                row, as: caller, in: .private, isAllowed: false,
                group: place.group.replacing("{group}", with: world.values["group"] ?? ""),
                project: row.path.hasPrefix("snippets")
                    ? snippet : place.project.replacing("{project}", with: world.values["project"] ?? ""))
            let none = try await world.call(
                row, as: caller, in: .private, isAllowed: false, group: place.noGroup, project: place.noProject)
            for method in row.method == "GET" && caller != .external ? ["GET", "HEAD"] : [row.method] {
                for body in row.body == nil ? [nil] : [real.body, "{}", nil] {
                    let answers = try await [real, none].map { call in
                        (call, caller)
                    }.asyncMap { call, caller in
                        try await ask(
                            world, method, "/api/v4\(call.path)", body == real.body ? call.headers : [:], body: body,
                            token: world.tokens[caller])
                    }
                    #expect(answers[0] == answers[1], "\(caller) \(method) \(row.route) \(body ?? "")")
                }
            }
        }
    }

    /// Things in an open project that are not for everybody.
    @Test func whatIsHeldBackInAnOpenProjectIsNotThere() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            let project = "/api/v4/projects/\(world.fixture.project)"
            for row in AuthorityTable.rows where row.path.hasPrefix("projects/:id/issues/:iid") {
                for caller in Self.strangers + [.guest] {
                    let call = try await world.call(row, as: caller, in: .public, isAllowed: false)
                    let answers = try await ["3", "99"].asyncMap { iid in
                        try await Self.ask(
                            world, "GET", "/api/v4\(call.path.replacing("/issues/1", with: "/issues/\(iid)"))",
                            token: world.tokens[caller])
                    }
                    #expect(answers[0] == answers[1], "\(caller) \(row.route)")
                    #expect(answers[0].status == 404 || answers[0].status == 401)
                }
            }
            for row in AuthorityTable.rows where row.path.hasPrefix("projects/:id/releases/:tag_name") {
                for caller in Self.strangers + [.developer] {
                    let call = try await world.call(row, as: caller, in: .public, isAllowed: false)
                    let answers = try await ["v3", "v9"].asyncMap { tag in
                        try await Self.ask(
                            world, "GET", "/api/v4\(call.path.replacing("/v2", with: "/\(tag)"))",
                            token: world.tokens[caller])
                    }
                    #expect(answers[0] == answers[1] && answers[0].status == 404, "\(caller) \(row.route)")
                }
            }
            for (list, hidden) in [("issues", 1), ("releases", 1)] {
                let open = try await world.server.get("/projects/\(world.fixture.project)/\(list)", token: nil)
                let all = try await world.server.get("/projects/\(world.fixture.project)/\(list)")
                #expect(Int(all.headers["x-total"] ?? "") == (Int(open.headers["x-total"] ?? "") ?? 0) + hidden)
            }
            let author = try await world.server.get(
                "/projects/\(world.fixture.project)/issues/3", token: world.tokens[.author])
            #expect(author.status == 200 && project.isEmpty == false)
        }
    }

    /// Lists, counts and searches show nothing of a private group; nor do the accounts that stand for its people.
    @Test func listsAndCountsShowNothingOfAPrivateGroup() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .private)
            let lists = [
                "projects", "projects?search=lander", "projects?search=nasa&search_namespaces=true",
                "groups?all_available=true",
                "groups?search=space", "issues?scope=all", "merge_requests?scope=all", "issues?scope=all&search=Engine",
                "users/\(world.users[.owner] ?? 0)/projects", "users?search=linus", "users?search=placeholder",
                "users?search=bot",
            ]
            for path in lists {
                for caller in Self.strangers + [.neighbour] {
                    let reply = try await world.server.get("/\(path)", token: world.tokens[caller])
                    guard reply.status != 401 else { continue }
                    // The neighbour has a group of their own.
                    let own = reply.list.filter { $0["path"]?.text == "elsewhere" }
                    #expect(reply.list == own && reply.headers["x-total"] == String(own.count), "\(caller) \(path)")
                }
            }
            let counts = try await world.server.get("/issues_statistics?scope=all", token: world.tokens[.stranger])
            #expect(counts.text == #"{"statistics":{"counts":{"all":0,"closed":0,"opened":0}}}"#)
            for id in [world.values["placeholder"], world.users[.bot].map(String.init)] {
                let id = try #require(id)
                for path in ["/users/\(id)", "/users/\(id)/projects"] {
                    #expect(try await world.server.get(path, token: world.tokens[.stranger]).status == 404, "\(path)")
                    #expect(try await world.server.get(path, token: world.tokens[.guest]).status == 200, "\(path)")
                }
            }
            #expect(try await world.server.get("/users?search=linus", token: world.tokens[.guest]).list.count == 1)
        }
    }

    /// Whose a private address is, only administrators can look up.
    @Test func nobodyFindsOutWhoseAnAddressIs() async throws {
        try await AuthorityWorld.with { world in
            for (caller, count) in [(AuthorityCaller.stranger, 0), (.owner, 0), (.administrator, 1)] {
                let found = try await world.server.get(
                    "/users?search=the-author@example.org", token: world.tokens[caller])
                #expect(found.list.count == count, "\(caller)")
            }
        }
    }

    /// Asking for an import into a place, whether a path is taken, and for a group inside another.
    @Test func namingAPrivatePlaceTellsNothingAboutWhatIsInIt() async throws {
        try await AuthorityWorld.with { world in
            _ = try await world.server.group("low", parent: world.fixture.group.rawValue)
            try await world.move(to: .private)
            let token = world.tokens[.stranger]
            for path in ["space%2Flow", "space%2Flander"] {
                let exists = try await world.server.get("/namespaces/\(path)/exists", token: token)
                #expect(exists.text == #"{"exists":false,"suggests":[]}"#, "\(path)")
                let seen = try await world.server.get("/namespaces/\(path)/exists", token: world.tokens[.guest])
                #expect(seen.object["exists"]?.bool == true, "\(path)")
            }
            let imports = [
                "github":
                    #"{"personal_access_token":"t","repo_id":1,"target_namespace":"{}","github_hostname":"{base}"}"#,
                "bitbucket":
                    #"{"bitbucket_username":"u","bitbucket_app_password":"p","repo_path":"a/b","target_namespace":"{}"}"#,
                "bitbucket_server": #"""
                {"personal_access_token":"t","bitbucket_server_username":"u","bitbucket_server_url":"{base}",\#
                "bitbucket_server_project":"KEY","bitbucket_server_repo":"slug","target_namespace":"{}"}
                """#,
            ]
            for (source, body) in imports {
                let answers = try await ["space/low", "space/lov"].asyncMap { path in
                    try await Self.ask(
                        world, "POST", "/api/v4/import/\(source)",
                        body: body.replacing("{}", with: path).replacing("{base}", with: world.server.base),
                        token: token)
                }
                #expect(answers[0] == answers[1], "\(source)")
            }
            let (group, project) = (world.fixture.group, world.fixture.project)
            for (path, body) in [
                ("groups", #"{"name":"n","path":"p","parent_id":{}}"#), ("import/github/cancel", #"{"project_id":{}}"#),
            ] {
                let real = path == "groups" ? "\(group)" : "\(project)"
                let answers = try await [real, "999999"].asyncMap { id in
                    try await Self.ask(
                        world, "POST", "/api/v4/\(path)", body: body.replacing("{}", with: id), token: token)
                }
                #expect(answers[0] == answers[1] && answers[0].status == 404, "\(path)")
            }
        }
    }

    /// What an import could not bring is named to Maintainers only.
    @Test func whyAnObjectIsMissingIsForMaintainers() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            for (caller, sees) in [(AuthorityCaller.stranger, false), (.developer, false), (.maintainer, true)] {
                let reply = try await world.server.get(
                    "/projects/\(world.fixture.project)/import", token: world.tokens[caller])
                #expect(reply.status == 200)
                #expect(reply.text.contains("draft v3") == sees, "\(caller)")
            }
        }
    }

    /// A label's counts count what the reader may see.
    @Test func countsOfLabelsCountWhatTheReaderSees() async throws {
        try await AuthorityWorld.with { world in
            try await world.server.store.write { connection in
                for (table, items) in [("issue_labels", "issues"), ("merge_request_labels", "merge_requests")] {
                    let key = items.dropLast()
                    try connection.execute(
                        """
                        INSERT INTO \(table) (\(key)_id, label_id)
                        SELECT \(items).id, labels.id FROM \(items), labels WHERE labels.title = 'urgent'
                        ON CONFLICT DO NOTHING
                        """, [])
                }
            }
            try await world.move(to: .private)
            for (caller, issues, mergeRequests) in [
                (AuthorityCaller.guest, 1, 0), (.reporter, 2, 1), (.administrator, 2, 1),
            ] as [(AuthorityCaller, Int64, Int64)] {
                let labels = try await world.server.get(
                    "/projects/\(world.fixture.project)/labels?with_counts=true&search=urgent",
                    token: world.tokens[caller])
                #expect(labels.list.first?["open_issues_count"]?.number == issues, "\(caller)")
                #expect(labels.list.first?["open_merge_requests_count"]?.number == mergeRequests, "\(caller)")
            }
        }
    }

    /// A project's count of open issues is the same for all who may not see every confidential one.
    @Test func confidentialIssuesAreCountedForThoseWhoSeeThem() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            try await world.server.store.write { _ = try $0.execute("UPDATE issues SET state = 'opened'", []) }
            for (caller, issues) in [
                (AuthorityCaller.stranger, 2), (.author, 2), (.guest, 2), (.planner, 3), (.reporter, 3),
                (.administrator, 3),
            ] as [(AuthorityCaller, Int64)] {
                let token = world.tokens[caller]
                let one = try await world.server.get("/projects/\(world.fixture.project)", token: token)
                #expect(one.object["open_issues_count"]?.number == issues, "\(caller)")
                let all = try await world.server.get("/projects", token: token)
                let found = all.list.first { $0["id"]?.number == world.fixture.project.rawValue }
                #expect(found?["open_issues_count"]?.number == issues, "\(caller)")
            }
        }
    }

    /// Issues and merge requests that are switched off are there for nobody, and members-only ones cannot be asked for.
    @Test func whatIsSwitchedOffIsThereForNobody() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .public)
            let project = "/projects/\(world.fixture.project)"
            for feature in ["issues", "merge_requests", "wiki"] {
                let asked = try await world.server.put(project, "{\"\(feature)_access_level\":\"private\"}")
                #expect(asked.status == 400, "\(feature)")
                let off = try await world.server.put(project, "{\"\(feature)_access_level\":\"disabled\"}")
                #expect(off.status == 200)
            }
            for caller in [AuthorityCaller.nobody, .maintainer, .administrator] {
                let token = world.tokens[caller]
                for path in [
                    "\(project)/issues", "/issues?scope=all", "/groups/space/issues", "/merge_requests?scope=all",
                ] {
                    let reply = try await world.server.get(path, token: token)
                    #expect(reply.list.isEmpty && (reply.headers["x-total"] ?? "0") == "0", "\(caller) \(path)")
                }
                for (path, status) in [
                    ("issues/1", 404), ("issues/1/notes", 404), ("merge_requests", 403), ("merge_requests/4", 403),
                    ("merge_requests/4/notes", 403), ("wikis", 403),
                ] {
                    let reply = try await world.server.get("\(project)/\(path)", token: token)
                    #expect(reply.status == status, "\(caller) \(path)")
                }
            }
        }
    }
}

extension Sequence {
    /// One after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
