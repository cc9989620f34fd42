import HTTPTypes
import Importer
import Model
import Outbound
import Remote

/// `POST /import/bitbucket` (Bitbucket Cloud), and its look ahead `…/plan`.
struct ImportBitbucketRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.post("import/bitbucket", use: start)
        router.post("import/bitbucket/plan", use: plan)
    }

    @Sendable private func start(_ request: APIRequest) async throws -> Answer {
        let input = try request.read(Input.init)
        return try await BitbucketImports(api: api).start(input.order, request)
    }

    @Sendable private func plan(_ request: APIRequest) async throws -> Answer {
        let input = try request.read(Input.init)
        return try await BitbucketImports(api: api).plan(input.order, request)
    }
}

/// The attributes of the page's table with GitLab 18.10's rules about the two pairs.
private struct Input {
    var account: BitbucketAccount
    var repositoryPath: String
    var targetNamespace: String
    var newName: String?
    var wantsCommitComments: Bool

    init(_ reader: inout ParameterReader) throws {
        account = BitbucketAccount(&reader)
        repositoryPath = reader.required("repo_path")
        targetNamespace = reader.required("target_namespace")
        newName = reader.optionalText("new_name")
        wantsCommitComments = reader.wantsCommitComments()
        account.declareRules(&reader)
    }

    var order: BitbucketImports.Order {
        // GitLab's pages write the path so where a slash cannot stand.
        let path = repositoryPath.replacing("___", with: "/")
        return BitbucketImports.Order(
            kind: .bitbucket, hostname: nil, fullName: path, credential: account.credential,
            targetNamespace: targetNamespace, newName: newName,
            settings: ImportSettings(
                attachmentsImport: true, collaboratorsImport: true, commitCommentsImport: wantsCommitComments),
            answer: { APIError($0, repository: path) })
    }
}

/// Who imports from Bitbucket Cloud: an e-mail address with an API token, or a user name with an app password.
struct BitbucketAccount: Sendable {
    private var username: String?
    private var appPassword: String?
    private var email: String?
    private var apiToken: String?

    init(_ reader: inout ParameterReader) {
        username = reader.optional("bitbucket_username")
        appPassword = reader.optional("bitbucket_app_password")
        email = reader.optional("bitbucket_email")
        apiToken = reader.optional("bitbucket_api_token")
    }

    /// What must hold between the four.
    func declareRules(_ reader: inout ParameterReader) {
        reader.allOrNone("bitbucket_username", "bitbucket_app_password")
        reader.allOrNone("bitbucket_email", "bitbucket_api_token")
        reader.mutuallyExclusive("bitbucket_app_password", "bitbucket_api_token")
        reader.atLeastOne(of: "bitbucket_app_password", "bitbucket_api_token")
    }

    /// `nil` where the name cannot be sent.
    var credential: AccountCredential? {
        AccountCredential(user: email ?? username ?? "", secret: Secret(apiToken ?? appPassword ?? ""))
    }
}

extension APIError {
    /// In GitLab's words and codes (`app/services/import/bitbucket_service.rb`).
    fileprivate init(_ error: ProbeError, repository: String) {
        switch error {
        case .noReadAccess:
            self.init(
                .unauthorized,
                .messageError(
                    "Unable to authorize with Bitbucket. Check your credentials", reason: error.reason(of: .bitbucket)))
        case .sourceError(_, status: 404):
            self.init(.unprocessableContent, .messageError("Project \(repository) could not be found"))
        case .refusedAddress, .noCollaboratorAccess, .sourceError, .rateLimited, .unreachable:
            self.init(
                .badRequest,
                .messageError("Import failed due to an error", reason: error.reason(of: .bitbucket)))
        }
    }
}
