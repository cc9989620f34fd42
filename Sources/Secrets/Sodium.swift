import CSodium

/// libsodium, started once. Calling it any other way than through here would skip the start.
enum Sodium {
    /// `sodium_init` is safe to call from several threads and answers below zero only when the system has no randomness.
    static let isReady: Bool = sodium_init() >= 0

    static func ready() throws(SecretsError) {
        guard isReady else { throw .unavailable }
    }
}

/// What can go wrong with digests, random numbers and sealed values.
public enum SecretsError: Error, Sendable, Equatable, CustomStringConvertible {
    case unavailable
    case malformedKey
    case malformedSeal
    case wrongKey
    /// The store's credentials are sealed with a key that is not here.
    case unknownKey(fingerprint: String)
    /// The key cannot be read or written, and why.
    case keyFile(String)

    public var description: String {
        switch self {
        case .unavailable: "libsodium could not start: the system offers no randomness"
        case .malformedKey: "the sealing key must be 32 bytes, written as 64 hex digits"
        case .malformedSeal: "a sealed value in the store is damaged"
        case .wrongKey: "a sealed value cannot be opened: the key beside the store is not the one it was sealed with"
        case .unknownKey(let fingerprint):
            """
            the store's credentials are sealed with another key (fingerprint \(fingerprint)) than the one here: put that \
            key back (sealing.key, or LANDFALL_SEALING_KEY). If it is lost, 'landfall key forget' gives up the \
            credentials of imports that have not ended
            """
        case .keyFile(let reason): reason
        }
    }
}
