import HTTPTypes
import Hummingbird

/// The addresses in answers, in the style in which the request came.
struct Addresses: Sendable {
    /// Before `/repos`, `/users`, `/repositories`.
    let api: String
    /// Before `/OWNER/NAME`.
    let web: String

    init(api: String, web: String) {
        self.api = api
        self.web = web
    }

    /// - Parameter prefix: `/api/v3` for the Enterprise style, empty for the root style.
    init(_ request: Request, prefix: String, fallback: String) {
        web = request.head.authority.map { "http://\($0)" } ?? fallback
        api = web + prefix
    }
}
