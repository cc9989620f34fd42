import Access
import HTTPTypes
import Importer
import Model
import Store

/// Source users of a top-level group and the single decisions about them, which GitLab offers in its page and in GraphQL
/// only: the paths are named after its mutations. They are for the Owners of the top-level group.
struct SourceUserRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "groups/:id/source_users"
        router.get(path, use: list)
        router.post("\(path)/keep_all_as_placeholder", use: keepAll)
        router.get("\(path)/:source_user_id", use: show)
        router.post("\(path)/:source_user_id/reassign", use: reassign)
        decision("cancel_reassignment", on: router) { try $0.cancelReassignment($1) }
        decision("keep_as_placeholder", on: router) { try $0.keepAsPlaceholder($1, by: $2) }
        decision("undo_keep_as_placeholder", on: router) { decisions, id, _ in
            try decisions.undoKeepAsPlaceholder(id)
        }
        decision("resend_notification", on: router) { decisions, id, _ in try decisions.remind(id) }
        decision("retry", on: router) { decisions, id, _ in try decisions.retry(id) }
        decision("revoke", on: router) { decisions, id, _ in try decisions.revoke(id) }
    }

    private typealias Decide = @Sendable (SourceUserDecisions, SourceUserID, User) throws -> SourceUser

    private func decision(
        _ name: String, on router: APIRouter,
        _ decide: @escaping @Sendable (SourceUserDecisions, SourceUserID) throws -> SourceUser
    ) {
        decision(name, on: router) { decisions, id, _ in try decide(decisions, id) }
    }

    private func decision(_ name: String, on router: APIRouter, _ decide: @escaping Decide) {
        router.post("groups/:id/source_users/:source_user_id/\(name)") { request in
            try await self.decide(request, decide)
        }
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (search, statuses, sort, hostname, page) = try request.read { p in
            (
                p.optional("search", String.self), p.optionalList("states", among: SourceUser.Status.self) ?? [],
                p.optional("sort", among: SourceUsers.Sort.self) ?? .nameAscending,
                p.optional("source_hostname", String.self), p.page()
            )
        }
        let externalURL = api.externalURL
        let answers = try await api.read(request) { lookup in
            let root = try lookup.managedRoot()
            let rows = try SourceUsers.list(
                SourceUsers.Filter(root: root.id, search: search, statuses: statuses, hostname: hostname),
                sort: sort, page: page, in: lookup.connection)
            return PagedRows(
                elements: try SourceUserAnswer.all(
                    rows.elements, externalURL: externalURL, in: lookup.connection), total: rows.total)
        }
        return .page(answers, page, of: request) { $0 }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let externalURL = api.externalURL
        let answer = try await api.read(request) { lookup in
            try SourceUserAnswer.all(
                [lookup.sourceUser(of: lookup.managedRoot())], externalURL: externalURL, in: lookup.connection)
        }
        return Answer(answer[0])
    }

    @Sendable private func reassign(_ request: APIRequest) async throws -> Answer {
        let (userID, username) = try request.read { p in
            let userID = p.optional("user_id", UserID.self)
            let username = p.optional("username", String.self)
            p.mutuallyExclusive("user_id", "username")
            p.atLeastOne(of: "user_id", "username")
            return (userID, username)
        }
        return try await decide(request) { decisions, id, requester, connection in
            let assignee =
                try userID.map { try Users.find($0, in: connection) }
                ?? username.flatMap { try Users.find(username: $0, in: connection) }
            return try decisions.reassign(id, to: assignee, by: requester)
        }
    }

    @Sendable private func keepAll(_ request: APIRequest) async throws -> Answer {
        let count = try await api.write(request) { lookup, connection in
            let root = try lookup.managedRoot()
            return try api.decisions(for: lookup, in: connection)
                .keepAllAsPlaceholder(of: root.id, by: lookup.account())
        }
        return .created(CountAnswer(count: count))
    }

    private func decide(_ request: APIRequest, _ decide: @escaping Decide) async throws -> Answer {
        try await self.decide(request) { decisions, id, requester, _ in try decide(decisions, id, requester) }
    }

    private func decide(
        _ request: APIRequest,
        _ decide: @escaping @Sendable (SourceUserDecisions, SourceUserID, User, any ReadConnection) throws -> SourceUser
    ) async throws -> Answer {
        try await api.decide(request) { lookup, decisions in
            let sourceUser = try lookup.sourceUser(of: lookup.managedRoot())
            return try decide(decisions, sourceUser.id, lookup.account(), lookup.connection)
        }
    }
}

/// `{"updated_import_source_user_count":3}`.
private struct CountAnswer: Entity {
    var count: Int

    func write(_ object: inout JSONObject) {
        object.add("updated_import_source_user_count", count)
    }
}

extension APIContext {
    /// Takes one decision in one transaction, tells whom it concerns, and answers how the source user stands.
    func decide(
        _ request: APIRequest, showsToken: Bool = false,
        _ decide: @escaping @Sendable (Lookup, SourceUserDecisions) throws -> SourceUser
    ) async throws -> Answer {
        let (sourceUser, answers) = try await write(request) { lookup, connection in
            do {
                let sourceUser = try decide(lookup, decisions(for: lookup, in: connection))
                let answers = try SourceUserAnswer.all(
                    [sourceUser], externalURL: externalURL, showsToken: showsToken, in: connection)
                return (sourceUser, answers)
            } catch let refusal as ReassignmentRefusal {
                throw APIError(refusal)
            }
        }
        switch sourceUser.status {
        case .awaitingApproval: notify(.requested(sourceUser))
        case .rejected: notify(.rejected(sourceUser))
        default: break
        }
        return .created(answers[0])
    }

    func decisions(for lookup: Lookup, in connection: any WriteConnection) -> SourceUserDecisions {
        SourceUserDecisions(
            rules: reassignmentRules, instanceHost: instanceHost, by: lookup.request.actor, now: lookup.now,
            in: connection)
    }
}

extension APIError {
    /// GitLab's services answer these in `errors`; as REST errors they are 403 and 422.
    init(_ refusal: ReassignmentRefusal) {
        self.init(
            refusal.reason == .forbidden ? .forbidden : .unprocessableContent, .message(refusal.message))
    }
}

extension Lookup {
    /// The top-level group of the group in the path, for its Owners.
    /// - Throws: `404 Group Not Found`; `403 Forbidden` for others who see it.
    func managedRoot() throws -> Namespace {
        let group = try group()
        guard let root = try Namespaces.find(group.rootID, in: connection), try authority.mayAdminister(root) else {
            throw APIError.forbidden()
        }
        return root
    }

    /// The source user in the path.
    func sourceUser(of root: Namespace) throws -> SourceUser {
        guard let sourceUser = try SourceUsers.find(request.identifier("source_user_id"), in: connection),
            sourceUser.namespaceID == root.id
        else { throw APIError.notFound("Source User") }
        return sourceUser
    }
}
