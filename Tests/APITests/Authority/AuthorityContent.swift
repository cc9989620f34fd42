import Files
import Foundation
import Git
import Importer
import Model
import NIOCore
import Secrets
import Store

/// What the fixture's project lacks of what routes show: reactions, events, links, files, protection, comments on
/// commits, source users, snippets; and real repositories.
enum AuthorityContent {
    static let secret = String(repeating: "5", count: 32)
    static let file = Array("bytes of a file\n".utf8)

    /// - Returns: what the captures of routes stand for, by their names here.
    static func write(_ server: APIServer, _ fixture: ContentFixture, author: Int64) async throws -> [String: String] {
        let digest = try keep(server)
        return try await server.store.write { connection in
            var values: [String: String] = [
                "project": "\(fixture.project)", "group": "\(fixture.group)", "milestone": "\(fixture.milestone)",
                "digest": digest, "secret": secret,
            ]
            try connection.execute("UPDATE issues SET author_id = $1 WHERE is_confidential = 1", [author])
            try writeItems(fixture, &values, connection)
            try writeFiles(fixture, digest, &values, connection)
            try writeImport(fixture, &values, connection)
            try writeSnippet(author, &values, connection)
            return values
        }
    }

    private static func keep(_ server: APIServer) throws -> String {
        let file = try server.services.files.receive()
        try Self.file.withUnsafeBytes { try file.write($0) }
        return try file.keep()
    }

    private static func row(_ sql: String, _ connection: any ReadConnection) throws -> Int64 {
        try connection.value("SELECT id AS value FROM \(sql)", []) ?? 0
    }

    private static func writeItems(
        _ fixture: ContentFixture, _ values: inout [String: String], _ connection: any WriteConnection
    ) throws {
        let label = try row("labels WHERE title = 'bug'", connection)
        for (name, kind, table, iid) in [
            ("issues", "Issue", "issues", 1), ("merge_requests", "MergeRequest", "merge_requests", 4),
        ] as [(String, String, String, Int64)] {
            let item = try row("\(table) WHERE iid = \(iid) AND project_id = \(fixture.project)", connection)
            let note = try row("notes WHERE noteable_kind = '\(kind)' AND noteable_id = \(item)", connection)
            let thread: String? = try connection.value(
                "SELECT key AS value FROM discussions WHERE noteable_kind = $1 AND noteable_id = $2", [kind, item])
            values["\(name) row"] = String(item)
            values["\(name) note"] = String(
                try connection.value(
                    """
                    SELECT notes.id AS value FROM notes JOIN discussions ON discussions.id = discussion_id
                    WHERE key = $1
                    """,
                    [thread]) ?? note)
            values["\(name) discussion"] = thread
            values["\(name) award"] = String(
                try award(on: kind, item, key: name, fixture, connection))
            values["\(name) note award"] = String(
                try award(
                    on: "Note", Int64(values["\(name) note"] ?? "") ?? 0, key: "\(name) note", fixture, connection))
            for (event, columns) in [
                ("state", ("state", "'closed'")), ("label", ("label_id, title, action", "\(label), 'bug', 'add'")),
                ("milestone", ("milestone_id, title, action", "\(fixture.milestone), 'First landing', 'add'")),
            ] {
                values["\(name) \(event) event"] = String(
                    try connection.value(
                        """
                        INSERT INTO resource_\(event)_events (project_id, source_key, noteable_kind, noteable_id,
                            user_id, created_at, \(columns.0))
                        VALUES ($1, $2, $3, $4, $5, 0, \(columns.1)) RETURNING id AS value
                        """, [fixture.project, "\(name) \(event)", kind, item, fixture.author]) ?? Int64(0))
            }
        }
        let (first, second) = (
            IssueID(try row("issues WHERE iid = 1", connection)), IssueID(try row("issues WHERE iid = 2", connection))
        )
        try IssueLinks.insert(
            from: first, to: second, kind: .relatesTo, nature: .parent, project: fixture.project, in: connection)
        values["link"] = String(try row("issue_links", connection))
        try MergeRequestIssues.relate(
            MergeRequestID(try row("merge_requests WHERE iid = 4", connection)), first, isClosing: true, in: connection)
        values["version"] = String(try row("merge_request_versions", connection))
        for (table, columns, levels) in [
            ("protected_branches", "push_level, merge_level", "40, 40"), ("protected_tags", "create_level", "40"),
        ] {
            try connection.execute(
                """
                INSERT INTO \(table) (project_id, source_key, name, \(columns))
                VALUES ($1, 'main', 'main', \(levels))
                """,
                [fixture.project])
        }
    }

    private static func award(
        on kind: String, _ row: Int64, key: String, _ fixture: ContentFixture, _ connection: any WriteConnection
    ) throws -> Int64 {
        try connection.insert(
            "award_emoji",
            [
                "project_id": fixture.project, "source_key": key, "awardable_kind": kind, "awardable_id": row,
                "name": "rocket", "user_id": fixture.author, "created_at": 0,
            ])
    }

    private static func writeFiles(
        _ fixture: ContentFixture, _ digest: String, _ values: inout [String: String],
        _ connection: any WriteConnection
    ) throws {
        values["upload"] = String(
            try connection.insert(
                "uploads",
                [
                    "project_id": fixture.project, "secret": secret, "file_name": "lamp.txt", "digest": digest,
                    "size": Int64(file.count), "media_type": "text/plain", "created_at": 0,
                ]))
        for tag in ["v2", "v3"] {
            let release = try row("releases WHERE tag = '\(tag)'", connection)
            values["\(tag) asset"] = String(
                try connection.insert(
                    "release_assets",
                    [
                        "project_id": fixture.project, "release_id": release, "source_key": tag, "name": "tool.bin",
                        "media_type": "text/plain", "source_size": Int64(file.count), "digest": digest,
                        "size": Int64(file.count), "created_at": 0,
                    ]))
        }
    }

