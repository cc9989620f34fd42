import Model
import Store
import Testing

@Suite("Comments on commits through the API")
struct CommitNoteTests {
    /// A comment on the whole commit, and a thread of two on a line of it.
    private static func comment(on sha: String, _ server: RepositoryServer) async throws {
        let project = server.project
        try await server.api.store.write { connection in
            let root = try Users.find(username: "root", in: connection)?.id
            for (key, notes, position) in [
                ("whole", ["Well done."], nil),
                (
                    "line", ["Why 2?", "Why not?"],
                    """
                    {"kind":"text","oldPath":"Sources/engine.swift","newPath":"Sources/engine.swift","line":{"new":2},\
                    "head":"\(sha)"}
                    """
                ),
            ] as [(String, [String], String?)] {
                let discussion: Int64? = try connection.value(
                    """
                    INSERT INTO discussions (project_id, source_key, key, noteable_kind, noteable_id,
                        is_individual_note, position, commit_sha, created_at)
                    VALUES ($1, $2, $2, 'Commit', $1, $3, $4, $5, 0) RETURNING id AS value
                    """, [project, key, position == nil, position, sha])
                for (number, note) in notes.enumerated() {
                    try connection.execute(
                        """
                        INSERT INTO notes (project_id, source_key, noteable_kind, noteable_id, discussion_id, body,
                            author_id, created_at, updated_at)
                        VALUES ($1, $2, 'Commit', $1, $3, $4, $5, $6, $6)
                        """, [project, "\(key) \(number)", discussion, note, root, Int64(number)])
                }
            }
        }
    }

    @Test func commentsTellWhereTheyStand() async throws {
        try await withHistory { server in
            let sha = try await server.id("feature/engine")
            try await Self.comment(on: sha, server)
            let list = try await server.get("/repository/commits/\(sha)/comments").list
            #expect(list.compactMap { $0["note"]?.text }.sorted() == ["Well done.", "Why 2?", "Why not?"])
            let line = try #require(list.first { $0["note"]?.text == "Why 2?" })
            #expect(line.keys == ["note", "path", "line", "line_type", "author", "created_at"])
            #expect(line["path"]?.text == "Sources/engine.swift" && line["line"]?.number == 2)
            #expect(line["line_type"]?.text == "new" && line.at("author.username")?.text == "root")
            let whole = try #require(list.first { $0["note"]?.text == "Well done." })
            #expect(whole["path"] == .null && whole["line"] == .null && whole["line_type"] == .null)
            #expect(try await server.get("/repository/commits/v1.9/comments").text == "[]")
            #expect(try await server.get("/repository/commits/nowhere/comments").status == 404)
        }
    }

    @Test func discussionsHaveGitLabsShape() async throws {
        try await withHistory { server in
            let sha = try await server.id("feature/engine")
            let parent = try await server.id("v1.9")
            try await Self.comment(on: sha, server)
            let list = try await server.get("/repository/commits/feature%2Fengine/discussions").list
            #expect(list.map { $0["id"]?.text } == ["whole", "line"])
            #expect(list.map { $0["individual_note"]?.bool } == [true, false])
            let thread = try #require(list.last)
            let note = try #require(thread["notes"]?.list.first)
            #expect(note["type"]?.text == "DiffNote" && note["noteable_type"]?.text == "Commit")
            #expect(note["noteable_id"] == .null && note["noteable_iid"] == .null)
            #expect(note["resolvable"]?.bool == false && note["commit_id"] == nil)
            #expect(note.at("position.base_sha")?.text == parent && note.at("position.head_sha")?.text == sha)
            #expect(thread["notes"]?.list.compactMap { $0["body"]?.text } == ["Why 2?", "Why not?"])
            #expect(try await server.get("/repository/commits/\(sha)/discussions/line").json == thread)
            let id = try #require(note["id"]?.number)
            #expect(try await server.get("/repository/commits/\(sha)/discussions/line/notes/\(id)").json == note)
            #expect(try await server.get("/repository/commits/\(sha)/discussions/other").status == 404)
            #expect(try await server.get("/repository/commits/v1.9/discussions/line").status == 404)
        }
    }

    @Test func reactionsOnThemAreShownUnderTheirCommitOnly() async throws {
        try await withHistory { server in
            let sha = try await server.id("feature/engine")
            try await Self.comment(on: sha, server)
            let project = server.project
            let note: Int64? = try await server.api.store.write { connection in
                let note: Int64? = try connection.value(
                    "SELECT id AS value FROM notes WHERE source_key = 'whole 0'", [])
                try connection.execute(
                    """
                    INSERT INTO award_emoji (project_id, source_key, awardable_kind, awardable_id, name, user_id,
                        created_at)
                    SELECT $1, '1', 'Note', $2, 'tada', id, 0 FROM users WHERE username = 'root'
                    """, [project, note])
                return note
            }
            let path = "notes/\(note ?? 0)/award_emoji"
            #expect(texts(try await server.get("/repository/commits/\(sha)/\(path)"), "name") == ["tada"])
            #expect(try await server.get("/repository/commits/v1.9/\(path)").status == 404)
        }
    }
}
