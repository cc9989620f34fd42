import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Remote

/// `POST /import/bitbucket_server`, and its look ahead `…/plan`.
struct ImportBitbucketServerRoutes: ResourceRoutes {
    private let api: APIContext
    private let throttle: ImportThrottle

    init(_ api: APIContext) {
        self.api = api
        throttle = ImportThrottle(api.limits)
    }

    func register(on router: APIRouter) {
        router.post("import/bitbucket_server", use: start)
        router.post("import/bitbucket_server/plan", use: plan)
    }

    @Sendable private func start(_ request: APIRequest) async throws -> Answer {
        try await BitbucketImports(api: api).start(try await order(request), request)
    }

    @Sendable private func plan(_ request: APIRequest) async throws -> Answer {
        try await BitbucketImports(api: api).plan(try await order(request), request)
    }

    private func order(_ request: APIRequest) async throws -> BitbucketImports.Order {
        let input = try request.read(Input.init)
        guard let user = request.caller.user else { throw APIError.unauthorized }
        try throttle.admit(user, at: api.clock()) { .messageError($0) }
        guard Self.isName(input.project.hasPrefix("~") ? String(input.project.dropFirst()) : input.project) else {
            throw APIError(.unprocessableContent, .messageError("Missing or invalid project key"))
        }
        guard Self.isName(input.repository) else {
            throw APIError(.unprocessableContent, .messageError("Missing or invalid repository slug"))
        }
        try await judge(input.url)
        return input.order
    }

    /// GitLab's `[\w\-.\s]+`, without what an address takes for a way up.
    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: #/[A-Za-z0-9_\-.\s]+/#) != nil && text != "." && text != ".."
            && text.contains { !$0.isWhitespace }
    }

    private func judge(_ url: String) async throws {
        guard !url.isEmpty else { throw APIError.invalidServer(url) }
        do {
            try await api.imports.judge(hostname: url, kind: .bitbucketServer)
        } catch {
            throw APIError.invalidServer(url)
        }
    }
}

/// The attributes of the page's table, declared in GitLab's order, which is the order failures are told in.
private struct Input {
    var url: String
    var username: String
    var personalAccessToken: String
    var project: String
    var repository: String
    var newName: String?
    var targetNamespace: String?
    var strategy: TimeoutStrategy?
    var wantsCommitComments: Bool

    init(_ reader: inout ParameterReader) throws {
        url = reader.required("bitbucket_server_url")
        username = reader.required("bitbucket_server_username")
        personalAccessToken = reader.required("personal_access_token")
        project = reader.required("bitbucket_server_project")
        repository = reader.required("bitbucket_server_repo")
        newName = reader.optionalText("new_name")
        // Go's client sends the one, python-gitlab, gitbeaker and the page the other, which wins.
        let namespace = reader.optionalText("new_namespace")
        targetNamespace = reader.optionalText("target_namespace") ?? namespace
        strategy = reader.optional("timeout_strategy", among: TimeoutStrategy.self)
        wantsCommitComments = reader.wantsCommitComments()
    }

    var order: BitbucketImports.Order {
        let (url, fullName) = (url, "\(project)/\(repository)")
        return BitbucketImports.Order(
            kind: .bitbucketServer, hostname: url, fullName: fullName,
            credential: AccountCredential(user: username, secret: Secret(personalAccessToken)),
            targetNamespace: targetNamespace, newName: newName,
            settings: ImportSettings(
                attachmentsImport: true, collaboratorsImport: true, timeoutStrategy: strategy ?? .pessimistic,
                commitCommentsImport: wantsCommitComments),
            answer: { APIError($0, url: url, repository: fullName) })
    }
}

extension APIError {
    fileprivate static func invalidServer(_ url: String) -> APIError {
        APIError(.badRequest, .messageError("Invalid URL: \(url.withoutUserInformation)"))
    }

    /// In GitLab's words and codes (`app/services/import/bitbucket_server_service.rb`).
    fileprivate init(_ error: ProbeError, url: String, repository: String) {
        switch error {
        case .refusedAddress: self = .invalidServer(url)
        case .sourceError(_, status: 404):
            self.init(.unprocessableContent, .messageError("Project \(repository) could not be found"))
        case .noReadAccess, .noCollaboratorAccess, .sourceError, .rateLimited, .unreachable:
            self.init(
                .badRequest,
                .messageError(
                    "Import failed due to a BitBucket Server error", reason: error.reason(of: .bitbucketServer)))
        }
    }
}

extension ParameterReader {
    /// Of `optional_stages` the one that GitLab does not have; it takes no notice of others here.
    mutating func wantsCommitComments() -> Bool {
        optional("optional_stages", RequestParameters.self)?["commit_comments_import"]?.isTruthy ?? false
    }

    /// A text; blank is as if not given.
    mutating func optionalText(_ name: String) -> String? {
        optional(name, String.self).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
}
