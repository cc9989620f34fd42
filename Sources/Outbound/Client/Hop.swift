import HTTPTypes
import NIOCore

/// One request of the chain that redirects make of it.
struct Hop: Sendable {
    let request: OutboundRequest
    var url: OutboundURL
    var method: HTTPRequest.Method
    var body: ByteBuffer?
    /// Nil once the chain has left the origin; coming back doesn't bring it back.
    var credential: Credential?
    var redirects = 0
    /// Whether a public server leads there.
    var isLedFromOutside: Bool

    init(_ request: OutboundRequest) {
        self.request = request
        url = request.url
        method = request.method
        body = request.body
        credential = request.credential
        isLedFromOutside = request.isLedFromOutside
    }

    /// The head of this hop's request.
    func headers(userAgent: String) -> HTTPFields {
        var headers = request.headers
        for name in request.credential?.names ?? [] { headers[name] = nil }
        if headers[.userAgent] == nil { headers[.userAgent] = userAgent }
        headers[.acceptEncoding] = request.acceptsCompression ? "gzip" : "identity"
        credential?.seal(into: &headers)
        return headers
    }

    /// Whether an answer with this status is a redirect to follow rather than an answer to hand over.
    func follows(_ status: HTTPResponse.Status) -> Bool {
        request.maximumRedirects > 0 && [301, 302, 303, 307, 308].contains(status.code)
    }

    /// The next hop.
    ///
    /// - Throws: ``OutboundError`` where the redirect must not be followed.
    func following(_ head: OutboundResponseHead) throws(OutboundError) -> Hop {
        let place = url.description
        guard redirects < request.maximumRedirects else {
            throw .tooManyRedirects(url: request.url.description, limit: request.maximumRedirects)
        }
        guard let location = head.headers[.location] else {
            throw .redirectRefused(url: place, reason: "it names no address")
        }
        var next = self
        do throws(OutboundURL.Fault) {
            next.url = try url.resolving(location)
        } catch {
            throw .redirectRefused(url: place, reason: "\(error)")
        }
        guard url.scheme == .http || next.url.scheme == .https else {
            throw .redirectRefused(url: place, reason: "it leads from https to http")
        }
        next.redirects += 1
        next.isLedFromOutside = isLedFromOutside || head.isFromOutside
        if next.url.origin != url.origin { next.credential = nil }
        try next.changeMethod(status: head.status.code, place: place)
        return next
    }

    private mutating func changeMethod(status: Int, place: String) throws(OutboundError) {
        if method == .get || method == .head || status == 307 || status == 308 { return }
        // Turning a write into a read behind a 301 or 302, as browsers do, would hide that nothing was written.
        guard status == 303 else {
            throw .writeRedirected(url: place, method: method.rawValue, status: status)
        }
        method = .get
        body = nil
    }
}
