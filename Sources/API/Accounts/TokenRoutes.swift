import Access
import Model
import Store

/// Personal access tokens: one's own, and everybody's for administrators.
struct TokenRoutes: ResourceRoutes {
    private let api: APIContext
    private let making: Throttle<UserID>

    init(_ api: APIContext) {
        self.api = api
        making = Throttle(limit: api.limits.tokens, seconds: 60)
    }

    func register(on router: APIRouter) {
        router.get("personal_access_tokens", use: list)
        // A token may always look at itself and end itself.
        router.get("personal_access_tokens/self", alsoScopes: TokenScope.allCases, use: showOwn)
        router.delete("personal_access_tokens/self", alsoScopes: TokenScope.allCases, use: revokeOwn)
        router.get("personal_access_tokens/:id", use: show)
        router.delete("personal_access_tokens/:id", use: revoke)
        router.post("users/:id/personal_access_tokens", .administrators, use: create)
    }

    private enum State: String {
        case active
        case inactive
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (query, page) = try request.read { p in
            var filter = AccessTokens.Filter()
            filter.userID = p.optional("user_id")
            filter.isRevoked = p.optional("revoked")
            filter.isActive = p.optional("state", among: State.self).map { $0 == .active }
            filter.search = p.search()
            return (filter, p.page())
        }
        let now = api.clock()
        let tokens = try await api.read(request) { lookup in
            var filter = query
            let account = try lookup.account()
            if !account.isAdministrator {
                if let asked = filter.userID, asked != account.id { throw APIError.unauthorized }
                filter.userID = account.id
            }
            return try AccessTokens.list(filter, now: now, page: page, in: lookup.connection)
        }
        return .page(tokens, page, of: request) { TokenAnswer(token: $0, now: now) }
    }

    @Sendable private func showOwn(_ request: APIRequest) async throws -> Answer {
        guard let token = request.caller.token else { throw APIError.unauthorized }
        return Answer(TokenAnswer(token: token, now: api.clock()))
    }

    @Sendable private func revokeOwn(_ request: APIRequest) async throws -> Answer {
        guard let token = request.caller.token else { throw APIError.unauthorized }
        try await api.write(request) { lookup, connection in
            try AccessTokens.revoke(token.id, at: lookup.now, in: connection)
            try noteRevoked(token, lookup, connection)
        }
        return .noContent
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let token = try await api.read(request, token)
        return Answer(TokenAnswer(token: token, now: api.clock()))
    }

    @Sendable private func revoke(_ request: APIRequest) async throws -> Answer {
        try await api.write(request) { lookup, connection in
            let token = try token(lookup)
            try AccessTokens.revoke(token.id, at: lookup.now, in: connection)
            try noteRevoked(token, lookup, connection)
        }
        return .noContent
    }

    /// A second time changes nothing.
    @Sendable private func noteRevoked(
        _ token: AccessToken, _ lookup: Lookup, _ connection: any WriteConnection
    ) throws {
        guard token.revokedAt == nil else { return }
        if let groupID = token.groupID, let group = try Namespaces.find(groupID, in: connection) {
            try lookup.audit(.groupAccessTokenDeleted, on: .group(group), token.auditDetails, in: connection)
        } else if let user = try Users.find(token.userID, in: connection) {
            try lookup.audit(.personalAccessTokenRevoked, on: .user(user), token.auditDetails, in: connection)
        }
    }

    /// The token named by `:id`: one's own or, for administrators, anybody's. GitLab answers 404 to everybody else.
    @Sendable private func token(_ lookup: Lookup) throws -> AccessToken {
        let account = try lookup.account()
        guard let token = try AccessTokens.find(lookup.request.identifier("id"), in: lookup.connection),
            account.isAdministrator || token.userID == account.id
        else { throw APIError.notFound }
        return token
    }

    @Sendable private func create(_ request: APIRequest) async throws -> Answer {
        let input = try request.read { TokenInput(&$0) }
        try making.admitToken(request, at: api.clock())
        let issued = try await api.write(request) { lookup, connection in
            let user = try lookup.user()
            let issued = try Accounts.issueToken(
                for: user.id, name: input.name, description: input.description, scopes: input.scopes,
                expiresAt: input.expiry(at: lookup.now), now: lookup.now, in: connection)
            try lookup.audit(.personalAccessTokenIssued, on: .user(user), issued.row.auditDetails, in: connection)
            return issued
        }
        return .created(TokenAnswer(token: issued.row, now: api.clock(), secret: issued.token))
    }
}

/// What a new token is asked to be.
struct TokenInput: Sendable {
    var name: String
    var description: String?
    var scopes: [TokenScope]
    private var expiresAt: CalendarDate?

    init(_ p: inout ParameterReader) {
        name = p.requiredText("name")
        description = p.optional("description")
        scopes = p.requiredList("scopes", among: TokenScope.self)
        if p.parameters["scopes"] != nil, scopes.isEmpty { p.fail("scopes is empty") }
        expiresAt = p.optional("expires_at")
    }

    /// A year where none is given, as GitLab's longest life of a token.
    func expiry(at now: Timestamp) -> CalendarDate {
        expiresAt ?? CalendarDate(daysSinceEpoch: now.calendarDate.daysSinceEpoch + 365)
    }
}

extension Throttle<UserID> {
    /// Counts a token that the caller makes.
    /// - Throws: 429 for one too many.
    func admitToken(_ request: APIRequest, at now: Timestamp) throws(APIError) {
        guard let user = request.caller.user else { throw .unauthorized }
        if let refusal = admit(user.id, at: now) { throw .tooOften(refusal) { .messageError($0) } }
    }
}
