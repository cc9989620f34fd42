import Git
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store

/// Turns whatever a route throws into GitLab's answer: the one place where errors become responses.
struct ErrorAnswers: RouterMiddleware {
    typealias Context = APIRequestContext

    func handle(
        _ request: Request, context: APIRequestContext,
        next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            return answer(error, context).response
        }
    }

    private func answer(_ error: any Error, _ context: APIRequestContext) -> APIError {
        switch error {
        case let error as APIError: return error
        // Hummingbird's own word for a path or method that nothing is registered for.
        case let error as HTTPError where error.status == .notFound: return .noSuchRoute
        case let error as StoreError:
            context.logger.error("the store could not serve a request", metadata: ["error": "\(error)"])
            switch error {
            case .full, .tooManyFiles: return .unavailable
            default: return .internalError
            }
        case let error as Turnstile.Full:
            var answer = APIError.unavailable
            answer.headers[.retryAfter] = String(error.retryAfter)
            return answer
        default:
            context.logger.error("a request failed unexpectedly", metadata: ["error": "\(error)"])
            return .internalError
        }
    }
}
