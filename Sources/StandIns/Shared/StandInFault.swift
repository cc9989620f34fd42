import Foundation

/// Something that goes wrong on purpose, on the requests whose path and query match.
public struct StandInFault: Sendable {
    public enum Kind: Sendable {
        /// Answers with this status and body instead of the real answer. Header names are case-insensitive.
        case status(Int, body: String = "", headers: [String: String] = [:])
        /// A 502 with a page in HTML, as GitHub's front answers when the back is slow.
        case html502
        /// 403 with no requests left until `seconds` from now.
        case rateLimited(seconds: Int)
        /// 403 with `retry-after`, GitHub's secondary limit; nil leaves the header out.
        case secondaryLimit(retryAfter: Int?)
        /// Sends half the body and resets the connection.
        case resetMidBody
        /// Closes the connection without an answer.
        case dropConnection
        /// Half the body, as if that were all of it.
        case truncatedJSON
        /// Never answers.
        case hang
        /// Answers late.
        case delay(Duration)
        /// The real answer, said to be HTML.
        case wrongContentType
        /// A JSON array of one string of this many bytes.
        case oversized(bytes: Int)
        /// JSON arrays nested this deep.
        case deepJSON(depth: Int)
        /// The real answer in pieces of `bytes` with a pause between them.
        case slowDrip(bytes: Int, pause: Duration)
        /// 302 to another address.
        case redirect(to: String)
        /// 302 to the address that was asked.
        case redirectLoop
        /// The real answer, but the `Link` header leads to this origin, such as `http://127.0.0.1:9`.
        case nextLinkToOtherHost(origin: String)
        /// From here on the request's token is refused.
        case revokeToken
        /// The real list with its first object twice, as where an earlier page has gained one meanwhile.
        case repeatedItem
        /// The real list without its first object, as where an earlier page has lost one meanwhile.
        case missingItem
    }

    /// A regular expression, looked for in the path with its query.
    public var path: String
    /// Only requests with this method; nil takes all.
    public var method: String?
    /// A regular expression, looked for in the request's body; nil takes all. Tells queries apart, whose path is one.
    public var body: String?
    public var kind: Kind
    /// How often it happens; nil for ever.
    public var count: Int?
    /// How many matching requests are spared first.
    public var after: Int

    public init(
        path: String, method: String? = nil, body: String? = nil, kind: Kind, count: Int? = 1, after: Int = 0
    ) {
        self.path = path
        self.method = method
        self.body = body
        self.kind = kind
        self.count = count
        self.after = after
    }

    /// Whether it happens to this request; counts down when it matches.
    mutating func strikes(method: String, target: String, body asked: String) -> Bool {
        guard self.method == nil || self.method == method, count != 0 else { return false }
        guard target.range(of: path, options: .regularExpression) != nil else { return false }
        guard body.map({ asked.range(of: $0, options: .regularExpression) != nil }) ?? true else { return false }
        guard after == 0 else {
            after -= 1
            return false
        }
        count = count.map { $0 - 1 }
        return true
    }
}
