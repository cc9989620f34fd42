import Hummingbird
import Synchronization

/// Writes the log, counts, and takes the configured time for every answer.
struct RecordingMiddleware: RouterMiddleware {
    let server: StandInGitHub

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        let candidates = request.tokenCandidates()
        let (position, latency) = server.state.withLock { state in
            let entry = StandInRequest(
                method: request.method.rawValue, path: request.uri.path, query: request.uri.query,
                login: state.token(among: candidates ?? [])?.login, hasCredentials: candidates != nil)
            return (state.begin(entry), state.latency)
        }
        defer { server.state.withLock { $0.underWay -= 1 } }
        if latency > .zero { try await Task.sleep(for: latency) }
        var context = context
        context.logPosition = position
        let response = try await next(request, context)
        server.state.withLock { state in state.note(position) { $0.status = response.status.code } }
        return response
    }
}
