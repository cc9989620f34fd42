import Foundation
import Importer
import Jobs
import Model
import Outbound
import Secrets
import Store
import StoreSQLite

/// A data directory with one imported project whose contributions were written row by row: as many people as a test
/// wants, each with an account here that bears the same name.
struct ReassigningStore: Sendable {
    /// What one person has: issues written and closed, assignments, notes (every tenth mentions somebody), reviews.
    static let rowsForOne = 100

    let folder: URL
    let people: Int

    /// Writes the store and closes it.
    static func make(people: Int, in folder: URL) async throws -> ReassigningStore {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let made = ReassigningStore(folder: folder, people: people)
        let store = try made.open()
        try await store.write { connection in
            var writer = try RowWriter(connection)
            for number in 0..<people { try writer.writePerson(number, of: people) }
        }
        try store.close()
        return made
    }

    func open() throws -> SQLiteStore {
        try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
    }

    /// Everything as it stands, without local numbers and this machine's clock.
    func dump() async throws -> [String] {
        let store = try open()
        let lines = try await StoreDump.lines(store, withLedger: false)
        try store.close()
        return lines
    }

    func number(_ sql: String) async throws -> Int64 {
        let store = try open()
        let found: Int64? = try await store.read { try $0.value(sql, []) }
        try store.close()
        return found ?? -1
    }
}

private struct RowWriter {
    private let connection: any WriteConnection
    private let root: UserID
    private let project: ProjectID
    private let scope: SourceUsers.Scope
    private var issues: Int64 = 0
    private var mergeRequest: Int64 = 0
    private let now = Timestamp(millisecondsSinceEpoch: 1_600_000_000_000)

    init(_ connection: any WriteConnection) throws {
        self.connection = connection
        root = try Users.insert(
            Users.Draft(
                kind: .human, username: "root", name: "Administrator", email: "root@localhost",
                isAdministrator: true, createdAt: now), in: connection)
        _ = try Users.insert(
            Users.Draft(kind: .ghost, username: "ghost", name: "Ghost", email: "ghost@localhost", createdAt: now),
            in: connection)
        let id = try Namespaces.insertGroup(
            Namespaces.GroupDraft(path: "harbour", name: "harbour", visibility: .public, createdAt: now),
            parent: nil, in: connection)
        guard let group = try Namespaces.find(id, in: connection) else { throw Engine.MissingRow() }
        project = try Projects.insert(
            Projects.Draft(
                namespace: group, creatorID: root, path: "lantern", name: "lantern", visibility: .public,
                createdAt: now), in: connection)
        let source = ImportSource(
            kind: .github, webOrigin: "https://github.com", apiBase: "https://api.github.com", repositoryID: 1,
            fullName: "harbour-lights/lantern", cloneURL: "https://github.com/harbour-lights/lantern.git")
        _ = try Imports.insert(
            Imports.New(
                projectID: project, source: source, settings: ImportSettings(), correlationID: "x",
                requestedBy: root), at: now, in: connection)
        scope = SourceUsers.Scope(
            root: id, rootPath: "harbour", importKind: .github, hostname: "https://github.com",
            instanceHost: "localhost")
        mergeRequest = try value(
            """
            INSERT INTO merge_requests (project_id, source_key, iid, title, state, author_id, source_branch,
                target_branch, created_at, updated_at)
            VALUES ($1, 'm', 1000000, 'Change', 'opened', $2, 'a', 'b', 0, 0) RETURNING id AS value
            """, [project, root])
    }

    private func value(_ sql: String, _ parameters: [any SQLConvertible]) throws -> Int64 {
        guard let id: Int64 = try connection.value(sql, parameters) else { throw Engine.MissingRow() }
        return id
    }

    mutating func writePerson(_ number: Int, of people: Int) throws {
        let login = "sailor-\(number)"
        let person = PersonDraft(identifier: String(1000 + number), login: login, name: "Sailor \(number)")
        guard
            let placeholder = try SourceUsers.mappedUsers([person], scope: scope, at: now, in: connection)[
                person.identifier]
        else { throw Engine.MissingRow() }
        _ = try Users.insert(
            Users.Draft(
                kind: .human, username: login, name: login, email: "\(login)@example.org", createdAt: now),
            in: connection)
        for _ in 0..<15 { try writeIssue(login, placeholder, mentioning: "sailor-\((number + 1) % people)") }
        for part in 0..<10 {
            try connection.execute(
                """
                INSERT INTO merge_request_reviews (project_id, merge_request_id, source_key, user_id, source_author,
                    verdict, submitted_at)
                VALUES ($1, $2, $3, $4, $5, 'commented', 0)
                """, [project, mergeRequest, "\(login) \(part)", placeholder, login])
        }
    }

    /// An issue with its assignee and three notes: six rows of one person.
    private mutating func writeIssue(_ login: String, _ author: UserID, mentioning other: String) throws {
        issues += 1
        let issue = try value(
            """
            INSERT INTO issues (project_id, source_key, iid, title, state, author_id, source_author, closed_by_id,
                created_at, updated_at)
            VALUES ($1, $2, $3, 'Fog', 'closed', $4, $5, $4, 0, 0) RETURNING id AS value
            """, [project, "i\(issues)", issues, author, login])
        try connection.execute(
            "INSERT INTO issue_assignees (issue_id, user_id, position) VALUES ($1, $2, 0)", [issue, author])
        let discussion = try value(
            """
            INSERT INTO discussions (project_id, source_key, key, noteable_kind, noteable_id, is_individual_note,
                created_at)
            VALUES ($1, $2, $2, 'Issue', $3, 1, 0) RETURNING id AS value
            """, [project, "d\(issues)", issue])
        for part in 0..<3 {
            let key = "comment:\(issues * 10 + Int64(part))"
            let isMentioning = part == 0 && issues % 2 == 0
            let text = isMentioning ? "Ask @\(other)." : "Seen."
            try connection.execute(
                """
                INSERT INTO notes (project_id, source_key, noteable_kind, noteable_id, discussion_id, body, body_source,
                    author_id, source_author, created_at, updated_at)
                VALUES ($1, $2, 'Issue', $3, $4, $5, $6, $7, $8, 0, 0)
                """,
                [
                    project, key, issue, discussion, text.replacing("@\(other)", with: "`@\(other)`"), text, author,
                    login,
                ])
            if isMentioning {
                try NamedSubjects.insert(
                    [(.person(other), NamedSubjects.Place(table: .notes, sourceKey: SourceKey(key)))],
                    project: project, in: connection)
            }
        }
    }
}
