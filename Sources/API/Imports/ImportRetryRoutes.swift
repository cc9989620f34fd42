import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Remote
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
        let (project, namespace, record) = try await api.read(request) { lookup in
            let project = try lookup.project(requiring: .maintainer)
            guard let record = try Imports.find(project: project.id, in: lookup.connection),
                let namespace = try Namespaces.find(project.namespaceID, in: lookup.connection)
            else { throw APIError.notFound("Import") }
            guard try lookup.authority.mayImport(into: namespace) else { throw APIError.forbidden() }
            return (project, namespace, record)
        }
        let credential = try request.read { try Self.credential(for: record.source.kind, &$0) }
        let outcome: ImportRequests.Retry
        do {
            outcome = try await api.imports.retry(record.id, credential: credential, by: request.actor)
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

    /// In the parameters of the call that starts an import of this kind.
    private static func credential(for kind: ImportKind, _ reader: inout ParameterReader) throws -> Secret {
        let account: AccountCredential?
        switch kind {
        case .github: return Secret(reader.requiredText("personal_access_token"))
        case .bitbucketServer:
            account = AccountCredential(
                user: reader.requiredText("bitbucket_server_username"),
                secret: Secret(reader.requiredText("personal_access_token")))
            if account == nil { reader.refuse(.badRequest("bitbucket_server_username cannot be sent")) }
        case .bitbucket:
            let given = BitbucketAccount(&reader)
            given.declareRules(&reader)
            account = given.credential
            if account == nil { reader.refuse(.badRequest("the name of the account cannot be sent")) }
        }
        return account?.joined ?? Secret("")
    }
}
