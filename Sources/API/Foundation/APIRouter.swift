import Access
import Git
import HTTPTypes
public import Hummingbird
public import Model

/// Registers routes under `/api/v4` and does for each what all have in common: decode, authenticate, then call it.
///
/// Hummingbird wants one name for one place in the path: the first capture after `projects`, `groups` or `users` is
/// always `:id`, a captured number inside a project is `:iid`, and so on.
public struct APIRouter {
    let router: Router<APIRequestContext>
    let context: APIContext
    let authentication: Authentication

    /// A route's work.
    public typealias Handler<Result> = @Sendable (APIRequest) async throws -> Result

    public func get(
        _ path: String, _ access: RouteAccess = .account, alsoScopes: [TokenScope] = [],
        use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(.get, path, access, [.api, .readAPI] + alsoScopes, handler)
    }

    public func post(
        _ path: String, _ access: RouteAccess = .account, use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(.post, path, access, [.api], handler)
    }

    public func put(
        _ path: String, _ access: RouteAccess = .account, use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(.put, path, access, [.api], handler)
    }

    public func delete(
        _ path: String, _ access: RouteAccess = .account, alsoScopes: [TokenScope] = [],
        use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(.delete, path, access, [.api] + alsoScopes, handler)
    }

    /// A POST whose body may be larger than others, a form with a file. Who asks is settled before it is read.
    public func upload(_ path: String, limit: Int, use handler: @escaping Handler<some ResponseGenerator>) {
        let (authentication, externalURL) = (authentication, context.externalURL)
        router.on(RouterPath("/api/v4/\(path)"), method: .post) { request, context in
            let caller = try await authentication.caller(
                of: request, parameters: BodyDecoding.query(of: request), access: .account, scopes: [.api])
            let apiRequest = APIRequest(
                caller: caller, parameters: try await BodyDecoding.parameters(of: request, limit: limit),
                http: request, context: context, externalURL: externalURL)
            return try await Turnstile.$caller.withValue(caller.turn) {
                try await handler(apiRequest).response(from: request, context: context)
            }
        }
    }

    private func on(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess, _ scopes: [TokenScope],
        _ handler: @escaping Handler<some ResponseGenerator>
    ) {
        let (authentication, externalURL) = (authentication, context.externalURL)
        router.on(RouterPath("/api/v4/\(path)"), method: method) { request, context in
            // GitLab's order: what cannot be read is refused before anybody asks who sent it.
            let parameters = try await BodyDecoding.parameters(of: request)
            let caller = try await authentication.caller(
                of: request, parameters: parameters, access: access, scopes: scopes)
            let apiRequest = APIRequest(
                caller: caller, parameters: parameters, http: request, context: context, externalURL: externalURL)
            return try await Turnstile.$caller.withValue(caller.turn) {
                try await handler(apiRequest).response(from: request, context: context)
            }
        }
    }
}

extension Caller {
    /// Among whom turns are taken: each account, and all who show none together.
    fileprivate var turn: String { user.map { "user \($0.id)" } ?? "" }
}

/// The routes of one resource.
public protocol ResourceRoutes: Sendable {
    init(_ api: APIContext)
    func register(on router: APIRouter)
}
