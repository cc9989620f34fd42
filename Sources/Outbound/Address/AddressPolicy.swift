/// Says which addresses may be dialled.
///
/// Without an allow list only public unicast addresses may, so that a person who names a source can't make the server
/// talk to itself, to its neighbours or to a cloud's metadata service. IPv6 forms that carry an IPv4 address
/// (mapped, 6to4, Teredo, NAT64) are judged by the address inside. The lists are IANA's special-purpose registries
/// (RFC 6890 and its updates).
public struct AddressPolicy: Sendable {
    /// Blocks that may be dialled although they aren't public (`--allow-outbound`).
    public let allowed: [CIDR]

    /// - Parameter allowed: what may be reached besides public addresses.
    public init(allowed: [CIDR] = []) {
        self.allowed = allowed
    }

    /// Why an address or a port is refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// The address belongs to a network that must not be reached from here; the kind of network is named.
        case address(IPAddress, Network)
        /// Ports under 1024 are refused but 80 and 443: what listens there is no source of projects.
        case port(Int)
        /// The name has no address at all.
        case noAddress
    }

    /// What kind of network a refused address belongs to.
    public enum Network: String, Sendable, CaseIterable {
        case thisNetwork = "this-network"
        case loopback
        case privateUse = "private"
        case sharedAddressSpace = "carrier-grade NAT"
        case linkLocal = "link-local"
        case metadata = "cloud metadata"
        case protocolAssignments = "protocol assignments"
        case documentation
        case benchmarking
        case multicast
        case broadcast
        case reserved
    }

    /// Judges every address a name has: one bad one refuses them all, because which one is dialled is chance.
    ///
    /// - Throws: the ``Refusal`` of the first address that may not be dialled, or of the port.
    public func judge(addresses: [IPAddress], port: Int) throws(Refusal) {
        guard port == 80 || port == 443 || (1024...65_535).contains(port) else { throw .port(port) }
        guard !addresses.isEmpty else { throw .noAddress }
        for address in addresses {
            if let network = refusal(of: address) { throw .address(address, network) }
        }
    }

    /// The kind of network that keeps this address from being dialled, or nil where it may be.
    public func refusal(of address: IPAddress) -> Network? {
        let dialled = address.unmapped
        if allowed.contains(where: { $0.contains(dialled) || $0.contains(address) }) { return nil }
        switch dialled {
        case .v4: return Self.network(of: dialled, in: Self.ipv4)
        case .v6(let high, let low): return ipv6Refusal(dialled, high: high, low: low)
        }
    }

    private func ipv6Refusal(_ address: IPAddress, high: UInt64, low: UInt64) -> Network? {
        if let carried = Self.carriedIPv4(high: high, low: low) {
            return carried.lazy.compactMap { refusal(of: .v4($0)) }.first
        }
        if let network = Self.network(of: address, in: Self.ipv6) { return network }
        // Only 2000::/3 has been given out for global unicast; the rest is refused until it is.
        return high >> 61 == 1 ? nil : .reserved
    }

    /// The IPv4 addresses that a transition address leads to.
    private static func carriedIPv4(high: UInt64, low: UInt64) -> [UInt32]? {
        if high >> 48 == 0x2002 { return [UInt32(truncatingIfNeeded: high >> 16)] }
        if high >> 32 == 0x2001_0000 {
            // Teredo (RFC 4380): the server in the clear, the client with its bits inverted.
            return [UInt32(truncatingIfNeeded: high), ~UInt32(truncatingIfNeeded: low)]
        }
        if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { return [UInt32(truncatingIfNeeded: low)] }
        // ISATAP (RFC 5214) puts the IPv4 address behind 0:5efe or 200:5efe.
        if low >> 32 == 0x0000_5efe || low >> 32 == 0x0200_5efe { return [UInt32(truncatingIfNeeded: low)] }
        return nil
    }

    private static func network(of address: IPAddress, in table: [(CIDR, Network)]) -> Network? {
        table.first { $0.0.contains(address) }?.1
    }
}

extension AddressPolicy {
    private static func four(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ length: Int) -> CIDR {
        CIDR(network: .v4(a << 24 | b << 16 | c << 8 | d), prefixLength: length)
    }

    private static func six(_ high: UInt64, _ low: UInt64, _ length: Int) -> CIDR {
        CIDR(network: .v6(high: high, low: low), prefixLength: length)
    }

    private static let ipv4: [(CIDR, Network)] = [
        // Metadata and host agents of the clouds: AWS and most others, Azure's wire server, Alibaba, Oracle.
        (four(169, 254, 169, 254, 32), .metadata), (four(168, 63, 129, 16, 32), .metadata),
        (four(100, 100, 100, 200, 32), .metadata), (four(192, 0, 0, 192, 32), .metadata),
        (four(0, 0, 0, 0, 8), .thisNetwork), (four(10, 0, 0, 0, 8), .privateUse),
        (four(100, 64, 0, 0, 10), .sharedAddressSpace), (four(127, 0, 0, 0, 8), .loopback),
        (four(169, 254, 0, 0, 16), .linkLocal), (four(172, 16, 0, 0, 12), .privateUse),
        (four(192, 0, 0, 0, 24), .protocolAssignments), (four(192, 0, 2, 0, 24), .documentation),
        (four(192, 88, 99, 0, 24), .reserved), (four(192, 168, 0, 0, 16), .privateUse),
        (four(198, 18, 0, 0, 15), .benchmarking), (four(198, 51, 100, 0, 24), .documentation),
        (four(203, 0, 113, 0, 24), .documentation), (four(224, 0, 0, 0, 4), .multicast),
        (four(255, 255, 255, 255, 32), .broadcast), (four(240, 0, 0, 0, 4), .reserved),
    ]

    private static let ipv6: [(CIDR, Network)] = [
        (six(0, 0, 128), .thisNetwork), (six(0, 1, 128), .loopback),
        (six(0xfd00_0ec2_0000_0000, 0x254, 128), .metadata), (six(0xfd20_0ce0_0000_0000, 0x254, 128), .metadata),
        (six(0xfc00 << 48, 0, 7), .privateUse), (six(0xfe80 << 48, 0, 10), .linkLocal),
        (six(0xfec0 << 48, 0, 10), .privateUse), (six(0xff00 << 48, 0, 8), .multicast),
        (six(0x0064_ff9b_0001_0000, 0, 48), .privateUse), (six(0x0100 << 48, 0, 64), .reserved),
        (six(0x2001_0002_0000_0000, 0, 48), .benchmarking), (six(0x2001_0db8_0000_0000, 0, 32), .documentation),
        (six(0x2001_0000_0000_0000, 0, 23), .protocolAssignments), (six(0x3fff_0000_0000_0000, 0, 20), .documentation),
    ]
}

extension AddressPolicy.Refusal: CustomStringConvertible {
    /// What is refused, and what an operator can do about it.
    public var description: String {
        switch self {
        case .address(let address, let network):
            """
            the address \(address) is not public (\(network.rawValue)); whoever runs this server can permit it \
            with --allow-outbound \(address)/\(address.width)
            """
        case .port(let port):
            "port \(port) is refused; only 80, 443 and ports from 1024 on are used"
        case .noAddress:
            "the name has no address"
        }
    }
}
