import Access
import Foundation
import Model
import Store

/// Group access tokens: an Owner makes them, a bot user of the group acts with them.
struct GroupTokenRoutes: ResourceRoutes {
    private let api: APIContext
    private let making: Throttle<UserID>

    init(_ api: APIContext) {
        self.api = api
        making = Throttle(limit: api.limits.tokens, seconds: 60)
    }

    func register(on router: APIRouter) {
        router.get("groups/:id/access_tokens", use: list)
        router.get("groups/:id/access_tokens/:token_id", use: show)
        router.post("groups/:id/access_tokens", use: create)
        router.delete("groups/:id/access_tokens/:token_id", use: revoke)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let answers = try await api.read(request) { lookup in
            let group = try lookup.group(requiring: .owner)
            var filter = AccessTokens.Filter()
            filter.groupID = group.id
            let tokens = try AccessTokens.list(filter, now: lookup.now, page: page, in: lookup.connection)
            return PagedRows(elements: try tokens.elements.map { try answer($0, lookup) }, total: tokens.total)
        }
        return .page(answers, page, of: request) { $0 }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let shown = try await api.read(request) { lookup in try answer(token(lookup), lookup) }
        return Answer(shown)
    }

    private func answer(_ token: AccessToken, _ lookup: Lookup, secret: String? = nil) throws -> TokenAnswer {
        let member = try token.groupID.flatMap {
            try Members.find(token.userID, in: .group($0), using: lookup.connection)
        }
        return TokenAnswer(token: token, now: lookup.now, secret: secret, groupRole: member?.accessLevel)
    }

    private func token(_ lookup: Lookup) throws -> AccessToken {
        let group = try lookup.group(requiring: .owner)
        guard let token = try AccessTokens.find(lookup.request.identifier("token_id"), in: lookup.connection),
            token.groupID == group.id
        else { throw APIError.notFound }
        return token
    }

    @Sendable private func create(_ request: APIRequest) async throws -> Answer {
        let (input, role) = try request.read { p in
            (TokenInput(&p), p.optional("access_level", among: AccessLevel.self) ?? .maintainer)
        }
        try making.admitToken(request, at: api.clock())
        let host = URL(string: api.externalURL)?.host() ?? "localhost"
        let answer = try await api.write(request) { lookup, connection in
            let group = try lookup.group(requiring: .owner)
            guard try lookup.authority.mayMakeTokens(for: group) else { throw APIError.forbidden() }
            let issued = try Accounts.issueGroupToken(
                group, name: input.name, description: input.description, scopes: input.scopes, role: role,
                expiresAt: input.expiry(at: lookup.now), by: lookup.caller.user?.id, host: host, now: lookup.now,
                in: connection)
            try lookup.audit(
                .groupAccessTokenCreated, on: .group(group),
                issued.row.auditDetails.merging(["access_level": "\(role.rawValue)"]) { _, new in new },
                in: connection)
            return try self.answer(issued.row, lookup, secret: issued.token)
        }
        return .created(answer)
    }

    /// The bot keeps its account, so that what it did keeps its author, and loses its role.
    @Sendable private func revoke(_ request: APIRequest) async throws -> Answer {
        try await api.write(request) { lookup, connection in
            let token = try token(lookup)
            try AccessTokens.revoke(token.id, at: lookup.now, in: connection)
            if let group = token.groupID {
                _ = try Members.remove(token.userID, from: .group(group), using: connection)
            }
            if token.revokedAt == nil {
                try lookup.audit(
                    .groupAccessTokenDeleted, on: .group(lookup.group()), token.auditDetails, in: connection)
            }
        }
        return .noContent
    }
}
