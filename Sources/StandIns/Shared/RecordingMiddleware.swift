import Hummingbird
import Synchronization

/// Writes the log, counts, and takes the configured time for every answer.
struct RecordingMiddleware: RouterMiddleware {
    let server: any StandIn

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        let entry = StandInRequest(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query,
            login: server.caller(of: request), hasCredentials: request.headers[.authorization] != nil)
        let (position, latency) = server.withTraffic { traffic in (traffic.begin(entry), traffic.latency) }
        defer { server.withTraffic { $0.underWay -= 1 } }
        if latency > .zero { try await Task.sleep(for: latency) }
        var context = context
        context.logPosition = position
        let response = try await next(request, context)
        server.withTraffic { traffic in traffic.note(position) { $0.status = response.status.code } }
        return response
    }
}
