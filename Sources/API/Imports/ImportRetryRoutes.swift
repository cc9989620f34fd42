import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Store

/// `POST /projects/:id/import/retry`: fetches again what failed. The credential of the import is gone, so that a new one
/// is needed.
struct ImportRetryRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.post("projects/:id/import/retry", use: retry)
    }

    @Sendable private func retry(_ request: APIRequest) async throws -> Answer {
        let token: String = try request.read { $0.requiredText("personal_access_token") }
        let (project, namespace, record) = try await api.read(request) { lookup in
            let project = try lookup.project(requiring: .maintainer)
            guard let record = try Imports.find(project: project.id, in: lookup.connection),
                let namespace = try Namespaces.find(project.namespaceID, in: lookup.connection)
            else { throw APIError.notFound("Import") }
            guard try lookup.authority.mayImport(into: namespace) else { throw APIError.forbidden() }
            return (project, namespace, record)
        }
        let outcome: ImportRequests.Retry
        do {
            outcome = try await api.imports.retry(record.id, credential: Secret(token))
        } catch {
            throw APIError(error, hostname: nil)
        }
        switch outcome {
        case .scheduled(let now):
            return Answer(
                ProjectImportAnswer(project: project, fullName: namespace.fullName, record: now), status: .accepted)
        case .nothingFailed: throw APIError(.badRequest, .message("Nothing of the import has failed"))
        case .notEnded(let now):
            throw APIError(
                .badRequest, .message("The import cannot be retried because it is \(now.status.rawValue)"))
        case .noSuchImport: throw APIError.notFound("Import")
        }
    }
}
