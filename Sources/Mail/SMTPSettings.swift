public import Outbound

/// The mail server that takes this server's messages. Whoever runs this server names it, so it may be anywhere, the
/// machine itself included: the address policy for sources does not apply.
public struct SMTPSettings: Sendable {
    public enum Security: String, Sendable, CaseIterable {
        /// Begins in the clear and turns to TLS, or is given up.
        case starttls
        /// TLS from the first byte.
        case tls
        /// In the clear: for a server on the same machine or network.
        case none
    }

    public var host: String
    public var port: Int
    public var security: Security
    public var user: String?
    public var password: Secret?
    /// The sender's address.
    public var from: String

    public init(
        host: String, port: Int, security: Security, user: String? = nil, password: Secret? = nil, from: String
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.from = from
    }

    /// The ports by RFC 8314 and RFC 5321.
    public static func usualPort(_ security: Security) -> Int {
        switch security {
        case .starttls: 587
        case .tls: 465
        case .none: 25
        }
    }
}
