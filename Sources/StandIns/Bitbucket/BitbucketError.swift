import HTTPTypes
import Hummingbird

/// An answer that is an error, in the words of each Bitbucket.
struct BitbucketError: Error {
    var status: HTTPResponse.Status
    var message: String
    /// Last part of a Server's class of the error.
    var exception = "IllegalEntityStateException"
    /// What more Cloud says.
    var detail: JSONValue?

    static let notAuthenticated = BitbucketError(
        status: .unauthorized, message: "Authentication failed. Please check your credentials and try again.",
        exception: "auth.IncorrectPasswordAuthenticationException")
    static let notPermitted = BitbucketError(
        status: .unauthorized, message: "You are not permitted to access this resource",
        exception: "AuthorisationException")
    static let notAuthorized = BitbucketError(status: .unauthorized, message: "Not authorized")

    static func notFound(_ what: String, _ exception: String = "NoSuchEntityException") -> BitbucketError {
        BitbucketError(status: .notFound, message: what, exception: exception)
    }

    static func missingScope(_ scope: String, granted: Set<String>) -> BitbucketError {
        BitbucketError(
            status: .forbidden, message: "Your credentials lack one or more required privilege scopes.",
            detail: ["granted": JSONValue(granted.sorted()), "required": JSONValue([scope])])
    }

    func response(_ face: StandInBitbucket.Face) -> Response {
        var response: Response
        switch face {
        case .server:
            let error: JSONValue = [
                "context": nil, "message": .string(message),
                "exceptionName": .string("com.atlassian.bitbucket.\(exception)"),
            ]
            response = .json(["errors": [error]], status: status)
        case .cloud:
            let error: JSONValue = .members(["message": .string(message), "detail": detail])
            response = .json(["type": "error", "error": error], status: status)
            if status == .unauthorized { response.headers[.wwwAuthenticate] = "Basic realm=\"Bitbucket.org HTTP\"" }
        }
        return response
    }
}

/// Errors in Bitbucket's words: an address that is not known answers 404.
struct BitbucketErrorMiddleware: RouterMiddleware {
    let face: StandInBitbucket.Face

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as BitbucketError {
            return error.response(face)
        } catch let error as HTTPError {
            return BitbucketError(status: error.status, message: error.status.reasonPhrase).response(face)
        }
    }
}
