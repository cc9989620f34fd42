import Access
import Importer
import Model
import Store

/// `GET /projects/:id/import`.
struct ImportStatusRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/import", use: show)
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let answer = try await api.read(request) { lookup -> ImportStatusAnswer in
            let project = try lookup.project()
            let namespace = try Namespaces.find(project.namespaceID, in: lookup.connection)
            let record = try Imports.find(project: project.id, in: lookup.connection)
            return ImportStatusAnswer(
                project: project, namespaceName: namespace?.fullName ?? "", record: record,
                entries: try record.map { try LedgerEntries.list(import: $0.id, in: lookup.connection) } ?? [],
                failures: try record.map {
                    try ImportExceptions.list(import: $0.id, outcomes: [.failed], limit: 100, in: lookup.connection)
                } ?? [],
                maySeeError: try lookup.authority.maySeeImportError(of: project))
        }
        return Answer(answer)
    }
}

/// GitLab's `ProjectImportStatus` (`lib/api/entities/project_import_status.rb`).
private struct ImportStatusAnswer: Entity {
    var project: Project
    var namespaceName: String
    var record: Import?
    var entries: [LedgerEntry]
    var failures: [ImportExceptions.Listed]
    var maySeeError: Bool

    func write(_ object: inout JSONObject) {
        object.add("id", project.id)
        object.add("description", project.description)
        object.add("name", project.name)
        object.add("name_with_namespace", "\(namespaceName) / \(project.name)")
        object.add("path", project.path)
        object.add("path_with_namespace", project.fullPath)
        object.add("created_at", project.createdAt)
        object.add("import_status", record?.status ?? ImportStatus.none)
        object.add("import_type", record?.source.kind)
        object.add("correlation_id", record?.correlationID)
        object.add("failed_relations", failures.map { FailedRelationAnswer(listed: $0, showsReason: maySeeError) })
        object.add("import_error", importError)
        if record == nil {
            object.null("stats")
        } else {
            object.add("stats") { stats in
                stats.add("fetched") { write(\.fetched, &$0) }
                stats.add("imported") { write(\.imported, &$0) }
            }
        }
    }

    private var importError: String? {
        guard let failure = record?.failure else { return nil }
        return maySeeError ? failure : "Ask a maintainer to check the import status for more details."
    }

    /// Kinds that never occurred are absent, the others stand in the order of their names.
    private func write(_ count: KeyPath<LedgerEntry, Int64>, _ object: inout JSONObject) {
        for entry in entries.sorted(by: { $0.kind.rawValue < $1.kind.rawValue }) where entry[keyPath: count] > 0 {
            object.add(entry.kind.rawValue, entry[keyPath: count])
        }
    }
}

/// GitLab always answers null for the message; here it says to Maintainers what happened, in words without a secret. It
/// may name what others cannot see: a draft release, a file.
private struct FailedRelationAnswer: Entity {
    var listed: ImportExceptions.Listed
    var showsReason: Bool

    func write(_ object: inout JSONObject) {
        object.add("id", listed.id)
        object.add("created_at", listed.createdAt)
        object.add("exception_class", "Landfall::ObjectFailed")
        object.add("source", listed.exception.kind)
        object.add("exception_message", showsReason ? listed.exception.reason : nil)
        object.add("relation_name", listed.exception.kind)
        object.null("line_number")
    }
}
