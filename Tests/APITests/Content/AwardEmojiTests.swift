import Model
import Store
import Testing

@Suite("Reactions through the API")
struct AwardEmojiTests {
    private static let keys: Set<String> = [
        "id", "name", "user", "created_at", "updated_at", "awardable_id", "awardable_type", "url", "source_author",
    ]

    /// Two for, one against and a heart on issue 1, one heart on its first note, one for on merge request 4.
    private static func react(_ server: ContentServer) async throws -> Int64 {
        let fixture = server.fixture
        return try await server.api.store.write { connection in
            func row(_ table: String, _ iid: Int64) throws -> Int64 {
                try connection.value(
                    "SELECT id AS value FROM \(table) WHERE project_id = $1 AND iid = $2", [fixture.project, iid]) ?? 0
            }
            let note: Int64 = try connection.value("SELECT id AS value FROM notes WHERE source_key = 'note-1'", []) ?? 0
            let issue = try row("issues", 1)
            let awards: [(String, Int64, String)] = [
                ("Issue", issue, "thumbsup"), ("Issue", issue, "heart"), ("Issue", issue, "thumbsdown"),
                ("Issue", issue, "thumbsup"), ("Note", note, "heart"),
                ("MergeRequest", try row("merge_requests", 4), "thumbsup"),
            ]
            for (number, award) in awards.enumerated() {
                try connection.insert(
                    "award_emoji",
                    [
                        "project_id": fixture.project, "source_key": "\(number)", "awardable_kind": award.0,
                        "awardable_id": award.1, "name": award.2, "user_id": fixture.author, "source_author": "ada",
                        "created_at": ContentFixture.day(3),
                    ])
            }
            return note
        }
    }

    @Test("Reactions on issues and merge requests have every key of GitLab's")
    func items() async throws {
        try await ContentServer.with { server in
            _ = try await Self.react(server)
            let list = try await server.get("/issues/1/award_emoji").list
            #expect(list.compactMap { $0["name"]?.text } == ["thumbsup", "heart", "thumbsdown", "thumbsup"])
            let first = try #require(list.first)
            #expect(first.keys == Self.keys)
            #expect(first["awardable_type"] == .text("Issue") && first["url"] == .null)
            #expect(first.at("user.username") == .text("ada_placeholder_user_1"))
            #expect(first["created_at"] == .text("2020-01-03T00:00:00.000Z"))
            let id = try #require(first["id"]?.number)
            #expect(try await server.get("/issues/1/award_emoji/\(id)").json == first)
            #expect(try await server.get("/issues/2/award_emoji/\(id)").message == "404 Not found")
            #expect(try await server.get("/merge_requests/4/award_emoji").list.count == 1)
            #expect(
                try await server.get("/issues/1/award_emoji?per_page=1&page=2").list.first?["name"]?.text == "heart")
        }
    }

    @Test("Reactions on notes are shown under their note, and under no other item's")
    func notes() async throws {
        try await ContentServer.with { server in
            let note = try await Self.react(server)
            let list = try await server.get("/issues/1/notes/\(note)/award_emoji").list
            #expect(list.compactMap { $0["name"]?.text } == ["heart"])
            #expect(list.first?["awardable_type"] == .text("Note"))
            let id = try #require(list.first?["id"]?.number)
            #expect(try await server.get("/issues/1/notes/\(note)/award_emoji/\(id)").json == list.first)
            #expect(try await server.get("/issues/2/notes/\(note)/award_emoji").status == 404)
            #expect(try await server.get("/merge_requests/4/notes/\(note)/award_emoji").status == 404)
        }
    }

    @Test("Votes are counted in lists and single answers")
    func votes() async throws {
        try await ContentServer.with { server in
            _ = try await Self.react(server)
            let issues = try await server.get("/issues?sort=asc").list
            #expect(issues.first?["upvotes"] == .number(2) && issues.first?["downvotes"] == .number(1))
            #expect(issues.last?["upvotes"] == .number(0))
            let single = try await server.get("/merge_requests/4").object
            #expect(single["upvotes"] == .number(1) && single["downvotes"] == .number(0))
        }
    }

    @Test("Whoever may not see the project sees no reactions", arguments: ["issues/1", "merge_requests/4"])
    func visibility(_ item: String) async throws {
        try await ContentServer.with { server in
            _ = try await Self.react(server)
            #expect(try await server.get("/\(item)/award_emoji", as: .outsider).status == 404)
            #expect(try await server.get("/\(item)/award_emoji", as: nil).status == 404)
        }
    }

    @Test("A note that its source hides is shown, and says why")
    func hidden() async throws {
        try await ContentServer.with { server in
            try await server.api.store.write { connection in
                _ = try connection.execute(
                    "UPDATE notes SET minimized_reason = 'spam' WHERE source_key = 'note-1'", [])
            }
            let notes = try await server.get("/issues/1/notes?sort=asc").list
            #expect(notes.map { $0["minimized_reason"] } == [.text("spam"), nil, nil])
        }
    }
}
