import NIOCore
import Outbound
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Counts connections by the address they come from.
final class ConnectionsByAddress: Sendable {
    private let limit: Int
    private let exempt: [CIDR]
    private let counts = Mutex<[IPAddress?: Int]>([:])

    /// - Parameter exempt: addresses with as many as they like: those of trusted proxies, which come for many.
    init(limit: Int, exempt: [CIDR] = []) {
        self.limit = limit
        self.exempt = exempt
    }

    /// Counts a connection, where it is still within the limit.
    func admits(_ address: IPAddress?) -> Bool {
        counts.withLock { counts in
            let isExempt = address.map { address in exempt.contains { $0.contains(address) } } ?? false
            guard isExempt || counts[address, default: 0] < limit else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    func ended(_ address: IPAddress?) {
        counts.withLock { counts in
            counts[address, default: 1] -= 1
            if counts[address] == 0 { counts[address] = nil }
        }
    }

    /// Whom an address belongs to: an address of IPv4, in whatever form; of IPv6 the half that one customer has for
    /// itself.
    static func owner(of address: SocketAddress?) -> IPAddress? {
        let address = address?.ipAddress.flatMap { IPAddress($0) }?.unmapped
        if case .v6(let network, _)? = address { return .v6(high: network, low: 0) }
        return address
    }
}
