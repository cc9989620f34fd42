import API
import Access
import Git
import GitHTTP
import HTTPTypes
import Hummingbird
import Importer
import Logging
import NIOCore
import Outbound

/// Sends each request to the face it is for: the API, git, or the server's own state.
struct FacesResponder: HTTPResponder {
    typealias Context = ClientRequestContext

    private let clients: ClientAddresses
    private let api: APIResponder
    private let git: GitHTTPResponder
    private let health: HealthResponder

    init(instance: Instance) {
        let requests = ImportRequests(services: instance.imports)
        let (limits, logger) = (instance.settings.serverLimits, instance.logger)
        let transfers = Turnstile(Turnstile.Limits(places: limits.gitTransfers, patience: .seconds(120)))
        let repositories = instance.imports.repositories
            .serving(through: Turnstile(Turnstile.Limits(places: limits.gitReads)))
        var context = APIContext(
            store: instance.store, clock: Instance.clock, externalURL: instance.settings.externalURL,
            logger: logger, repositories: repositories, imports: requests,
            willRemoveProject: { project in
                do {
                    try await requests.stop(project: project)
                } catch {
                    logger.warning("an import could not be stopped", metadata: ["error": "\(error)"])
                }
            },
            didRemoveProject: { project in
                do {
                    try await requests.removeRepositories(of: project)
                    try await requests.removeUnusedFiles()
                    try await requests.removeUnusedLargeFiles()
                } catch {
                    logger.warning("repositories could not be removed", metadata: ["error": "\(error)"])
                }
            })
        context.reassignmentRules = instance.imports.reassignmentRules
        context.transfers = transfers
        context.notify = instance.imports.notify
        context.gists = GistRequests(services: instance.gists)
        context.refusals = instance.refusals
        context.limits = instance.settings.callLimits
        let failures = FailedAuthentications(limit: instance.settings.authenticationLimit)
        context.failedAuthentications = failures
        clients = ClientAddresses(trusted: instance.settings.trustedProxies)
        api = APIResponder(context)
        git = GitHTTPResponder(
            store: instance.store, repositories: repositories, clock: Instance.clock,
            externalURL: instance.settings.externalURL, refusals: instance.refusals, failures: failures,
            transfers: transfers, logger: logger)
        health = HealthResponder(instance: instance)
    }

    func respond(to request: Request, context: ClientRequestContext) async throws -> Response {
        let origin = clients.origin(of: request, over: context.remoteAddress)
        let client = origin.client
        if let request = APIResponder.handles(request) ? request : FileAddresses.asAPI(request) {
            return try await api.respond(
                to: request, context: context, client: client, clientAddress: origin.nearest.map { "\($0)" })
        }
        if HealthResponder.handles(request) { return await health.respond(to: request, from: origin.address) }
        if GitHTTPResponder.handles(request) {
            return try await git.respond(to: request, context: context, client: client)
        }
        return Response(
            status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "There is nothing here. The API is at /api/v4.\n")))
    }
}
