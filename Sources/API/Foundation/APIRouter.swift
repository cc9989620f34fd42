import Access
import Git
public import HTTPTypes
public import Hummingbird
public import Model

/// Registers routes under `/api/v4` and does for each what all have in common: decode, authenticate, then call it.
///
/// Hummingbird wants one name for one place in the path: the first capture after `projects`, `groups` or `users` is
/// always `:id`, a captured number inside a project is `:iid`, and so on.
public final class APIRouter {
    private let router: Router<APIRequestContext>
    private let context: APIContext
    private let authentication: Authentication
    /// What is registered so far: the tests hold a table of who may what against it.
    private(set) var registered: [APIRoute] = []

    init(router: Router<APIRequestContext>, context: APIContext, authentication: Authentication) {
        self.router = router
        self.context = context
        self.authentication = authentication
    }

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
        registered.append(APIRoute(method: .post, path: path, access: .account, scopes: [.api]))
        router.on(RouterPath("/api/v4/\(path)"), method: .post) { request, context in
            let caller = try await authentication.caller(
                of: request, parameters: BodyDecoding.query(of: request), access: .account, scopes: [.api],
                from: context.client)
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
        registered.append(APIRoute(method: method, path: path, access: access, scopes: scopes))
        router.on(RouterPath("/api/v4/\(path)"), method: method) { request, context in
            // GitLab's order: what cannot be read is refused before anybody asks who sent it.
            let parameters = try await BodyDecoding.parameters(of: request)
            let caller = try await authentication.caller(
                of: request, parameters: parameters, access: access, scopes: scopes, from: context.client)
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

/// A route as the server registers it.
public struct APIRoute: Sendable, Hashable {
    public var method: HTTPRequest.Method
    /// What stands after `/api/v4/`: `projects/:id/issues`.
    public var path: String
    public var access: RouteAccess
    /// Scopes of which a token must have one.
    public var scopes: [TokenScope]
}

/// The routes of one resource.
public protocol ResourceRoutes: Sendable {
    init(_ api: APIContext)
    func register(on router: APIRouter)
}
