public import HTTPTypes
public import NIOCore

/// One request to a source.
public struct OutboundRequest: Sendable {
    /// GET where nothing else is said.
    public var method: HTTPRequest.Method
    /// Where to.
    public var url: OutboundURL
    /// Header fields that may be shown to anybody, also across redirects to another origin.
    public var headers: HTTPFields
    /// Proof of who asks: sent to the origin of ``url`` only.
    public var credential: Credential?
    /// The body, held in memory so that it can be sent again.
    public var body: ByteBuffer?
    /// How long each step may take.
    public var timeouts: OutboundTimeouts
    /// How many bytes of the answer's body are taken, after decompression; nil for the client's own limit.
    public var maximumBytes: Int?
    /// Whether a public server named the address: then it may lead to public addresses only, whatever is allowed.
    public var isLedFromOutside = false
    /// How many redirects are followed; 0 hands the redirect itself to the caller. Default 5.
    public var maximumRedirects: Int
    /// Whether sending it twice does no harm, so that it may be retried. GET and HEAD may.
    public var isRepeatable: Bool
    /// Whether the answer may come compressed; it is handed over decompressed.
    public var acceptsCompression: Bool

    /// A request with the limits that suit an API call.
    public init(
        _ method: HTTPRequest.Method = .get, _ url: OutboundURL, headers: HTTPFields = [:],
        credential: Credential? = nil, body: ByteBuffer? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.credential = credential
        self.body = body
        timeouts = OutboundTimeouts()
        maximumRedirects = 5
        isRepeatable = method == .get || method == .head
        acceptsCompression = method != .head
    }
}

/// How long each step of a request may take. Connecting is bounded by the client (10 s).
public struct OutboundTimeouts: Sendable, Hashable {
    /// From asking until the head of the answer is there. Default 60 s: GitHub's own limit for a query is 10 s.
    public var firstByte: Duration
    /// Between two pieces of the body, while the reader waits for them. Default 60 s.
    public var idle: Duration
    /// For the whole request with its redirects and its body. Default 10 minutes.
    public var total: Duration

    /// The defaults, or what is given.
    public init(
        firstByte: Duration = .seconds(60), idle: Duration = .seconds(60), total: Duration = .seconds(600)
    ) {
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}
