import Access
import Model

/// Holds one source's import calls of one person to the limit (GitLab's `github_import` and `bitbucket_server_import`).
///
/// GitLab has no such limit for Bitbucket Cloud and for gists. Here they have the same: each of these calls sends a
/// credential from the request to somebody else's server, from this server's address.
struct ImportThrottle: Sendable {
    private let calls: Throttle<UserID>

    init(_ limits: RequestLimits) {
        calls = Throttle(limit: limits.imports, seconds: 60)
    }

    /// Counts a call. GitLab counts from here on: calls that fail validation do not count, refused ones do.
    /// - Throws: 429 for one too many, in the endpoint's shape.
    func admit(_ user: User, at now: Timestamp, _ shape: (String) -> APIError.Body) throws(APIError) {
        if let refusal = calls.admit(user.id, at: now) { throw .tooOften(refusal, shape) }
    }
}
