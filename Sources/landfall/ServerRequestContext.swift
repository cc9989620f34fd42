import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Outbound

/// Hummingbird's context of one request, with the address of the peer.
struct ServerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: IPAddress?
    /// For the faces, which need no address.
    let basic: BasicRequestContext

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        basic = BasicRequestContext(source: source)
    }

    /// The client: the peer itself or, as far as proxies are trusted, whoever they say it is. Each proxy adds the address
    /// that it saw at the end, so that the last one which is no proxy of ours is the client's.
    func client(of request: Request, trusting proxies: [CIDR]) -> String? {
        guard var client = peer else { return nil }
        guard let name = HTTPField.Name("X-Forwarded-For") else { return "\(client)" }
        let forwarded = request.headers[values: name].joined(separator: ",")
            .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        for text in forwarded.reversed() {
            guard proxies.contains(where: { $0.contains(client) }), let next = IPAddress(text) else { break }
            client = next
        }
        return "\(client)"
    }
}
