import Access
import HTTPTypes
import Importer
import Model
import Outbound
import Remote
import Store

/// What both of Bitbucket's endpoints do with a request once its parameters are judged.
struct BitbucketImports: Sendable {
    let api: APIContext

    /// A request whose parameters are in order.
    struct Order: Sendable {
        var kind: ImportKind
        /// Address of the server; `nil` for Bitbucket Cloud.
        var hostname: String?
        /// As it is asked for at the source: `KEY/slug`, `workspace/slug`.
        var fullName: String
        /// `nil` where the name of the account cannot be sent: the source would refuse it.
        var credential: AccountCredential?
        var targetNamespace: String?
        var newName: String?
        var settings: ImportSettings
        /// GitLab's answer to each refusal of the source.
        var answer: @Sendable (ProbeError) -> APIError
    }

    /// Looks at the source and makes the project with its import.
    func start(_ order: Order, _ request: APIRequest) async throws -> Answer {
        let (user, destination, probe) = try await admit(order, request)
        let now = api.clock()
        let (caller, actor) = (request.caller, request.actor)
        let place = ImportRequest.Place.made { connection in
            // Meanwhile the source was asked: what was decided must still hold.
            let authority = Authority(caller: caller, now: now, in: connection)
            let again = try ImportDestination.settle(
                order.targetNamespace, for: user, authority, in: connection)
            guard again == destination else {
                throw ImportRequestError.invalidProject(["Namespace was changed meanwhile: ask again"])
            }
            return try destination.make(for: user, by: actor, at: now, in: connection)
        }
        let (project, record) = try await accept(
            ImportRequest(
                probe: probe, place: place, requestedBy: user.id, actor: actor, newName: order.newName,
                settings: order.settings),
            order)
        let namespace = try await api.store.read { try Namespaces.find(project.namespaceID, in: $0) }
        return .created(
            ProjectImportAnswer(
                project: project, fullName: namespace?.fullName ?? "", record: record, warning: destination.warning))
    }

    /// The same refusals; nothing is created.
    func plan(_ order: Order, _ request: APIRequest) async throws -> Answer {
        let (_, destination, probe) = try await admit(order, request)
        do {
            let plan = try await api.imports.plan(probe, settings: order.settings)
            return Answer(ImportPlanAnswer(plan: plan, warning: destination.warning))
        } catch {
            throw order.answer(error)
        }
    }

    /// What both are refused for before the source is asked.
    private func admit(
        _ order: Order, _ request: APIRequest
    ) async throws -> (User, ImportDestination, ProbeRequest) {
        guard let user = request.caller.user else { throw APIError.unauthorized }
        let destination = try await api.read(request) { lookup in
            try ImportDestination.settle(order.targetNamespace, for: user, lookup.authority, in: lookup.connection)
        }
        guard let credential = order.credential else { throw order.answer(.noReadAccess) }
        let parts = order.fullName.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw order.answer(.sourceError(body: "", status: 404))
        }
        let probe = ProbeRequest(
            kind: order.kind, hostname: order.hostname, repository: .fullName(order.fullName),
            credential: credential.joined, wantsCollaborators: false)
        return (user, destination, probe)
    }

    private func accept(_ request: ImportRequest, _ order: Order) async throws -> (Project, Import) {
        do {
            return try await api.imports.accept(request)
        } catch .probe(let error) {
            throw order.answer(error)
        } catch .invalidProject(let messages) {
            throw APIError(.unprocessableContent, .messageError(messages.joined(separator: ", ")))
        } catch .store(.full) {
            throw APIError.unavailable
        } catch {
            throw APIError.internalError
        }
    }
}

extension ProbeError {
    /// What happened, for the `reason` beside GitLab's own sentence, which says no more than that something did.
    func reason(of kind: ImportKind) -> String {
        if case .sourceError(let body, let status) = self, status != 403, status != 404 {
            return body.contains(String(status)) ? body : "\(body) (HTTP \(status))"
        }
        return explanation(of: kind)
    }
}
