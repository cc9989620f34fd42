import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request of git is not served. The text is plain: git shows it to the person, after `remote:`.
struct GitRefusal: Error, Equatable {
    let status: HTTPResponse.Status
    let text: String
    /// After how many seconds trying again makes sense, where that is known.
    var seconds: Int?

    /// Makes git look for a token or ask the person for one.
    static let unauthorized = GitRefusal(
        status: .unauthorized,
        text: """
            HTTP Basic: Access denied. Use a personal or group access token with the scope read_repository as the \
            password; any user name will do.
            """)

    /// Also for what exists and may not be seen.
    static let notFound = GitRefusal(
        status: .notFound,
        text: "The project you were looking for could not be found or you don't have permission to view it.")

    static let noCode = GitRefusal(
        status: .forbidden, text: "You are not allowed to download code from this project.")

    static let noRepository = GitRefusal(
        status: .notFound, text: "This project has no repository yet: its import has not fetched one.")

    static let readOnly = GitRefusal(
        status: .forbidden,
        text: "Landfall serves imported projects read-only: nothing can be pushed here. Push to the source instead.")

    static let scope = GitRefusal(
        status: .forbidden,
        text: "This token may not read repositories: it needs the scope read_repository, read_api or api.")

    static let dumbProtocol = GitRefusal(
        status: .forbidden, text: "Only git's smart HTTP protocol is served here: use git 1.6.6 or newer.")

    static let method = GitRefusal(status: .methodNotAllowed, text: "Method not allowed.")

    static func mediaType(_ wanted: String) -> GitRefusal {
        GitRefusal(status: .unsupportedMediaType, text: "The body must be \(wanted), plain or compressed with gzip.")
    }

    var response: Response {
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache"]
        if status == .unauthorized { headers[.wwwAuthenticate] = "Basic realm=\"GitLab\"" }
        if let seconds { headers[.retryAfter] = String(seconds) }
        if status == .methodNotAllowed { headers[.allow] = "GET, POST" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
