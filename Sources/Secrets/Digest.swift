import CSodium

/// One-way digests.
public enum Digest {
    /// SHA-256 of the text's UTF-8, in lower-case hex: 64 digits.
    public static func sha256(_ text: String) -> String {
        sha256(Array(text.utf8))
    }

    /// SHA-256 of bytes, in lower-case hex.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        // Answers zero always; the hash needs no start of the library.
        _ = crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return hexadecimal(hash)
    }

    /// Compares in a time that does not depend on where the texts differ.
    public static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return sodium_memcmp(left, right, left.count) == 0
    }
}

/// SHA-256 of something that arrives piece by piece.
public struct StreamedDigest: Sendable {
    private var state = crypto_hash_sha256_state()

    public init() {
        _ = crypto_hash_sha256_init(&state)
    }

    public mutating func update(_ bytes: [UInt8]) {
        _ = crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        _ = crypto_hash_sha256_update(&state, bytes.bindMemory(to: UInt8.self).baseAddress, UInt64(bytes.count))
    }

    /// The digest of all that was given, in lower-case hex. Ends the computation.
    public mutating func finish() -> String {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = crypto_hash_sha256_final(&state, &hash)
        return hexadecimal(hash)
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
            return nil
        }
        bytes.append(byte)
    }
    return bytes
}
