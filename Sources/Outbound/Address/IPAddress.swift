import Glibc

/// An IPv4 or IPv6 address as bits, without port or zone.
///
/// Text is read the strict way (`inet_pton`): dotted decimal with four parts and no leading zeros, or IPv6 in any of
/// its RFC 4291 spellings. The looser forms of `inet_aton` (octal, hexadecimal, fewer parts) are not addresses here.
public enum IPAddress: Hashable, Sendable {
    /// An IPv4 address, most significant byte first.
    case v4(UInt32)
    /// An IPv6 address in two halves.
    case v6(high: UInt64, low: UInt64)

    /// Reads an address from its text without brackets; nil where it isn't one, or carries a zone (`%eth0`).
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self = withUnsafeBytes(of: &six) { IPAddress(sixteenBytes: $0) }
        } else {
            return nil
        }
    }

    /// Takes an IPv6 address from its 16 bytes in network order.
    init(sixteenBytes bytes: UnsafeRawBufferPointer) {
        let halves = [bytes[0..<8], bytes[8..<16]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self = .v6(high: halves[0], low: halves[1])
    }

    /// The number of bits of the family: 32 or 128.
    public var width: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// The same address with an IPv4-mapped one (`::ffff:0:0/96`) turned into the IPv4 address the kernel would dial.
    public var unmapped: IPAddress {
        if case .v6(high: 0, let low) = self, low >> 32 == 0xffff { return .v4(UInt32(truncatingIfNeeded: low)) }
        return self
    }

    /// The address with all but its first `length` bits cleared.
    func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let bits):
            return .v4(length == 0 ? 0 : bits & (~0 << UInt32(32 - length)))
        case .v6(let high, let low):
            return .v6(
                high: length == 0 ? 0 : high & (~0 << UInt64(max(0, 64 - length))),
                low: length <= 64 ? 0 : low & (~0 << UInt64(128 - length)))
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The usual text: dotted decimal, or compressed IPv6 without brackets.
    public var description: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch self {
        case .v4(let bits):
            var four = in_addr(s_addr: bits.bigEndian)
            inet_ntop(AF_INET, &four, &buffer, socklen_t(buffer.count))
        case .v6(let high, let low):
            var six = in6_addr()
            withUnsafeMutableBytes(of: &six) {
                $0.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            inet_ntop(AF_INET6, &six, &buffer, socklen_t(buffer.count))
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
