/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address, which stands for itself alone.
public struct CIDR: Hashable, Sendable {
    /// The first address of the block.
    public let network: IPAddress
    /// The number of leading bits that all its addresses share.
    public let prefixLength: Int

    /// Why a text is no block of addresses.
    public enum ParseError: Error, Equatable, Sendable {
        /// What stands before the slash is no address.
        case notAnAddress(String)
        /// What stands after the slash is no number of bits for that family.
        case prefixLength(String)
        /// Bits are set beyond the prefix; the block that was probably meant is given.
        case hostBitsSet(String, meant: String)
    }

    /// Reads a block from text.
    ///
    /// - Throws: ``ParseError`` which names what is wrong with it.
    public init(_ text: String) throws(ParseError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { throw .notAnAddress(text) }
        var length = address.width
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
                let number = Int(parts[1]), number <= address.width
            else { throw .prefixLength(text) }
            length = number
        }
        guard address.masked(to: length) == address else {
            throw .hostBitsSet(text, meant: "\(address.masked(to: length))/\(length)")
        }
        network = address
        prefixLength = length
    }

    /// A block known to be well formed, for the tables of this module.
    init(network: IPAddress, prefixLength: Int) {
        self.network = network.masked(to: prefixLength)
        self.prefixLength = prefixLength
    }

    /// Whether the address lies in the block. Families never match each other.
    public func contains(_ address: IPAddress) -> Bool {
        address.width == network.width && address.masked(to: prefixLength) == network
    }
}

extension CIDR: CustomStringConvertible {
    /// The block as it is written: `network/length`.
    public var description: String { "\(network)/\(prefixLength)" }
}

extension CIDR.ParseError: CustomStringConvertible {
    /// What is wrong, and what to write instead.
    public var description: String {
        switch self {
        case .notAnAddress(let text):
            "\"\(text)\" is not a block of addresses; write one like 10.0.0.0/8, 192.168.1.7 or fd00::/8"
        case .prefixLength(let text):
            "\"\(text)\" has no valid length behind the slash; it is 0 to 32 for IPv4 and 0 to 128 for IPv6"
        case .hostBitsSet(let text, let meant):
            "\"\(text)\" has bits set beyond its length; probably \(meant) is meant"
        }
    }
}
