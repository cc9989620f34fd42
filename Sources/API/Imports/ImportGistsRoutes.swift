import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Remote
import Store

/// `POST /import/github/gists`, and how that import stands.
struct ImportGistsRoutes: ResourceRoutes {
    private let api: APIContext
    private let throttle: ImportThrottle

    init(_ api: APIContext) {
        self.api = api
        throttle = ImportThrottle(api.limits)
    }

    func register(on router: APIRouter) {
        router.post("import/github/gists", use: start)
        router.get("import/github/gists", use: show)
    }

    /// GitLab's page declares the token alone; `github_hostname` is the one its importer of projects takes.
    @Sendable private func start(_ request: APIRequest) async throws -> Answer {
        let (token, hostname) = try request.read { reader in
            (reader.required("personal_access_token", String.self), reader.optional("github_hostname", String.self))
        }
        guard let user = request.caller.user else { throw APIError.unauthorized }
        try throttle.admit(user, at: api.clock()) { .errors($0) }
        let mayCreate = try await api.read(request) { $0.authority.mayCreateSnippets }
        guard mayCreate else { throw APIError.forbidden() }
        guard let gists = api.gists else { throw APIError.unavailable }
        do {
            try await gists.start(for: user.id, hostname: hostname, credential: Secret(token), by: request.actor)
        } catch {
            throw APIError(error)
        }
        // The body is the status itself, as GitLab's.
        return Answer(202, status: .accepted)
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        guard let user = request.caller.user, let gists = api.gists else { throw APIError.unauthorized }
        return Answer(GistImportAnswer(report: try await gists.latest(of: user.id)))
    }
}

extension APIError {
    /// In GitLab's words (`app/services/import/github/gists_import_service.rb`).
    fileprivate init(_ error: GistRequestError) {
        switch error {
        case .inProgress: self.init(.unprocessableContent, .errors("Import already in progress"))
        case .probe(.noReadAccess): self.init(.unauthorized, .errors("Access denied to the GitHub account."))
        case .probe(.rateLimited): self.init(.tooManyRequests, .errors("Too Many Requests"))
        case .probe(.refusedAddress(let hostname, let reason)):
            self.init(.badRequest, .errors("Invalid URL: \(hostname.withoutUserInformation): \(reason)"))
        case .probe(.unreachable(let reason)):
            self.init(.unprocessableContent, .errors("Import failed because of a GitHub error: \(reason)"))
        case .probe(.sourceError(let body, let status)):
            self.init(
                .unprocessableContent, .errors("Import failed because of a GitHub error: \(body) (HTTP \(status))"))
        case .probe(.noCollaboratorAccess): self = .internalError
        case .store(.full): self = .unavailable
        case .store: self = .internalError
        }
    }
}

/// How an import of gists stands. GitLab has no such answer; the keys are those of its imports of projects.
struct GistImportAnswer: Entity {
    var report: GistReport?

    func write(_ object: inout JSONObject) {
        guard let report else {
            object.add("import_status", "none")
            return
        }
        object.add("id", report.record.id)
        object.add("import_status", report.record.status)
        object.add("import_error", report.record.failure)
        object.add("created_at", report.record.createdAt)
        object.add("finished_at", report.record.finishedAt)
        object.add("stats") { stats in
            stats.add("listed", report.record.isListed)
            stats.add("fetched", report.counts.source)
            stats.add("imported", report.counts.imported)
            stats.add("failed", report.counts.failed)
        }
        object.add("mail", report.record.mail)
        object.add("failures", report.exceptions.map { GistFailureAnswer(exception: $0) })
    }
}

private struct GistFailureAnswer: Entity {
    var exception: GistImportItems.Exception

    func write(_ object: inout JSONObject) {
        object.add("gist_id", exception.sourceKey.rawValue)
        object.add("title", exception.title)
        object.add("url", exception.sourceURL)
        object.add("outcome", exception.isMissing ? Outcome.failed : .degraded)
        object.add("error", exception.reason)
    }
}
