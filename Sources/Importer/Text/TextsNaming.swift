import Foundation
import Model
import Store

/// Makes the texts that name somebody or something anew: a person who has been reassigned, or no longer is; another
/// repository that has been imported.
struct TextsNaming {
    /// The last text done.
    struct Cursor: Codable {
        var project: ProjectID
        var table: String
        var sourceKey: String
        /// Which of the subjects; the first where an older version has written the cursor.
        var subject: Int?

        init(project: ProjectID, place: NamedSubjects.Place, subject: Int) {
            self.project = project
            self.subject = subject
            (table, sourceKey) = (place.table.rawValue, place.sourceKey.rawValue)
        }

        /// A damaged one begins at the start, which costs time only.
        init?(json: String?) {
            guard let json, let cursor = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
            self = cursor
        }

        var json: String? { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } }

        var place: NamedSubjects.Place? {
            ImportedTable(rawValue: table).map { NamedSubjects.Place(table: $0, sourceKey: SourceKey(sourceKey)) }
        }
    }

    /// Names of one and the same.
    let subjects: [NamedSubjects.Subject]
    let externalURL: String
    /// Whether the texts of a project, imported from a source into a top-level group, are meant.
    let includes: (Project, ImportSource, _ root: NamespaceID) -> Bool

    /// Does the next texts.
    /// - Returns: where to go on; `nil` when all are done.
    func rewriteNext(
        _ limit: Int, after cursor: Cursor?, in connection: any WriteConnection
    ) throws -> Cursor? {
        var left = limit
        let first = cursor?.subject ?? 0
        for index in subjects.indices.dropFirst(first) {
            let next = try rewriteNext(
                &left, naming: index, after: index == first ? cursor : nil, in: connection)
            if let next { return next }
        }
        return nil
    }

    private func rewriteNext(
        _ left: inout Int, naming index: Int, after cursor: Cursor?, in connection: any WriteConnection
    ) throws -> Cursor? {
        let subject = subjects[index]
        for id in try NamedSubjects.projects(naming: subject, in: connection) {
            if let cursor, id < cursor.project { continue }
            guard let target = try target(id, in: connection) else { continue }
            let places = try NamedSubjects.list(
                subject, project: id, after: cursor?.project == id ? cursor?.place : nil, limit: left, in: connection)
            try rewrite(places, target, in: connection)
            left -= places.count
            if left <= 0, let last = places.last { return Cursor(project: id, place: last, subject: index) }
        }
        return nil
    }

    private func target(_ id: ProjectID, in connection: any ReadConnection) throws -> TextTarget? {
        guard let project = try Projects.find(id, in: connection),
            let source = try Imports.find(project: id, in: connection)?.source,
            let root = try Namespaces.find(project.namespaceID, in: connection)?.rootID,
            includes(project, source, root)
        else { return nil }
        return TextTarget(
            project: id, root: root, fullPath: project.fullPath, source: source, externalURL: externalURL)
    }

    private func rewrite(
        _ places: [NamedSubjects.Place], _ target: TextTarget, in connection: any WriteConnection
    ) throws {
        for (table, places) in Dictionary(grouping: places, by: \.table) {
            let rows = try ImportedRows.rowsBySourceKey(
                places.map(\.sourceKey), of: table, project: target.project, in: connection)
            let texts = try ImportedTexts.list(table, rows: rows.values.sorted(), in: connection)
            try StoredTexts(target).rewrite(texts, of: table, in: connection)
        }
    }
}

extension TextsNaming {
    /// The texts that mention a source user, by login or by the number of the account; `nil` for somebody without.
    init?(mentioning sourceUser: SourceUser, externalURL: String, in connection: any ReadConnection) throws {
        var names: [NamedSubjects.Subject] = []
        if let username = sourceUser.username, !username.isEmpty { names.append(.person(username)) }
        if sourceUser.importKind == .bitbucket, let id = try SourceUsers.account(of: sourceUser.id, in: connection) {
            names.append(.account(id))
        }
        guard !names.isEmpty else { return nil }
        self.init(subjects: names, externalURL: externalURL) { _, source, root in
            root == sourceUser.namespaceID && source.webOrigin == sourceUser.hostname
                && source.kind == sourceUser.importKind
        }
    }
}
