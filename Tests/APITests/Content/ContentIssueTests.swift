import Model
import Testing

@Suite("Issues through the API")
struct ContentIssueTests {
    private static let keys: Set<String> = [
        "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at", "closed_at",
        "closed_by", "labels", "milestone", "assignees", "author", "type", "assignee", "user_notes_count",
        "merge_requests_count", "upvotes", "downvotes", "due_date", "confidential", "discussion_locked", "issue_type",
        "web_url", "time_stats", "task_completion_status", "has_tasks", "_links", "references", "severity",
        "moved_to_id", "service_desk_reply_to", "imported", "imported_from",
    ]

    @Test("One issue has every key of GitLab's, with true values")
    func single() async throws {
        try await ContentServer.with { server in
            let reply = try await server.get("/issues/1")
            #expect(reply.status == 200)
            let issue = try #require(reply.json)
            #expect(issue.keys == Self.keys.union(["subscribed", "task_status", "source_author"]))
            #expect(issue["title"] == .text("Engine stalls"))
            #expect(issue["state"] == .text("opened"))
            #expect(issue["created_at"] == .text("2020-01-03T00:00:00.000Z"))
            #expect(issue["closed_at"] == .null)
            #expect(issue["labels"] == .array([.text("bug"), .text("urgent")]))
            #expect(issue.at("milestone.title") == .text("First landing"))
            #expect(issue.at("author.username") == .text("ada_placeholder_user_1"))
            #expect(issue.at("source_author.login") == .text("ada"))
            #expect(issue.at("assignee.username") == .text("grace_placeholder_user_1"))
            #expect(issue["assignees"]?.list.count == 1)
            #expect(issue.at("task_completion_status.count") == .number(2))
            #expect(issue.at("task_completion_status.completed_count") == .number(1))
            #expect(issue["task_status"] == .text("1 of 2 checklist items completed"))
            #expect(issue.at("references.full") == .text("space/lander#1"))
            #expect(issue["web_url"] == .text("https://forge.example.org/space/lander/-/issues/1"))
            #expect(issue["imported"] == .bool(true))
            #expect(issue["imported_from"] == .text("github"))
            #expect(issue["user_notes_count"] == .number(3))
        }
    }

    @Test("A closed issue tells when and by whom")
    func closed() async throws {
        try await ContentServer.with { server in
            let issue = try #require(try await server.get("/issues/2").json)
            #expect(issue["state"] == .text("closed"))
            #expect(issue["closed_at"] == .text("2020-01-06T00:00:00.000Z"))
            #expect(issue.at("closed_by.username") == .text("ada_placeholder_user_1"))
            #expect(issue["milestone"] == .null)
        }
    }

    @Test("A list holds whole issues, newest first, with its totals")
    func list() async throws {
        try await ContentServer.with { server in
            let reply = try await server.get("/issues?per_page=2")
            #expect(reply.list.compactMap { $0["iid"]?.number } == [3, 2])
            #expect(reply.headers["x-total"] == "3")
            #expect(reply.headers["x-next-page"] == "2")
            #expect(reply.headers["link"]?.contains("rel=\"next\"") == true)
            #expect(reply.list.first?.keys.isSuperset(of: Self.keys) == true)
            let detailed = try await server.get("/issues?iids[]=1&with_labels_details=true").list
            #expect(detailed.first?["labels"]?.list.first?["color"] == .text("#aa0000"))
            #expect(detailed.first?["labels"]?.list.first?["text_color"] == .text("#FFFFFF"))
            #expect(detailed.first?["labels"]?.list.first?["description_html"] == .text("&lt;bug&gt;"))
        }
    }

    @Test(
        "Filters and orders work as in GitLab",
        arguments: [
            ("state=opened", [3, 1] as [Int64]), ("state=all&sort=asc", [1, 2, 3]), ("labels=bug,urgent", [1]),
            ("labels=bug,none-such", []), ("labels=None", [3, 2]), ("labels=any", [1]), ("not[labels]=bug", [3, 2]),
            ("milestone=First%20landing", [1]), ("milestone=None", [3, 2]), ("milestone_id=Any", [1]),
            ("author_username=GRACE_placeholder_user_1", [2]), ("assignee_id=None", [2]), ("assignee_id=Any", [3, 1]),
            ("assignee_username=grace_placeholder_user_1", [1]), ("iids[]=1&iids[]=3", [3, 1]), ("search=leg", [2]),
            ("search=mend&in=title", []), ("search=mend", [1]), ("created_after=2020-01-04T00:00:00Z", [3, 2]),
            ("updated_before=2020-01-05T12:00:00Z", [3]), ("confidential=true", [3]), ("confidential=false", [2, 1]),
            ("order_by=updated_at", [1, 2, 3]), ("order_by=title&sort=asc", [1, 2, 3]), ("issue_type=incident", []),
            ("issue_type=issue", [3, 2, 1]), ("my_reaction_emoji=thumbsup", [3, 2, 1]), ("scope=all", [3, 2, 1]),
            ("scope=created_by_me", []),
        ])
    func filters(query: String, expected: [Int64]) async throws {
        try await ContentServer.with { server in
            let found = try await server.iids("/issues?\(query)")
            #expect(found == expected)
        }
    }

