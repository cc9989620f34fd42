public import Access
import Foundation
import HTTPTypes
public import Hummingbird

/// Answers everything under `/api/`. The server hands it what comes for that path; see ``handles(_:)``.
public struct APIResponder: Sendable {
    /// Every route there is, in the order of registration.
    public let registered: [APIRoute]
    private let responder: RouterResponder<APIRequestContext>
    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    public init(_ context: APIContext) {
        let router = Router(context: APIRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ErrorAnswers())
        let authenticator = Authenticator(
            store: context.store, clock: context.clock, refusals: context.refusals,
            failures: context.failedAuthentications)
        let registrar = APIRouter(
            router: router, context: context,
            authentication: Authentication(authenticator: authenticator, store: context.store))
        for resource in APIRoutes.resources { resource.init(context).register(on: registrar) }
        registered = registrar.registered
        responder = router.buildResponder()
        routes = router.routes.map { ($0.path, $0.method) }
    }

    /// Whether a request is for the API.
    public static func handles(_ request: Request) -> Bool {
        request.uri.path.hasPrefix("/api/")
    }

    /// - Parameters:
    ///   - client: where the request comes from, as throttling counts it.
    ///   - clientAddress: the client's address, for what is written down of what it does.
    public func respond(
        to request: Request, context: some RequestContext, client: ClientAddress, clientAddress: String? = nil
    ) async throws -> Response {
        let start = ContinuousClock.now
        let requestID = requestID(of: request)
        let source = APIRequestSource(
            logger: context.logger, requestID: requestID, client: client, clientAddress: clientAddress)
        var response = try await answer(request, APIRequestContext(source: source))
        addCommonHeaders(&response.headers, requestID: requestID, elapsed: ContinuousClock.now - start)
        return response
    }

    private func answer(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        if request.uri.path.hasPrefix("/api/v3/") {
            return APIError(.gone, .error("API V3 is no longer supported. Use API V4 instead.")).response
        }
        if request.method == .options { return options(request) }
        return try await responder.respond(to: request, context: context)
    }

    private func options(_ request: Request) -> Response {
        let segments = request.uri.path.split(separator: "/")
        let known = Set(routes.filter { matches($0.path, segments) }.map(\.method.rawValue))
        guard !known.isEmpty else { return APIError.noSuchRoute.response }
        let allowed = ["OPTIONS"] + known.sorted()
        return Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
    }

    private func matches(_ path: RouterPath, _ segments: [Substring]) -> Bool {
        path.components.count == segments.count && zip(path.components, segments).allSatisfy { $0 ~= $1 }
    }

    /// The client's own number where it is one that can stand in a log, a new one otherwise.
    private func requestID(of request: Request) -> String {
        if let given = request.headers[.xRequestID], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                    || byte == 95
            })
        {
            return given
        }
        return UUID().uuidString.lowercased()
    }

    private func addCommonHeaders(_ headers: inout HTTPFields, requestID: String, elapsed: Duration) {
        headers[.xFrameOptions] = "SAMEORIGIN"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.xRequestID] = requestID
        let (seconds, attoseconds) = elapsed.components
        headers[.xRuntime] = String(
            format: "%.6f", Double(seconds) + Double(attoseconds) / 1_000_000_000_000_000_000)
        headers[.vary] = "Origin"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "max-age=0, private, must-revalidate" }
    }
}
