import Access
import HTTPTypes
import Importer
import Model
import Store

/// `POST /import/github/cancel`, which is GitLab's, and `POST /projects/:id/import/cancel` for every kind of import.
struct ImportCancelRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.post("import/github/cancel", use: cancelGitHub)
        router.post("projects/:id/import/cancel", use: cancel)
    }

    private struct Found: Sendable {
        var project: Project
        var record: Import
        var namespace: Namespace
    }

    @Sendable private func cancelGitHub(_ request: APIRequest) async throws -> Answer {
        let id = try request.read { $0.required("project_id", Int64.self) }
        let found = try await api.read(request) { lookup -> Found in
            // GitLab words it differently for what is there and may not be seen, which tells that it is there.
            guard let project = try Projects.find(ProjectID(id), in: lookup.connection),
                try lookup.authority.mayRead(project), let found = try Self.find(project, lookup),
                found.record.source.kind == .github
            else { throw APIError.recordNotFound }
            return try Self.permitted(found, lookup)
        }
        return try await cancel(found, by: request.actor)
    }

    @Sendable private func cancel(_ request: APIRequest) async throws -> Answer {
        let found = try await api.read(request) { lookup -> Found in
            guard let found = try Self.find(try lookup.project(), lookup) else { throw APIError.notFound("Import") }
            return try Self.permitted(found, lookup)
        }
        return try await cancel(found, by: request.actor)
    }

    private static func find(_ project: Project, _ lookup: Lookup) throws -> Found? {
        guard let record = try Imports.find(project: project.id, in: lookup.connection),
            let namespace = try Namespaces.find(project.namespaceID, in: lookup.connection)
        else { return nil }
        return Found(project: project, record: record, namespace: namespace)
    }

    private static func permitted(_ found: Found, _ lookup: Lookup) throws -> Found {
        guard try lookup.authority.mayRemove(found.project) else {
            throw APIError(.forbidden, .message("Unauthorized access"))
        }
        return found
    }

    private func cancel(_ found: Found, by actor: AuditActor) async throws -> Answer {
        let isCanceled = try await api.imports.cancel(found.record.id, by: actor)
        let now = try await api.store.read { try Imports.find(found.record.id, in: $0) } ?? found.record
        guard isCanceled else {
            throw APIError(
                .badRequest, .message("The import cannot be canceled because it is \(now.status.rawValue)"))
        }
        return Answer(ProjectImportAnswer(project: found.project, fullName: found.namespace.fullName, record: now))
    }
}
