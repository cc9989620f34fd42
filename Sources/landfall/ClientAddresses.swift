import Access
import HTTPTypes
import Hummingbird
import NIOCore
import Outbound

/// Hummingbird's context of a request, with whom the connection is to.
struct ClientRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// Where one request comes from.
struct Origin: Sendable {
    /// As throttling counts it.
    var client: ClientAddress
    /// `nil` where it cannot be known: it came through a proxy that is not trusted, or over what has no addresses.
    var address: IPAddress?
    /// The nearest that nobody can have made up, for what is written down: the client's, or that of a proxy which is not
    /// trusted. A header that anybody may send must not keep anybody out of the audit log.
    var nearest: IPAddress?
}

/// Says where requests come from: from the other end of the connection or, where a trusted proxy is there, from whom
/// that proxy names.
struct ClientAddresses: Sendable {
    /// Whose `X-Forwarded-For` is believed.
    let trusted: [CIDR]

    func origin(of request: Request, over remote: SocketAddress?) -> Origin {
        guard let peer = remote?.ipAddress.flatMap({ IPAddress($0)?.unmapped }) else {
            return Origin(client: .unknown, address: nil, nearest: nil)
        }
        let client = forwarded(request.headers, by: peer)
        let isHidden = request.headers[Self.forwardedFor] != nil && !isTrusted(peer)
        return Origin(client: Self.client(client), address: isHidden ? nil : client, nearest: client)
    }

    /// Each proxy appends whom it heard from: read from the end, the first that is no proxy of ours is the client. What
    /// stands before it, the client may have written itself.
    private func forwarded(_ headers: HTTPFields, by peer: IPAddress) -> IPAddress {
        var client = peer
        for hop in headers[values: Self.forwardedFor].flatMap({ $0.split(separator: ",") }).reversed() {
            guard isTrusted(client), let address = Self.address(String(hop.filter { !$0.isWhitespace })) else { break }
            client = address
        }
        return client
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        trusted.contains { $0.contains(address) }
    }

    /// Some proxies write the port as well: `192.0.2.7:4711`, `[2001:db8::1]:4711`.
    private static func address(_ text: String) -> IPAddress? {
        if let address = IPAddress(text) { return address.unmapped }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return IPAddress(String(text[text.index(after: text.startIndex)..<end]))?.unmapped
        }
        return text.lastIndex(of: ":").flatMap { IPAddress(String(text[..<$0])) }
    }

    /// One customer has a whole /64 of IPv6 addresses: counted one by one, nobody would ever reach a limit.
    private static func client(_ address: IPAddress) -> ClientAddress {
        guard case .v6(let high, _) = address else { return ClientAddress("\(address)") }
        return ClientAddress("\(IPAddress.v6(high: high, low: 0))/64")
    }

    // A fixed and valid name; `Via` could never be meant by a typing mistake in it.
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}
