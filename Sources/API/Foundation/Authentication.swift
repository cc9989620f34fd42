import Access
import HTTPTypes
import Hummingbird
import Model
import Store

/// Who may call a route at all; what they may do there is the route's own question to ``Authority``.
public enum RouteAccess: Sendable {
    /// Also people without an account: they see what is public.
    case everyone
    case account
    case administrators
}

/// Finds the credentials of a request and judges them.
struct Authentication: Sendable {
    let authenticator: Authenticator
    let store: any Datastore

    func caller(
        of request: Request, parameters: RequestParameters, access: RouteAccess, scopes: [TokenScope],
        from client: ClientAddress
    ) async throws -> Caller {
        guard let token = try token(of: request, parameters) else {
            guard case .everyone = access else { throw APIError.unauthorized }
            return .anonymous
        }
        var caller = try await judged(token, from: client)
        try requireScope(of: caller, scopes)
        if let name = sudo(request, parameters) { caller = try await self.caller(caller, actingAs: name) }
        if case .administrators = access, !caller.isAdministrator { throw APIError.forbidden() }
        return caller
    }

    /// The one credential that counts. Job tokens and HTTP Basic are not credentials here.
    private func token(of request: Request, _ parameters: RequestParameters) throws(APIError) -> String? {
        let bearer = bearer(request)
        let oauth = text(parameters["access_token"])
        if bearer != nil, oauth != nil {
            throw APIError(
                .badRequest,
                .token(
                    code: "invalid_request",
                    description: "Both Authorization header and payload includes access token.", scope: nil))
        }
        let header = request.headers[.privateToken].flatMap { $0.isEmpty || $0.hasPrefix("glcbt-") ? nil : $0 }
        return text(parameters["private_token"]) ?? header ?? bearer ?? oauth
    }

    private func text(_ value: ParameterValue?) -> String? {
        if case .string(let text)? = value, !text.isEmpty { text } else { nil }
    }

    private func bearer(_ request: Request) -> String? {
        guard let value = request.headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private func judged(_ token: String, from client: ClientAddress) async throws -> Caller {
        do {
            return try await authenticator.caller(token: token, from: client)
        } catch let refusal as Refusal {
            switch refusal {
            case .unknown: throw APIError.unauthorized
            case .expired, .revoked: throw invalidToken(refusal.description)
            case .accountState(let reason): throw APIError.forbidden(reason)
            case .throttled(let refusal): throw APIError.throttled(refusal, name: "throttle_failed_authentication")
            }
        }
    }

    private func invalidToken(_ description: String) -> APIError {
        var headers: HTTPFields = [:]
        headers[.wwwAuthenticate] =
            "Bearer realm=\"Protected by OAuth 2.0\", error=\"invalid_token\", error_description=\"\(description)\""
        return APIError(
            .unauthorized, .token(code: "invalid_token", description: description, scope: nil), headers: headers)
    }

    private func requireScope(of caller: Caller, _ scopes: [TokenScope]) throws(APIError) {
        guard !caller.hasScope(among: scopes) else { return }
        throw APIError(
            .forbidden,
            .token(
                code: "insufficient_scope",
                description: "The request requires higher privileges than provided by the access token.",
                scope: "api read_api"))
    }

    private func sudo(_ request: Request, _ parameters: RequestParameters) -> String? {
        request.headers[.sudo]
            ?? parameters["sudo"].flatMap { value in
                if case .value(let text) = String.coerced(from: value) { text } else { nil }
            }
    }

    /// An administrator may act as somebody else, with a token made for it.
    private func caller(_ caller: Caller, actingAs name: String) async throws -> Caller {
        guard caller.isAdministrator else { throw APIError.forbidden("Must be admin to use sudo") }
        guard caller.hasScope(.sudo) else {
            throw APIError(
                .forbidden,
                .token(
                    code: "insufficient_scope",
                    description: "The request requires higher privileges than provided by the access token.",
                    scope: "sudo"))
        }
        let user = try await store.read { connection in
            try Int64(name).map { try Users.find(UserID($0), in: connection) }
                ?? Users.find(username: name, in: connection)
        }
        guard let user else { throw APIError.notFound("User with ID or username '\(name)'") }
        return Caller(user: user, token: caller.token)
    }
}
