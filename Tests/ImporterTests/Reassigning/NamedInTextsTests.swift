import Importer
import Model
import StandIns
import Store
import StoreSQLite
import Testing

/// Texts that name people, notes and other repositories.
struct NamedInTextsTests {
    @Test func aMentionIsCodeUntilThePersonIsReassignedAndAgainWhenThatIsTakenBack() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                let logins = Set(try await engine.sourceUsers().compactMap(\.username))
                let named = try await engine.rows("subject", "FROM named_subjects WHERE kind = 'person'")
                let login = try #require(named.first { logins.contains($0) })
                let texts = """
                    FROM (SELECT body AS text FROM notes UNION ALL SELECT description FROM issues
                        UNION ALL SELECT description FROM merge_requests) AS texts
                    """
                let code = "SELECT count(*) AS value \(texts) WHERE text LIKE '%`@\(login)`%'"
                let real = "SELECT count(*) AS value \(texts) WHERE text LIKE '%@here%'"
                let before = try await engine.number(code)
                #expect(before > 0)
                let person = try await engine.sourceUser(login)
                _ = try await engine.reassign(person.id, to: try await engine.makeAccount("here"))
                #expect(try await engine.number(code) == 0)
                #expect(try await engine.number(real) == before)
                _ = try await engine.revoke(person.id)
                #expect(try await engine.number(code) == before)
                #expect(try await engine.number(real) == 0)
            }
        }
    }

    @Test func aNoteNamedByItsAddressIsNamedByItsNumberHere() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                let key = try #require(
                    try await engine.rows("source_key", "FROM notes WHERE source_key LIKE 'comment:%'").first)
                let number = key.dropFirst("comment:".count)
                let note = try await engine.number("SELECT id AS value FROM notes WHERE source_key = '\(key)'")
                let iid = try await engine.number(
                    """
                    SELECT coalesce((SELECT iid FROM issues WHERE id = noteable_id AND noteable_kind = 'Issue'),
                        (SELECT iid FROM merge_requests WHERE id = noteable_id)) AS value
                    FROM notes WHERE source_key = '\(key)'
                    """)
                let address =
                    "\(record.source.webOrigin)/\(record.source.fullName)/issues/\(iid)#issuecomment-\(number)"
                try await engine.execute("UPDATE notes SET body_source = 'See \(address)' WHERE id = \(note)")
                let target = TextTarget(
                    project: record.projectID, root: engine.group.id, fullPath: "harbour/lantern",
                    source: record.source, externalURL: "https://forge.example.org")
                try await engine.store.write { connection in
                    let texts = try ImportedTexts.list(.notes, rows: [note], in: connection)
                    try StoredTexts(target).rewrite(texts, of: .notes, in: connection)
                }
                let body = try await engine.rows("body", "FROM notes WHERE id = \(note)")
                #expect(body.first?.contains("#note_\(note)") == true, "\(body)")
            }
        }
    }

    @Test func aRepositoryThatIsImportedLaterIsNamedHereInTextsThatWereThereBefore() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let issue = try await Self.writeEarlierProject(engine)
                let text = "SELECT description AS value FROM issues WHERE id = \(issue)"
                let before: String? = try await engine.store.read { try $0.value(text, []) }
                #expect(before == "See \(Engine.lantern)#1.")
                let report = try await engine.work(on: try await engine.accept())
                #expect(report.isComplete)
                let after: String? = try await engine.store.read { try $0.value(text, []) }
                #expect(after?.contains("harbour/lantern") == true, "\(after ?? "")")
            }
        }
    }

    /// A project of the same source whose one issue names the sample project's first number.
    private static func writeEarlierProject(_ engine: Engine) async throws -> Int64 {
        let source = ImportSource(
            kind: .github, webOrigin: engine.source.url, apiBase: engine.source.url, repositoryID: 99,
            fullName: "harbour-lights/earlier", cloneURL: "\(engine.source.url)/harbour-lights/earlier.git")
        return try await engine.store.write { connection in
            let now = Engine.clock()
            let project = try Projects.insert(
                Projects.Draft(
                    namespace: engine.group, creatorID: engine.root, path: "earlier", name: "earlier",
                    visibility: .private, createdAt: now), in: connection)
            _ = try Imports.insert(
                Imports.New(
                    projectID: project, source: source, settings: ImportSettings(), correlationID: "y",
                    requestedBy: engine.root), at: now, in: connection)
            let issue: Int64? = try connection.value(
                """
                INSERT INTO issues (project_id, source_key, iid, title, state, author_id, description,
                    description_source, created_at, updated_at)
                VALUES ($1, 'e', 1, 'Fog', 'opened', $2, $3, $3, 0, 0) RETURNING id AS value
                """, [project, engine.root, "See \(Engine.lantern)#1."])
            try NamedSubjects.insert(
                [(.repository(Engine.lantern), NamedSubjects.Place(table: .issues, sourceKey: SourceKey("e")))],
                project: project, in: connection)
            return issue ?? 0
        }
    }

    @Test(arguments: [
        ("public", "public", true), ("public", "private", false), ("private", "public", true),
        ("private", "private", true), ("internal", "private", false), ("private", "internal", true),
    ])
    func anotherRepositoryIsNamedHereOnlyWhereItIsAsOpen(own: String, other: String, isNamed: Bool) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                let second = try await engine.store.write { connection in
                    let project = try Projects.insert(
                        Projects.Draft(
                            namespace: engine.group, creatorID: engine.root, path: "second", name: "second",
                            visibility: .public, createdAt: Engine.clock()), in: connection)
                    var origin = record.source
                    (origin.fullName, origin.repositoryID) = ("harbour-lights/Second", 99)
                    _ = try Imports.insert(
                        Imports.New(
                            projectID: project, source: origin, settings: ImportSettings(), correlationID: "y",
                            requestedBy: engine.root), at: Engine.clock(), in: connection)
                    return project
                }
                try await engine.execute("UPDATE projects SET visibility = '\(own)' WHERE id = \(record.projectID)")
                try await engine.execute("UPDATE projects SET visibility = '\(other)' WHERE id = \(second)")
                let found = try await engine.store.read { connection in
                    try SourceProjects.named(
                        ["Harbour-Lights/second"], origin: record.source.webOrigin, importKind: .github,
                        in: record.projectID, using: connection)
                }
                #expect(found.isEmpty != isNamed)
            }
        }
    }
}
