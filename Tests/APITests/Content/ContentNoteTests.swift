import Model
import Testing

@Suite("Notes and discussions through the API")
struct ContentNoteTests {
    private static let keys: Set<String> = [
        "id", "type", "body", "attachment", "author", "created_at", "updated_at", "system", "noteable_id",
        "noteable_type", "project_id", "resolvable", "confidential", "internal", "imported", "imported_from",
        "noteable_iid", "commands_changes",
    ]

    @Test("A comment has every key of GitLab's")
    func note() async throws {
        try await ContentServer.with { server in
            let list = try await server.get("/issues/1/notes?sort=asc").list
            let note = try #require(list.first)
            #expect(note.keys == Self.keys.union(["source_author"]))
            #expect(note["type"] == .null)
            #expect(note["body"] == .text("note 1"))
            #expect(note["noteable_type"] == .text("Issue"))
            #expect(note["noteable_iid"] == .number(1))
            #expect(note["resolvable"] == .bool(false))
            #expect(note["commands_changes"] == .object([:]))
            #expect(note.at("source_author.login") == .text("ada"))
            let id = try #require(note["id"]?.number)
            #expect(try await server.get("/issues/1/notes/\(id)").json == note)
            #expect(try await server.get("/issues/2/notes/\(id)").message == "404 Not found")
        }
    }

    @Test(
        "Notes come newest first, and comments and activity are told apart",
        arguments: [
            ("", ["note 3", "note 2", "note 1"]), ("sort=asc", ["note 1", "note 2", "note 3"]),
            ("activity_filter=only_comments", ["note 3", "note 1"]), ("activity_filter=only_activity", ["note 2"]),
            ("per_page=1&page=2", ["note 2"]),
        ])
    func list(query: String, expected: [String]) async throws {
        try await ContentServer.with { server in
            let notes = try await server.get("/issues/1/notes?\(query)").list
            #expect(notes.compactMap { $0["body"]?.text } == expected)
        }
    }

    @Test("A thread on a diff tells where it stands, in GitLab's line codes, and who resolved it")
    func diffThread() async throws {
        try await ContentServer.with { server in
            let thread = try #require(try await server.get("/merge_requests/4/discussions").list.first)
            #expect(thread["id"]?.text?.count == 40)
            #expect(thread["individual_note"] == .bool(false))
            let notes = thread["notes"]?.list ?? []
            #expect(notes.compactMap { $0["body"]?.text } == ["remark 1", "remark 2"])
            let note = try #require(notes.first)
            #expect(note["type"] == .text("DiffNote"))
            #expect(note["resolved"] == .bool(true))
            #expect(note.at("resolved_by.username") == .text("ada_placeholder_user_1"))
            #expect(note["resolved_at"] == .null)
            #expect(note.at("position.base_sha") == .text(ContentFixture.base))
            #expect(note.at("position.start_sha") == .text(ContentFixture.start))
            #expect(note.at("position.head_sha") == .text(ContentFixture.hash("e")))
            #expect(note.at("position.position_type") == .text("text"))
            #expect(note.at("position.old_line") == .null)
            #expect(note.at("position.new_line") == .number(3))
            let digest = SHA1.hexDigest(of: Array("engine.swift".utf8))
            #expect(
                note.at("position.line_range.start")
                    == .object([
                        "line_code": .text("\(digest)_3_2"), "type": .text("new"), "old_line": .null,
                        "new_line": .number(2),
                    ]))
            #expect(note.at("position.line_range.end.line_code") == .text("\(digest)_3_3"))
        }
    }

    @Test("An unresolved thread has nobody who resolved it")
    func unresolved() async throws {
        try await ContentServer.with { server in
            let note = try #require(try await server.get("/merge_requests/5/notes?sort=asc").list.first)
            #expect(note["resolvable"] == .bool(true))
            #expect(note["resolved"] == .bool(false))
            #expect(note["resolved_by"] == .null)
            #expect(note.at("position.base_sha") == .null)
        }
    }

    @Test("One discussion and its notes are found by its 40 digits")
    func discussion() async throws {
        try await ContentServer.with { server in
            let list = try await server.get("/issues/1/discussions").list
            #expect(list.count == 3)
            let first = try #require(list.first)
            #expect(first["individual_note"] == .bool(true))
            let key = try #require(first["id"]?.text)
            #expect(try await server.get("/issues/1/discussions/\(key)").json == first)
            #expect(try await server.get("/issues/1/discussions/\(key)/notes").json == first["notes"])
            let missing = try await server.get("/issues/2/discussions/\(key)")
            #expect(missing.status == 404)
            #expect(missing.message == "404 Discussion Not Found")
        }
    }

    @Test("Comments are as hidden as what they stand on")
    func visibility() async throws {
        try await ContentServer.with { server async throws in
            #expect(try await server.get("/issues/1/notes", as: .guest).list.count == 3)
            #expect(try await server.get("/issues/3/notes", as: .guest).message == "404 Not found")
            #expect(try await server.get("/merge_requests/4/notes", as: .guest).status == 403)
            #expect(try await server.get("/issues/1/notes", as: nil).message == "404 Project Not Found")
        }
    }
}
