public import Outbound

/// The name of an account with its password or token, for sources that want both (Bitbucket). Imports keep one secret
/// each: the two are kept as one, in the form of HTTP's Basic authentication (RFC 7617), in which a name has no colon.
public struct AccountCredential: Sendable, Hashable {
    public let user: String
    public let secret: Secret

    /// `nil` where the name cannot be sent.
    public init?(user: String, secret: Secret) {
        guard !user.isEmpty, !user.contains(":"), user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
        self.user = user
        self.secret = secret
    }

    /// Takes apart what ``joined`` has put together.
    public init?(joined: Secret) {
        let parts = joined.withUnsealed { text in
            text.firstIndex(of: ":").map { (String(text[..<$0]), Secret(String(text[text.index(after: $0)...]))) }
        }
        guard let (user, secret) = parts else { return nil }
        self.init(user: user, secret: secret)
    }

    /// Both as one secret: what a probe and an import are given.
    public var joined: Secret { secret.withUnsealed { Secret("\(user):\($0)") } }

    /// `Authorization: Basic …`
    public var basic: Credential { .basic(user: user, secret) }
}
