import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Remote
import Store

/// `POST /import/github`, and its look ahead `…/plan`.
struct ImportGitHubRoutes: ResourceRoutes {
    private let api: APIContext
    private let throttle: ImportThrottle

    init(_ api: APIContext) {
        self.api = api
        throttle = ImportThrottle(api.limits)
    }

    func register(on router: APIRouter) {
        router.post("import/github", use: start)
        router.post("import/github/plan", use: plan)
    }

    @Sendable private func start(_ request: APIRequest) async throws -> Answer {
        let (input, user, namespace) = try await admit(request)
        let (project, record) = try await accept(input, into: namespace, by: user, request.actor)
        return .created(ProjectImportAnswer(project: project, fullName: namespace.fullName, record: record))
    }

    /// The same body and the same refusals; nothing is created.
    @Sendable private func plan(_ request: APIRequest) async throws -> Answer {
        let (input, _, _) = try await admit(request)
        do {
            return Answer(
                ImportPlanAnswer(plan: try await api.imports.plan(input.probe, settings: input.settings)))
        } catch {
            throw APIError(.probe(error), hostname: input.hostname)
        }
    }

    /// What both are refused for before the source is asked.
    private func admit(_ request: APIRequest) async throws -> (Input, User, Namespace) {
        let input = try request.read(Input.init)
        guard let user = request.caller.user else { throw APIError.unauthorized }
        try throttle.admit(user, at: api.clock()) { .errors($0) }
        if let hostname = input.hostname { try await judge(hostname) }
        return (input, user, try await namespace(input.targetNamespace, request))
    }

    private func judge(_ hostname: String) async throws {
        // Blank is not absent: whoever names a host means another one than GitHub.com.
        guard !hostname.isEmpty else { throw APIError.invalidURL(hostname) }
        do {
            try await api.imports.judge(hostname: hostname, kind: .github)
        } catch {
            throw APIError.invalidURL(hostname)
        }
    }

    /// The page shows a leading slash, which GitLab's own code does not take; here it is no part of the path.
    private func namespace(_ path: String, _ request: APIRequest) async throws -> Namespace {
        let path = path.trimmed(of: "/")
        return try await api.read(request) { lookup in
            guard let namespace = try Namespaces.find(fullPath: path, in: lookup.connection),
                try lookup.authority.mayRead(namespace)
            else {
                throw APIError(
                    .unprocessableContent, .errors("Namespace or group to import repository into does not exist."))
            }
            guard try lookup.authority.mayImport(into: namespace) else {
                throw APIError(
                    .unprocessableContent, .errors("You are not allowed to import projects in this namespace."))
            }
            return namespace
        }
    }

    private func accept(
        _ input: Input, into namespace: Namespace, by user: User, _ actor: AuditActor
    ) async throws -> (Project, Import) {
        do {
            return try await api.imports.accept(
                ImportRequest(
                    probe: input.probe, namespace: namespace, requestedBy: user.id, actor: actor,
                    newName: input.newName, settings: input.settings))
        } catch {
            throw APIError(error, hostname: input.hostname)
        }
    }
}

/// The attributes of the page's table, declared in GitLab's order, which is the order failures are told in.
private struct Input {
    var personalAccessToken: String
    var repositoryID: Int64
    var targetNamespace: String
    var newName: String?
    var hostname: String?
    var settings: ImportSettings

    var probe: ProbeRequest {
        ProbeRequest(
            kind: .github, hostname: hostname, repository: .number(repositoryID),
            credential: Secret(personalAccessToken), wantsCollaborators: settings.collaboratorsImport)
    }

    init(_ reader: inout ParameterReader) throws {
        personalAccessToken = reader.required("personal_access_token")
        repositoryID = reader.required("repo_id")
        let newName: String? = reader.optional("new_name")
        self.newName = newName.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        targetNamespace = reader.requiredText("target_namespace")
        hostname = reader.optional("github_hostname")
        let stages: RequestParameters? = reader.optional("optional_stages")
        let strategy = reader.optional("timeout_strategy", among: TimeoutStrategy.self)
        let limit = reader.optional("pagination_limit", in: 1...100)
        func isChosen(_ stage: String) -> Bool { stages?[stage]?.isTruthy ?? false }
        settings = ImportSettings(
            attachmentsImport: isChosen("attachments_import"),
            collaboratorsImport: isChosen("collaborators_import"),
            singleEndpointNotesImport: isChosen("single_endpoint_notes_import"),
            timeoutStrategy: strategy ?? .pessimistic, paginationLimit: limit.map(Int.init) ?? 100)
    }
}

extension APIError {
    /// 400 with the address as it was given, but for a user name or password inside.
    fileprivate static func invalidURL(_ text: String) -> APIError {
        APIError(.badRequest, .errors("Invalid URL: \(text.withoutUserInformation)"))
    }

    /// Why an import was refused, in GitLab's words and codes (`app/services/import/github_service.rb`).
    init(_ error: ImportRequestError, hostname: String?) {
        switch error {
        case .probe(let error): self.init(error, hostname: hostname)
        case .invalidProject(let messages):
            self.init(.unprocessableContent, .errors(messages.joined(separator: ", ")))
        case .store(.full): self = .unavailable
        case .store: self = .internalError
        }
    }

    private init(_ error: ProbeError, hostname: String?) {
        switch error {
        case .refusedAddress(let refused, let reason):
            guard let hostname else {
                // Nobody chose GitHub.com's address, so whoever runs the server must learn what is wrong with it.
                self.init(
                    .unprocessableContent, .errors("Import failed because of a GitHub error: \(refused): \(reason)"))
                return
            }
            self = .invalidURL(hostname)
        case .noReadAccess:
            self.init(
                .unprocessableContent,
                .errors(
                    "Your GitHub personal access token does not have read access to the repository. Please use a classic GitHub personal access token with the `repo` scope. Fine-grained tokens are not supported."
                ))
        case .noCollaboratorAccess:
            self.init(
                .unprocessableContent,
                .errors(
                    "Your GitHub personal access token does not have read access to collaborators. Please use a classic GitHub personal access token with the `read:org` scope. Fine-grained tokens are not supported."
                ))
        case .sourceError(let body, let status):
            self.init(
                .unprocessableContent,
                .errors("Import failed because of a GitHub error: \(body) (HTTP \(status))"))
        case .rateLimited: self.init(.tooManyRequests, .error("Too Many Requests"))
        case .unreachable(let reason):
            self.init(.unprocessableContent, .errors("Import failed because of a GitHub error: \(reason)"))
        }
    }
}

extension String {
    /// Without any number of this character at either end.
    func trimmed(of character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
