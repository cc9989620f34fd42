import Access
import HTTPTypes
import Model

/// Holds one source's import calls of one person to the limit (GitLab's `github_import` and `bitbucket_server_import`).
///
/// GitLab has no such limit for Bitbucket Cloud and for gists. Gists have it here: the call sends a credential to a
/// server that the request names, from this server's address. Cloud is one known place, whose own limit holds.
struct ImportThrottle: Sendable {
    private let calls: Throttle<UserID>

    init(_ limits: CallLimits) {
        calls = Throttle(limit: limits.imports, seconds: 60)
    }

    /// Counts a call. GitLab counts from here on: calls that fail validation do not count, refused ones do.
    /// - Throws: 429 for one too many, in the endpoint's shape.
    func admit(_ user: User, at now: Timestamp, _ shape: (String) -> APIError.Body) throws(APIError) {
        guard let refusal = calls.admit(user.id, at: now) else { return }
        var error = APIError.tooOften(refusal, shape)
        // GitLab names no time here.
        error.headers = [:]
        throw error
    }
}
