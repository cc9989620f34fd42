import Hummingbird

/// Errors outside the API's groups, in GitHub's words: an address that is not known answers 404.
struct ErrorMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as GitHubError {
            return error.response
        } catch let error as HTTPError {
            return GitHubError(status: error.status, message: error.status.reasonPhrase).response
        }
    }
}
