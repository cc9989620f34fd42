/// Says which addresses may be dialled.
///
/// Without an allow list only public unicast addresses may, so that a person who names a source can't make the server
/// talk to itself, to its neighbours or to a cloud's metadata service. IPv6 forms that carry an IPv4 address
/// (mapped, 6to4, Teredo, NAT64, ISATAP) are judged by the addresses inside as well. The lists are IANA's
/// special-purpose registries (RFC 6890 and its updates).
///
/// The machine's own addresses are refused even where they are public: what listens on them behind a packet filter is
/// open to the machine itself.
public struct AddressPolicy: Sendable {
    /// Blocks that may be dialled although they aren't public (`--allow-outbound`). Metadata services are in no block:
    /// each is permitted by its own address alone.
    public let allowed: [CIDR]
    private let own: @Sendable () -> Set<IPAddress>
    /// Blocks that count as public, where a test has no public address of its own.
    var countedAsPublic: [CIDR] = []

    /// - Parameters:
    ///   - allowed: what may be reached besides public addresses.
    ///   - own: the addresses of this machine now.
    public init(
        allowed: [CIDR] = [], own: @escaping @Sendable () -> Set<IPAddress> = { MachineAddresses.now() }
    ) {
        self.allowed = allowed
        self.own = own
    }

    /// Why an address or a port is refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// The address belongs to a network that must not be reached from here; the kind of network is named.
        case address(IPAddress, Network)
        /// Ports under 1024 are refused but 80 and 443: what listens there is no source of projects.
        case port(Int)
        /// The name has no address at all.
        case noAddress
        /// The address is permitted to sources inside, and a public server leads to it.
        case ledInside(IPAddress)
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
        case thisMachine = "this machine's own"
    }

    /// Judges every address a name has: one bad one refuses them all, because which one is dialled is chance.
    ///
    /// - Parameter onlyPublic: whether what is merely allowed here does not do.
    /// - Throws: the ``Refusal`` of the first address that may not be dialled, or of the port.
    public func judge(addresses: [IPAddress], port: Int, onlyPublic: Bool = false) throws(Refusal) {
        guard port == 80 || port == 443 || (1024...65_535).contains(port) else { throw .port(port) }
        guard !addresses.isEmpty else { throw .noAddress }
        for address in addresses {
            if let network = refusal(of: address) { throw .address(address, network) }
            if onlyPublic, !isPublic(address) { throw .ledInside(address) }
        }
    }

    /// The kind of network that keeps this address from being dialled, or nil where it may be.
    public func refusal(of address: IPAddress) -> Network? {
        let dialled = address.unmapped
        if countedAsPublic.contains(where: { $0.contains(dialled) }) { return nil }
        let carried = dialled.carriedIPv4
        let inside = carried.addresses.lazy.compactMap { refusal(of: $0) }.first
        if let inside { return permits(address, in: inside) ? nil : inside }
        if carried.isAll { return nil }
        guard let network = Self.network(of: dialled) ?? (own().contains(dialled) ? .thisMachine : nil) else {
            return nil
        }
        return permits(address, in: network) ? nil : network
    }

    /// Whether an address may be dialled by anybody, and not because it is allowed here.
    func isPublic(_ address: IPAddress) -> Bool {
        var policy = AddressPolicy(own: own)
        policy.countedAsPublic = countedAsPublic
        return policy.refusal(of: address) == nil
    }

    private func permits(_ address: IPAddress, in network: Network) -> Bool {
        allowed.contains { block in
            (block.contains(address.unmapped) || block.contains(address))
                && (network != .metadata || block.prefixLength == block.network.width)
        }
    }

    private static func network(of address: IPAddress) -> Network? {
        switch address {
        case .v4: return network(of: address, in: ipv4)
        case .v6(let high, _):
            if let network = network(of: address, in: ipv6) { return network }
            // Only 2000::/3 has been given out for global unicast; the rest is refused until it is.
            return high >> 61 == 1 ? nil : .reserved
        }
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
        case .ledInside(let address):
            "the address \(address) is not public, and a public server leads to it; only a source inside may"
        }
    }
}
