import Glibc
import NIOPosix

/// Finds the addresses of a name. Tests bring their own.
public protocol Resolver: Sendable {
    /// All addresses of the name, in the order in which to try them.
    ///
    /// - Throws: anything where the name can't be resolved; the client reports ``OutboundError/unresolvable(host:)``.
    func resolve(host: String) async throws -> [IPAddress]
}

/// Asks the operating system (`getaddrinfo`: hosts file, DNS, whatever it is set to).
public struct SystemResolver: Resolver {
    /// `getaddrinfo` gave nothing; the number is its own (`EAI_…`).
    public struct Failure: Error, Equatable, Sendable {
        /// The return value of `getaddrinfo`.
        public let code: Int32
    }

    /// A resolver that asks the operating system.
    public init() {}

    /// - Throws: ``Failure``, or `CancellationError`.
    public func resolve(host: String) async throws -> [IPAddress] {
        // getaddrinfo blocks, for seconds when DNS is slow: never on a thread of the cooperative pool.
        try await NIOThreadPool.singleton.runIfActive { try Self.lookUp(host) }
    }

    private static func lookUp(_ host: String) throws(Failure) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &first)
        guard code == 0 else { throw Failure(code: code) }
        defer { freeaddrinfo(first) }
        var found: [IPAddress] = []
        for entry in sequence(first: first, next: { $0?.pointee.ai_next }) {
            guard let address = entry?.pointee.ai_addr.flatMap({ IPAddress($0) }), !found.contains(address) else {
                continue
            }
            found.append(address)
        }
        return found
    }
}