    @Test(
        "Malformed parameters are told in Grape's words",
        arguments: [
            ("state=odd", "state does not have a valid value"),
            ("order_by=odd", "order_by does not have a valid value"),
            ("sort=up", "sort does not have a valid value"), ("iids=x", "iids is invalid"),
            ("created_after=soon", "created_after is invalid"), ("scope=mine", "scope does not have a valid value"),
            ("per_page=0", "per_page has a value not allowed"), ("not[author_id]=x", "not[author_id] is invalid"),
            ("author_id=1&author_username=a", "author_id, author_username are mutually exclusive"),
            (
                "not[author_id]=1&not[author_username]=a",
                "not[author_id], not[author_username] are mutually exclusive"
            ),
            (
                "not%5Bassignee_id%5D=x,%20%20,%20y",
                "not[assignee_id] should be an integer, 'None' or 'Any', however got x,  , y"
            ),
            ("search=a%00b", "search is invalid"),
        ])
    func malformed(query: String, message: String) async throws {
        try await ContentServer.with { server in
            let reply = try await server.get("/issues?\(query)")
            #expect(reply.status == 400)
            #expect(reply.message == message)
        }
    }

    @Test(
        "What is longer than a query of the store may be is refused, not answered with a failure",
        arguments: [
            ("labels", "a,", 101, "labels has too many values (maximum is 100)"),
            ("assignee_username", "a,", 101, "assignee_username has too many values (maximum is 100)"),
            ("not[labels]", "a,", 101, "not[labels] has too many values (maximum is 100)"),
            ("search", "a+", 101, "search has too many words (maximum is 100)"),
            ("search", "a", 4097, "search is too long (maximum is 4096 bytes)"),
            ("iids", "1,", 1001, "iids is invalid"), ("not[iids]", "1,", 1001, "not[iids] is invalid"),
        ])
    func tooMany(name: String, piece: String, count: Int, message: String) async throws {
        try await ContentServer.with { server in
            let refused = try await server.get("/issues?\(name)=\(String(repeating: piece, count: count))")
            #expect(refused.status == 400 && refused.message == message)
            let answered = try await server.get("/issues?\(name)=\(String(repeating: piece, count: count - 1))")
            #expect(answered.status == 200)
        }
    }

    @Test("Keyset pagination walks every issue once and ends without a link")
    func keyset() async throws {
        try await ContentServer.with { server in
            var path: String? = "/issues?pagination=keyset&per_page=2&order_by=created_at&sort=asc"
            var found: [Int64] = []
            while let next = path {
                let reply = try await server.get(next)
                #expect(reply.headers["x-total"] == nil)
                found += reply.list.compactMap { $0["iid"]?.number }
                path = reply.headers["link"].flatMap { link in
                    link.split(separator: "?").last.map { "/issues?" + $0.prefix { $0 != ">" } }
                }
            }
            #expect(found == [1, 2, 3])
            #expect(try await server.get("/issues?pagination=keyset&cursor=xyz").status == 400)
        }
    }

    @Test("What somebody may not see is not there")
    func visibility() async throws {
        try await ContentServer.with { server in
            for reader in [.outsider, nil] as [ContentFixture.Reader?] {
                let reply = try await server.get("/issues/1", as: reader)
                #expect(reply.status == 404)
                #expect(reply.message == "404 Project Not Found")
            }
            #expect(try await server.iids("/issues", as: .guest) == [2, 1])
            let confidential = try await server.get("/issues/3", as: .guest)
            #expect(confidential.status == 404)
            #expect(confidential.message == "404 Not found")
            let missing = try await server.get("/issues/99")
            #expect(missing.status == 404)
            #expect(missing.message == "404 Not found")
            #expect(try await server.get("/issues/x").message == "issue_iid is invalid")
        }
    }

    @Test("Issues everywhere and of a group are those the reader may see")
    func everywhere() async throws {
        try await ContentServer.with { server in
            func iids(_ path: String, _ reader: ContentFixture.Reader?) async throws -> [Int64] {
                try await server.getPath(path, as: reader).list.compactMap { $0["iid"]?.number }
            }
            #expect(try await iids("/issues?scope=all", .admin) == [3, 2, 1])
            #expect(try await iids("/issues?scope=all", .maintainer) == [2, 1])
            #expect(try await iids("/issues?scope=all", .outsider) == [])
            #expect(try await iids("/issues?scope=all", nil) == [])
            #expect(try await iids("/issues", .maintainer) == [])
            #expect(try await server.getPath("/issues", as: nil).status == 401)
            #expect(try await iids("/groups/space/issues", .admin) == [3, 2, 1])
            let listed = try await server.getPath("/groups/space/issues", as: .admin).list
            #expect(listed.last?.at("references.relative") == .text("lander#1"))
            #expect(try await server.getPath("/groups/space/issues", as: .outsider).message == "404 Group Not Found")
        }
    }

    @Test("Only administrators find an issue by its row")
    func byRow() async throws {
        try await ContentServer.with { server in
            let id = try #require(try await server.get("/issues/2").object["id"]?.number)
            #expect(try await server.getPath("/issues/\(id)", as: .admin).object["iid"] == .number(2))
            #expect(try await server.getPath("/issues/\(id)", as: .maintainer).status == 403)
        }
    }

    @Test("Statistics count by state, whatever state was asked for")
    func statistics() async throws {
        try await ContentServer.with { server in
            let counts = try await server.get("/issues_statistics?state=closed").json?.at("statistics.counts")
            #expect(counts == .object(["all": .number(3), "closed": .number(1), "opened": .number(2)]))
            let everywhere = try await server.getPath("/issues_statistics?scope=all", as: .admin).json
            #expect(everywhere?.at("statistics.counts.all") == .number(3))
        }
    }

    @Test("Participants are people in few words")
    func participants() async throws {
        try await ContentServer.with { server in
            let people = try await server.get("/issues/1/participants").list
            #expect(
                people.compactMap { $0["username"]?.text } == ["ada_placeholder_user_1", "grace_placeholder_user_1"])
        }
    }
}
