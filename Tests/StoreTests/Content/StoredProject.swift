import Foundation
import Model
import Store
import StoreSQLite

/// A store in a folder of its own, with one imported project whose rows a test writes as it needs them.
struct StoredProject: Sendable {
    let store: SQLiteStore
    let project: ProjectID
    let author: UserID
    private let folder: URL

    static func make() async throws -> StoredProject {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        let (project, author) = try await store.write { connection in
            let author = try connection.user("ada")
            let namespace = try connection.insert(
                "namespaces",
                [
                    "kind": "group", "path": "space", "name": "Space", "full_path": "space", "full_path_key": "space",
                    "full_name": "Space", "visibility": "private", "created_at": 0,
                ])
            return (try connection.project("lander", namespace: namespace, creator: author), author)
        }
        return StoredProject(
            store: store, project: ProjectID(project), author: UserID(author), folder: folder)
    }

    func remove() throws {
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// Runs a test on a fresh store and takes it away afterwards, whatever happens.
    static func with(_ test: @Sendable (StoredProject) async throws -> Void) async throws {
        let stored = try await make()
        do {
            try await test(stored)
        } catch {
            try stored.remove()
            throw error
        }
        try stored.remove()
    }
}

extension WriteConnection {
    /// - Returns: the new row's id.
    @discardableResult
    func insert(_ table: String, _ values: KeyValuePairs<String, any SQLConvertible>) throws -> Int64 {
        let columns = values.map(\.key).joined(separator: ", ")
        let places = (1...values.count).map { "$\($0)" }.joined(separator: ", ")
        let id: Int64? = try value(
            "INSERT INTO \(table) (\(columns)) VALUES (\(places)) RETURNING id AS value", values.map(\.value))
        guard let id else { throw StoreError.failed("no row was written to \(table)") }
        return id
    }

    func user(_ username: String) throws -> Int64 {
        try insert(
            "users",
            [
                "kind": "human", "username": username, "username_key": username.lowercased(), "name": username,
                "email": "\(username)@example.org", "state": "active", "created_at": 0,
            ])
    }

    func project(_ path: String, namespace: Int64, creator: Int64, visibility: String = "private") throws -> Int64 {
        try insert(
            "projects",
            [
                "namespace_id": namespace, "creator_id": creator, "path": path, "name": path,
                "full_path": "space/\(path)", "full_path_key": "space/\(path)", "visibility": visibility,
                "created_at": 0, "updated_at": 0, "last_activity_at": 0,
            ])
    }

    /// An issue made `iid` seconds after 1970 and last changed as many seconds before the second day.
    @discardableResult
    func issue(
        _ iid: Int64, in stored: StoredProject, title: String = "An issue", description: String? = nil,
        state: String = "opened", author: UserID? = nil, milestone: Int64? = nil
    ) throws -> Int64 {
        try insert(
            "issues",
            [
                "project_id": stored.project, "source_key": String(iid), "iid": iid, "title": title,
                "description": description, "state": state, "author_id": author ?? stored.author,
                "milestone_id": milestone, "created_at": iid * 1000, "updated_at": 86_400_000 - iid * 1000,
            ])
    }

    @discardableResult
    func mergeRequest(
        _ iid: Int64, in stored: StoredProject, title: String = "A change", state: String = "opened",
        isDraft: Bool = false, source: String = "feature", target: String = "main"
    ) throws -> Int64 {
        try insert(
            "merge_requests",
            [
                "project_id": stored.project, "source_key": String(iid), "iid": iid, "title": title, "state": state,
                "is_draft": isDraft, "author_id": stored.author, "source_branch": source, "target_branch": target,
                "created_at": iid * 1000, "updated_at": 86_400_000 - iid * 1000,
            ])
    }

    func label(_ title: String, in stored: StoredProject) throws -> Int64 {
        try insert(
            "labels", ["project_id": stored.project, "source_key": title, "title": title, "color": "#ff0000"])
    }

    func milestone(_ iid: Int64, _ title: String, in stored: StoredProject, due: String? = nil) throws -> Int64 {
        try insert(
            "milestones",
            [
                "project_id": stored.project, "source_key": String(iid), "iid": iid, "title": title,
                "state": "active", "due_date": due, "created_at": 0, "updated_at": 0,
            ])
    }

    /// A discussion of one note.
    @discardableResult
    func note(
        _ number: Int64, on noteable: Noteable, in stored: StoredProject, isSystem: Bool = false
    ) throws -> Int64 {
        let discussion = try insert(
            "discussions",
            [
                "project_id": stored.project, "source_key": "\(noteable.kind)\(number)",
                "key": String(repeating: "0", count: 36) + String(1000 + number), "noteable_kind": noteable.kind,
                "noteable_id": noteable.id, "is_individual_note": true, "created_at": number * 1000,
            ])
        return try insert(
            "notes",
            [
                "project_id": stored.project, "source_key": "\(noteable.kind)\(number)",
                "noteable_kind": noteable.kind, "noteable_id": noteable.id, "discussion_id": discussion,
                "body": "note \(number)", "author_id": stored.author, "is_system": isSystem,
                "created_at": number * 1000, "updated_at": 86_400_000 - number * 1000,
            ])
    }
}
