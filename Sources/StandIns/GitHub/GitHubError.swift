import HTTPTypes
import Hummingbird

/// An answer that is an error, in the words of GitHub.
struct GitHubError: Error {
    var status: HTTPResponse.Status
    var message: String
    var headers: HTTPFields = [:]

    static let notFound = GitHubError(status: .notFound, message: "Not Found")
    static let badCredentials = GitHubError(status: .unauthorized, message: "Bad credentials")
    static let issuesDisabled = GitHubError(status: .gone, message: "Issues are disabled for this repo")
    static let mustPush = GitHubError(
        status: .forbidden, message: "Must have push access to view repository collaborators.")
    static let tooDeep = GitHubError(
        status: .unprocessableContent,
        message: "In order to keep the API fast for everyone, pagination is limited for this resource. Check the "
            + "rel=last link relation in the Link response header to see how far back you can traverse.")
    static let unauthenticated = GitHubError(
        status: .unauthorized, message: "This endpoint requires you to be authenticated.")

    static func rateLimited(_ login: String?) -> GitHubError {
        GitHubError(status: .forbidden, message: "API rate limit exceeded for \(login ?? "127.0.0.1").")
    }

    static func secondaryLimit(retryAfter: Int?) -> GitHubError {
        var headers: HTTPFields = [:]
        headers[.retryAfter] = retryAfter.map { String($0) }
        return GitHubError(
            status: .forbidden,
            message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            headers: headers)
    }

    var response: Response {
        let body: JSONValue = [
            "message": .string(message), "documentation_url": "https://docs.github.com/rest",
            "status": .string(String(status.code)),
        ]
        return .json(body, status: status, headers: headers)
    }
}

extension Response {
    /// An answer with GitHub's content type.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: value.buffer()))
    }
}
