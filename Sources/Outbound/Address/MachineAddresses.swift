import Glibc

/// The addresses that the interfaces of this machine have.
public enum MachineAddresses {
    /// Looks anew each time: addresses come and go. Takes some microseconds.
    public static func now() -> Set<IPAddress> {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var found: Set<IPAddress> = []
        for entry in sequence(first: first, next: { $0?.pointee.ifa_next }) {
            if let address = entry?.pointee.ifa_addr.flatMap({ IPAddress($0) }) { found.insert(address) }
        }
        return found
    }
}

extension IPAddress {
    /// Reads the address of a socket; nil for families other than IPv4 and IPv6.
    init?(_ pointer: UnsafeMutablePointer<sockaddr>) {
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            self = pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                .v4(UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6:
            self = pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { IPAddress(sixteenBytes: $0) }
            }
        default: return nil
        }
    }
}
