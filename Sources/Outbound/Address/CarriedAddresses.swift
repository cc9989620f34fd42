extension IPAddress {
    /// The IPv4 addresses that an IPv6 transition address leads to, and whether they are all there is to judge.
    var carriedIPv4: (addresses: [IPAddress], isAll: Bool) {
        guard case .v6(let high, let low) = self else { return ([], false) }
        var carried: [UInt32] = []
        // 6to4 (RFC 3056).
        if high >> 48 == 0x2002 { carried.append(UInt32(truncatingIfNeeded: high >> 16)) }
        // Teredo (RFC 4380): the server in the clear, the client with its bits inverted.
        if high >> 32 == 0x2001_0000 {
            carried += [UInt32(truncatingIfNeeded: high), ~UInt32(truncatingIfNeeded: low)]
        }
        // NAT64 (RFC 6052).
        if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { carried.append(UInt32(truncatingIfNeeded: low)) }
        let isAll = !carried.isEmpty
        // ISATAP (RFC 5214) puts the IPv4 address behind 0:5efe or 200:5efe, in whatever network.
        if low >> 32 == 0x0000_5efe || low >> 32 == 0x0200_5efe { carried.append(UInt32(truncatingIfNeeded: low)) }
        return (carried.map { .v4($0) }, isAll)
    }
}