    /// An import that has ended with something missing, its people, and a CSV about them.
    private static func writeImport(
        _ fixture: ContentFixture, _ values: inout [String: String], _ connection: any WriteConnection
    ) throws {
        let record = try row("imports", connection)
        let source = ImportSource(
            kind: .github, webOrigin: "https://github.com", apiBase: "https://api.github.com", repositoryID: 1,
            fullName: "nasa/lander", cloneURL: "https://github.com/nasa/lander.git")
        try Imports.setSource(source, of: ImportID(record), in: connection)
        try connection.execute(
            "UPDATE imports SET settings = $1",
            [String(decoding: try JSONEncoder().encode(ImportSettings()), as: UTF8.self)])
        try connection.insert(
            "import_exceptions",
            [
                "import_id": record, "kind": "release", "source_key": "9", "outcome": "failed",
                "reason": "the draft v3 lacks a file", "created_at": 0,
            ])
        let scope = SourceUsers.Scope(
            root: fixture.group, rootPath: "space", importKind: .github, hostname: "https://github.com",
            instanceHost: "forge.example.org")
        let person = PersonDraft(identifier: "100", login: "linus", name: "Linus", publicEmail: nil)
        let placeholder = try SourceUsers.mappedUsers(
            [person], scope: scope, at: Timestamp(millisecondsSinceEpoch: 0), in: connection)
        values["placeholder"] = placeholder["100"].map { "\($0)" }
        values["source user"] = String(try row("source_users", connection))
        let root = try row("users WHERE username = 'root'", connection)
        let upload = try ReassignmentUploads.insert(
            "a,b\n", namespace: fixture.group, requestedBy: UserID(root), failures: "a\n",
            at: Timestamp(millisecondsSinceEpoch: 0), in: connection)
        values["csv"] = "\(upload)"
    }

    private static func writeSnippet(
        _ author: Int64, _ values: inout [String: String], _ connection: any WriteConnection
    ) throws {
        let id = try Snippets.upsert(
            Snippets.Imported(
                author: UserID(author), sourceOrigin: "https://github.com", sourceKey: "1", sourceURL: nil,
                sourceVersion: "1", title: "A snippet", visibility: .private, fileName: "README.md",
                files: ["README.md"], defaultBranch: "main", createdAt: Timestamp(millisecondsSinceEpoch: 0),
                updatedAt: Timestamp(millisecondsSinceEpoch: 0)), in: connection)
        values["snippet"] = "\(id)"
        values["snippets discussion"] = String(repeating: "7", count: 40)
        values["snippets note"] = String(
            try connection.insert(
                "snippet_notes",
                [
                    "snippet_id": id, "source_key": "1", "key": values["snippets discussion"] ?? "", "body": "Nice",
                    "author_id": author, "created_at": 0, "updated_at": 0,
                ]))
    }

    /// Gives project, wiki and snippet a history of two commits, which the first merge request is about, and a comment
    /// on the second one.
    /// - Returns: the second commit.
    static func publish(
        _ server: APIServer, _ fixture: ContentFixture, _ values: inout [String: String]
    ) async throws -> String {
        let folder = NSTemporaryDirectory() + "/landfall-authority-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = GitClient(folder: folder)
        try await source("init", "--quiet", "--initial-branch=main", ".")
        try source.write("# Lander\n", to: "README.md")
        let base = try await source.commit("Start", at: 1_600_000_000)
        try source.write("Welcome\n", to: "home.md")
        let head = try await source.commit("Write a page", at: 1_600_000_100)
        try await source("tag", "v2")
        (values["sha"], values["blob"]) = (head, try await source("rev-parse", "HEAD:README.md"))
        let snippet = SnippetID(Int64(values["snippet"] ?? "") ?? 0)
        let storage = server.repositories
        for repository in [storage.project(fixture.project), storage.wiki(fixture.project), storage.snippet(snippet)] {
            try FileManager.default.createDirectory(
                atPath: (repository.directory as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try await repository.create()
            try await source(
                "push", "--quiet", repository.directory, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        }
        try await server.store.write { connection in
            try connection.execute(
                "UPDATE merge_requests SET base_sha = $1, start_sha = $1, head_sha = $2", [base, head])
            try connection.execute(
                "UPDATE merge_request_versions SET base_sha = $1, start_sha = $1, head_sha = $2", [base, head])
            try comment(on: head, fixture, connection)
        }
        return head
    }

    private static func comment(
        on commit: String, _ fixture: ContentFixture, _ connection: any WriteConnection
    ) throws {
        let discussion = try connection.insert(
            "discussions",
            [
                "project_id": fixture.project, "source_key": "on commit", "key": String(repeating: "8", count: 40),
                "noteable_kind": "Commit", "noteable_id": fixture.project, "is_individual_note": true,
                "commit_sha": commit, "created_at": 0,
            ])
        try connection.insert(
            "notes",
            [
                "id": 9000, "project_id": fixture.project, "source_key": "on commit", "noteable_kind": "Commit",
                "noteable_id": fixture.project, "discussion_id": discussion, "body": "Well done",
                "author_id": fixture.author, "created_at": 0, "updated_at": 0,
            ])
    }
}
