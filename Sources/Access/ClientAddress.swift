/// Where a request comes from, as far as throttling is concerned: an IPv4 address, or the block of IPv6 addresses that
/// one customer has.
public struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// Where nothing tells it: all such requests count as one client's.
    public static let unknown = ClientAddress("unknown")
}
