import Foundation
import Model
import Store
import StoreSQLite

@testable import Importer

/// A store with one imported project, harbour/lantern, whose rows are written one by one.
struct Scene: Sendable {
    static let page = "https://forge.example.org/harbour/lantern"

    let store: SQLiteStore
    let target: TextTarget
    let root: UserID
    private let group: Namespace

    static func with(
        _ kind: ImportKind, origin: String, fullName: String, _ body: (Scene) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scene-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let scene = try await store.write { connection in
            try Scene(store, source: source(kind, origin, fullName), in: connection)
        }
        try await body(scene)
    }

    static func source(_ kind: ImportKind, _ origin: String, _ fullName: String) -> ImportSource {
        ImportSource(
            kind: kind, webOrigin: origin, apiBase: "\(origin)/api", repositoryID: 1, fullName: fullName,
            cloneURL: "\(origin)/git")
    }

    private init(_ store: SQLiteStore, source: ImportSource, in connection: any WriteConnection) throws {
        self.store = store
        let now = Engine.clock()
        root = try Users.insert(
            Users.Draft(
                kind: .human, username: "root", name: "Administrator", email: "root@localhost",
                isAdministrator: true, createdAt: now), in: connection)
        let id = try Namespaces.insertGroup(
            Namespaces.GroupDraft(path: "harbour", name: "harbour", visibility: .public, createdAt: now),
            parent: nil, in: connection)
        guard let group = try Namespaces.find(id, in: connection) else { throw Engine.MissingRow() }
        self.group = group
        let project = try Self.insertProject("lantern", source, group, root, in: connection)
        target = TextTarget(
            project: project, root: id, fullPath: "harbour/lantern", source: source,
            externalURL: "https://forge.example.org")
    }

    private static func insertProject(
        _ path: String, _ source: ImportSource, _ group: Namespace, _ root: UserID,
        in connection: any WriteConnection
    ) throws -> ProjectID {
        let project = try Projects.insert(
            Projects.Draft(
                namespace: group, creatorID: root, path: path, name: path, visibility: .public,
                createdAt: Engine.clock()), in: connection)
        _ = try Imports.insert(
            Imports.New(
                projectID: project, source: source, settings: ImportSettings(), correlationID: path,
                requestedBy: root), at: Engine.clock(), in: connection)
        return project
    }

    // MARK: People

    private var scope: SourceUsers.Scope {
        SourceUsers.Scope(
            root: target.root, rootPath: "harbour", importKind: target.source.kind, hostname: target.source.webOrigin,
            instanceHost: "localhost")
    }

    func addPerson(_ person: PersonDraft, reassignedTo username: String? = nil) async throws {
        let scope = scope
        try await store.write { connection in
            _ = try SourceUsers.mappedUsers([person], scope: scope, at: Engine.clock(), in: connection)
        }
        if let username { try await reassign(person, to: username) }
    }

    /// Moves no contributions; the texts that mention the person are made anew.
    func reassign(_ person: PersonDraft, to username: String?) async throws {
        let (target, scope) = (target, scope)
        try await store.write { connection in
            guard var user = try SourceUsers.find(person.identifier, scope: scope, in: connection) else {
                throw Engine.MissingRow()
            }
            user.status = username == nil ? .pendingReassignment : .completed
            user.reassignToUserID = try username.map { name in
                try Users.insert(
                    Users.Draft(
                        kind: .human, username: name, name: name, email: "\(name)@example.org",
                        createdAt: Engine.clock()), in: connection)
            }
            try SourceUsers.update(user, at: Engine.clock(), in: connection)
            let texts = try TextsNaming(mentioning: user, externalURL: target.externalURL, in: connection)
            var cursor: TextsNaming.Cursor?
            repeat { cursor = try texts?.rewriteNext(1, after: cursor, in: connection) } while cursor != nil
        }
    }

    // MARK: Items and notes

    func addMergeRequest(_ number: Int64) async throws {
        let (project, root) = (target.project, root)
        try await store.write { connection -> Void in
            try Self.insertMergeRequest(number, project, root, in: connection)
        }
    }

    private static func insertMergeRequest(
        _ number: Int64, _ project: ProjectID, _ root: UserID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO merge_requests (project_id, source_key, iid, title, state, author_id, source_branch,
                target_branch, created_at, updated_at)
            VALUES ($1, $2, $3, 'Change', 'opened', $4, 'a', 'b', 0, 0)
            """, [project, "\(number)", number, root])
    }

    func addIssue(_ number: Int64) async throws {
        let (project, root) = (target.project, root)
        try await store.write { connection -> Void in
            try connection.execute(
                """
                INSERT INTO issues (project_id, source_key, iid, title, state, author_id, created_at, updated_at)
                VALUES ($1, $2, $3, 'Fog', 'opened', $4, 0, 0)
                """, [project, "\(number)", number, root])
        }
    }

    /// A note with a text as the importer would have written it; its row.
    func addNote(_ key: String, text: String = "Seen.") async throws -> Int64 {
        let (target, root) = (target, root)
        return try await store.write { connection in
            let discussion: Int64? = try connection.value(
                """
                INSERT INTO discussions (project_id, source_key, key, noteable_kind, noteable_id, is_individual_note,
                    created_at)
                VALUES ($1, $2, $2, 'MergeRequest', 1, 1, 0) RETURNING id AS value
                """, [target.project, key])
            let pass = try ImportedText(target, referring: [text], in: connection)
            let note: Int64? = try connection.value(
                """
                INSERT INTO notes (project_id, source_key, noteable_kind, noteable_id, discussion_id, body, body_source,
                    author_id, created_at, updated_at)
                VALUES ($1, $2, 'MergeRequest', 1, $3, $4, $5, $6, 0, 0) RETURNING id AS value
                """, [target.project, key, discussion, pass.rewrite(text), text, root])
            try pass.keepSubjects(
                in: NamedSubjects.Place(table: .notes, sourceKey: SourceKey(key)), project: target.project, connection)
            guard let note else { throw Engine.MissingRow() }
            return note
        }
    }

    func addOtherProject(fullName: String, mergeRequest: Int64) async throws {
        let (target, root, group) = (target, root, group)
        try await store.write { connection in
            let source = Self.source(target.source.kind, target.source.webOrigin, fullName)
            let project = try Self.insertProject("other", source, group, root, in: connection)
            try Self.insertMergeRequest(mergeRequest, project, root, in: connection)
        }
    }

    func body(of note: Int64) async throws -> String? {
        try await store.read { try $0.value("SELECT body AS value FROM notes WHERE id = $1", [note]) }
    }

    func rewritten(_ text: String) async throws -> String {
        let target = target
        return try await store.read { connection in
            try ImportedText(target, referring: [text], in: connection).rewrite(text)
        }
    }
}
