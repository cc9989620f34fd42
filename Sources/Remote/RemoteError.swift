public import Model

/// Everything a stage must tell apart when reading fails. Nothing in it holds a credential or a person's text.
public enum RemoteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The source refuses the credential (401): ends the import.
    case unauthorized(host: String)
    /// The credential may not read this (403 that is no rate limit).
    case forbidden(what: String)
    /// The source says it is not there (404, 410, 451).
    case notFound(what: String)
    /// The source keeps failing or cannot be reached, after all retries.
    case unavailable(what: String, detail: String)
    /// The source allows no more for now and longer than an import waits.
    case rateLimited(host: String, until: Timestamp?)
    /// The answer is no answer to what was asked.
    case malformed(what: String)
    /// The address may not be reached from here.
    case refusedAddress(String)
    case cancelled

    public var description: String {
        switch self {
        case .unauthorized(let host):
            "\(host) refuses the access token: it is wrong, expired or revoked. Start the import again with a valid one"
        case .forbidden(let what): "the access token may not read \(what): give it the right and start again"
        case .notFound(let what): "the source no longer has \(what), or hides it from this access token"
        case .unavailable(let what, let detail): "\(what) could not be read: \(detail)"
        case .rateLimited(let host, let until):
            "\(host) allows no more requests for now" + (until.map { ", until \($0)" } ?? "")
        case .malformed(let what): "the source's answer for \(what) could not be understood"
        case .refusedAddress(let reason): reason
        case .cancelled: "the import was canceled"
        }
    }
}
