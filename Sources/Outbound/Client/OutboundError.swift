/// Why a request to a source gave no answer. Addresses in it stand without query and user information.
///
/// A task that is cancelled throws Swift's `CancellationError` instead.
public enum OutboundError: Error, Hashable, Sendable {
    /// The text is no address that may be dialled.
    case invalidURL(OutboundURL.Fault)
    /// The policy refuses an address of the host, or the port.
    case addressRefused(url: String, reason: AddressPolicy.Refusal)
    /// The name has no address, or DNS doesn't answer.
    case unresolvable(host: String)
    /// No connection came about; nothing was sent.
    case connectionFailed(url: String, reason: String)
    /// The connection broke before the head of the answer was there.
    case connectionLost(url: String)
    /// The connection broke inside the answer's body, or the body ends too early.
    case truncated(url: String)
    /// A step took longer than it may.
    case timedOut(url: String, step: Step)
    /// The answer's body is larger than asked for.
    case tooLarge(url: String, limit: Int)
    /// The answer's head has too many or too long fields.
    case headTooLarge(url: String)
    /// The answer isn't HTTP, or its compression is damaged.
    case malformedAnswer(url: String, reason: String)
    /// More redirects than are followed.
    case tooManyRedirects(url: String, limit: Int)
    /// A redirect leads where it must not be followed.
    case redirectRefused(url: String, reason: String)
    /// A write is answered with a redirect that would make a read of it.
    case writeRedirected(url: String, method: String, status: Int)
    /// A link to a next page leads where it must not be followed.
    case linkRefused(url: String, reason: String)
    /// The secure connection wasn't made: certificate, name or protocol.
    case tls(url: String, reason: String)
    /// The source kept answering that a rate limit is reached, however long was waited.
    case rateLimited(host: String, attempts: Int)
    /// The client was shut down.
    case shutDown

    /// The steps that have a time limit.
    public enum Step: String, Sendable {
        /// Making the connection.
        case connect = "connecting"
        /// Waiting for the head of the answer.
        case firstByte = "waiting for the answer to begin"
        /// Waiting for more of the body.
        case idle = "waiting for more of the answer"
        /// The whole request.
        case total = "the whole request"
    }

    /// Whether trying again may help. Whoever is led in a circle or away from where they write has met a proxy that does
    /// so for the moment, as in maintenance; an address that must not be followed stays one.
    public var isTransient: Bool {
        switch self {
        case .connectionFailed, .connectionLost, .truncated, .timedOut, .unresolvable, .malformedAnswer,
            .tooManyRedirects, .writeRedirected:
            true
        case .invalidURL, .addressRefused, .tooLarge, .headTooLarge, .redirectRefused, .linkRefused, .tls, .rateLimited,
            .shutDown:
            false
        }
    }
}

extension OutboundError: CustomStringConvertible {
    /// What happened, to which address, and what to do about it.
    public var description: String {
        switch self {
        case .invalidURL(let fault): fault.description
        case .addressRefused(let url, let reason): "\(url) must not be reached from this server: \(reason)"
        case .unresolvable(let host):
            "\(host) has no address: check the spelling and this server's DNS"
        case .connectionFailed(let url, let reason):
            "no connection to \(url) (\(reason)): check that it is up and that a firewall lets this server reach it"
        case .connectionLost(let url): "\(url) closed the connection before it answered; trying again may help"
        case .truncated(let url): "the answer of \(url) broke off; trying again may help"
        case .timedOut(let url, let step): "\(url) took too long (\(step.rawValue)); trying again later may help"
        case .tooLarge(let url, let limit): "the answer of \(url) is larger than the \(limit) bytes that are taken"
        case .headTooLarge(let url): "the answer of \(url) has more or longer header fields than are taken"
        case .malformedAnswer(let url, let reason): "the answer of \(url) can't be read (\(reason))"
        case .tooManyRedirects(let url, let limit):
            "\(url) redirects more than \(limit) times: see whether the source or a proxy before it leads in a circle"
        case .writeRedirected(let url, let method, let status):
            "\(url) answers a \(method) with a redirect (\(status)): see whether a proxy before the source does so"
        case .redirectRefused(let url, let reason): "the redirect of \(url) is not followed: \(reason)"
        case .linkRefused(let url, let reason): "the next page that \(url) names is not fetched: \(reason)"
        case .tls(let url, let reason):
            "no secure connection to \(url) (\(reason)): check its certificate and this server's ca-certificates"
        case .rateLimited(let host, let attempts):
            "\(host) still limits the rate after \(attempts) waits; try again later, or with another account's token"
        case .shutDown: "the server is shutting down"
        }
    }
}
