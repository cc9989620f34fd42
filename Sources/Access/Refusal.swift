/// Why credentials were not accepted (GitLab's `api/rest/authentication`).
public enum Refusal: Error, Sendable, Equatable {
    /// Nobody has this token.
    case unknown
    case expired
    case revoked
    /// The account may not act; the text says why, in GitLab's words.
    case accountState(String)
    /// Too many unknown tokens came from this address.
    case throttled(ThrottleRefusal)

    /// GitLab's sentence about the token, where it has one.
    public var description: String {
        switch self {
        case .unknown: "401 Unauthorized"
        case .expired: "Token is expired. You can either do re-authorization or token refresh."
        case .revoked: "Token was revoked. You have to re-authorize from the user."
        case .accountState(let reason): reason
        case .throttled: "Retry later"
        }
    }
}
