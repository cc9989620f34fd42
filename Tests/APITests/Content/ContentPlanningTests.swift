import Model
import Testing

@Suite("Labels, milestones and releases through the API")
struct ContentPlanningTests {
    @Test("Labels come by title, and count on demand")
    func labels() async throws {
        try await ContentServer.with { server in
            let labels = try await server.get("/labels").list
            #expect(labels.compactMap { $0["name"]?.text } == ["bug", "urgent"])
            let bug = try #require(labels.first)
            #expect(
                bug.keys == [
                    "id", "name", "description", "description_html", "text_color", "color", "archived", "subscribed",
                    "priority", "is_project_label",
                ])
            #expect(bug["text_color"] == .text("#FFFFFF"))
            #expect(labels.last?["text_color"] == .text("#1F1E24"))
            let counted = try await server.get("/labels?with_counts=true&search=BUG").list
            #expect(counted.count == 1)
            #expect(counted.first?["open_issues_count"] == .number(1))
            #expect(counted.first?["closed_issues_count"] == .number(0))
            #expect(counted.first?["open_merge_requests_count"] == .number(0))
            #expect(try await server.get("/labels/bug").json == bug)
            #expect(try await server.get("/labels/\(bug["id"]?.number ?? 0)").json == bug)
            #expect(try await server.get("/labels/none").message == "404 Label Not Found")
            #expect(try await server.getPath("/groups/space/labels", as: .admin).json == .array([]))
        }
    }

    @Test("A milestone shows what is planned for it")
    func milestones() async throws {
        try await ContentServer.with { server in
            let list = try await server.get("/milestones").list
            let milestone = try #require(list.first)
            #expect(
                milestone.keys == [
                    "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at", "due_date",
                    "start_date", "expired", "web_url",
                ])
            #expect(milestone["due_date"] == .text("2020-03-01"))
            #expect(milestone["expired"] == .bool(true))
            let path = "/milestones/\(server.fixture.milestone)"
            #expect(try await server.get(path).json == milestone)
            #expect(try await server.iids("\(path)/issues") == [1])
            #expect(try await server.iids("\(path)/merge_requests") == [4])
            #expect(try await server.get("/milestones?state=closed").list.isEmpty)
            #expect(try await server.get("/milestones?title=First").list.isEmpty)
            #expect(try await server.get("/milestones?search=LAND").list.count == 1)
            #expect(try await server.get("/milestones?iids[]=7").list.isEmpty)
            #expect(try await server.get("/milestones/999").message == "404 Not found")
            #expect(try await server.getPath("/groups/space/milestones", as: .admin).json == .array([]))
        }
    }

    @Test("Releases come newest first, and drafts only to Maintainers")
    func releases() async throws {
        try await ContentServer.with { server in
            let tags = { (path: String, reader: ContentFixture.Reader) in
                try await server.get(path, as: reader).list.compactMap { $0["tag_name"]?.text }
            }
            #expect(try await tags("/releases", .maintainer) == ["v3", "v2", "v1/rc"])
            #expect(try await tags("/releases?order_by=created_at", .maintainer) == ["v1/rc", "v2", "v3"])
            #expect(try await tags("/releases?sort=asc", .maintainer) == ["v1/rc", "v2", "v3"])
            let guests = try await server.get("/releases", as: .guest).list
            #expect(guests.count == 2)
            #expect(guests.first?["tag_name"] == nil)
            #expect(guests.first?.at("assets.sources") == nil)
        }
    }

    @Test("A release is found by its tag, with slashes in it too")
    func release() async throws {
        try await ContentServer.with { server in
            let release = try #require(try await server.get("/releases/v1%2Frc").json)
            #expect(release["name"] == .text("Release v1/rc"))
            #expect(release.at("author.username") == .text("ada_placeholder_user_1"))
            #expect(release["released_at"] == .text("2020-01-11T00:00:00.000Z"))
            #expect(release["upcoming_release"] == .bool(false))
            #expect(release.at("assets.count") == .number(4))
            #expect(release.at("assets.links") == .array([]))
            #expect(
                release.at("_links.self") == .text("https://forge.example.org/space/lander/-/releases/v1%2Frc"))
            #expect(try await server.get("/releases/none").message == "404 Not Found")
            #expect(try await server.get("/releases/v2", as: .guest).status == 403)
        }
    }

    @Test("The permanent link leads to the latest published release")
    func latest() async throws {
        try await ContentServer.with { server async throws in
            // The client follows the redirect.
            #expect(try await server.get("/releases/permalink/latest").object["tag_name"] == .text("v2"))
        }
    }
}
