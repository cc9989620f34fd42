import CSodium

/// A value that only the holder of the key can read: a source's credential as it lies in the store.
public struct SealedSecret: RawRepresentable, Hashable, Sendable {
    /// One byte naming the cipher, the nonce, the ciphertext with its tag.
    public let rawValue: [UInt8]

    public init(rawValue: [UInt8]) {
        self.rawValue = rawValue
    }
}

/// The key that seals credentials: 32 bytes, kept beside the store with mode 0600 or given by the environment.
///
/// Seals with AES-256-GCM where the processor has it, with XChaCha20-Poly1305 where it has not (libsodium offers AES
/// in hardware only); the sealed value says which. Both are sealed under a random nonce, and every value is bound to a
/// context (what it is and whose), so that one sealed for one import cannot be put into another.
public struct SealingKey: Sendable {
    private let bytes: [UInt8]

    private enum Cipher: UInt8 {
        case aes256GCM = 1
        case xChaCha20Poly1305 = 2
    }

    public init(hexadecimal text: String) throws(SecretsError) {
        guard let bytes = Secrets.bytes(hexadecimal: text), bytes.count == 32 else { throw .malformedKey }
        self.bytes = bytes
    }

    /// A new random key.
    public static func generate() throws(SecretsError) -> SealingKey {
        try SealingKey(hexadecimal: RandomToken.hex(bytes: 32))
    }

    /// The form to write to the key file.
    public var hexadecimalForKeyFile: String { hexadecimal(bytes) }

    /// Names the key without telling anything of it: 16 hex digits.
    public var fingerprint: String { String(keyedDigest(of: "landfall sealing key fingerprint").prefix(16)) }

    /// Names a secret without telling anything of it to whoever lacks the key: 64 hex digits. A plain digest would let
    /// anybody who has read it try passwords against it.
    public func pseudonym(of secret: String) -> String {
        keyedDigest(of: "landfall pseudonym \(secret)")
    }

    /// BLAKE2b under the key.
    private func keyedDigest(of text: String) -> String {
        var hash = [UInt8](repeating: 0, count: 32)
        let message = Array(text.utf8)
        // Fails only for lengths that are out of bounds.
        _ = crypto_generichash(&hash, hash.count, message, UInt64(message.count), bytes, bytes.count)
        return hexadecimal(hash)
    }

    public func seal(_ text: String, context: String) throws(SecretsError) -> SealedSecret {
        try Sodium.ready()
        let cipher: Cipher = crypto_aead_aes256gcm_is_available() == 1 ? .aes256GCM : .xChaCha20Poly1305
        let message = Array(text.utf8)
        let context = Array(context.utf8)
        let nonce = try randomBytes(Self.nonceLength(cipher))
        var sealed = [UInt8](repeating: 0, count: message.count + 16)
        var length: UInt64 = 0
        switch cipher {
        case .aes256GCM:
            _ = crypto_aead_aes256gcm_encrypt(
                &sealed, &length, message, UInt64(message.count), context, UInt64(context.count), nil, nonce, bytes)
        case .xChaCha20Poly1305:
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                &sealed, &length, message, UInt64(message.count), context, UInt64(context.count), nil, nonce, bytes)
        }
        return SealedSecret(rawValue: [cipher.rawValue] + nonce + sealed.prefix(Int(length)))
    }

    public func open(_ secret: SealedSecret, context: String) throws(SecretsError) -> String {
        try Sodium.ready()
        guard let first = secret.rawValue.first, let cipher = Cipher(rawValue: first),
            secret.rawValue.count >= 1 + Self.nonceLength(cipher) + 16
        else { throw .malformedSeal }
        let nonce = Array(secret.rawValue.dropFirst().prefix(Self.nonceLength(cipher)))
        let sealed = Array(secret.rawValue.dropFirst(1 + nonce.count))
        let context = Array(context.utf8)
        var message = [UInt8](repeating: 0, count: sealed.count)
        var length: UInt64 = 0
        let result =
            switch cipher {
            case .aes256GCM:
                crypto_aead_aes256gcm_is_available() == 1
                    ? crypto_aead_aes256gcm_decrypt(
                        &message, &length, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce,
                        bytes) : -1
            case .xChaCha20Poly1305:
                crypto_aead_xchacha20poly1305_ietf_decrypt(
                    &message, &length, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce, bytes)
            }
        guard result == 0 else { throw .wrongKey }
        return String(decoding: message.prefix(Int(length)), as: UTF8.self)
    }

    private static func nonceLength(_ cipher: Cipher) -> Int {
        switch cipher {
        case .aes256GCM: 12
        case .xChaCha20Poly1305: 24
        }
    }
}

/// Prints as `[redacted]` wherever it may turn up: libraries log the services they are given.
extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
