/// SHA-1 (FIPS 180-4), for the names that GitLab makes with it. Not for anything that must withstand an attack; what
/// must uses libsodium, which leaves SHA-1 out.
public enum SHA1 {
    /// The digest as 40 hex digits.
    public static func hexDigest(of bytes: [UInt8]) -> String {
        digest(of: bytes).map { padded(String($0, radix: 16), 8) }.joined()
    }

    private static func digest(of bytes: [UInt8]) -> [UInt32] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let message = bytes + padding(for: bytes.count)
        for start in stride(from: 0, to: message.count, by: 64) {
            mix(words(of: message[start..<start + 64]), into: &state)
        }
        return state
    }

    /// A one bit, zeros, and the length in bits, up to the end of a block of 64 bytes.
    private static func padding(for count: Int) -> [UInt8] {
        let zeros = (119 - count % 64) % 64
        let length = UInt64(count) * 8
        return [0x80] + [UInt8](repeating: 0, count: zeros)
            + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    }

    private static func words(of block: ArraySlice<UInt8>) -> [UInt32] {
        var words: [UInt32] = []
        words.reserveCapacity(80)
        var word: UInt32 = 0
        for (index, byte) in block.enumerated() {
            word = word << 8 | UInt32(byte)
            if index % 4 == 3 { words.append(word) }
        }
        for index in 16..<80 {
            words.append(
                rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], by: 1))
        }
        return words
    }

    private static func mix(_ words: [UInt32], into state: inout [UInt32]) {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for (round, word) in words.enumerated() {
            let (choice, constant): (UInt32, UInt32) =
                switch round {
                case ..<20: (b & c | ~b & d, 0x5A82_7999)
                case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let next = rotated(a, by: 5) &+ choice &+ e &+ constant &+ word
            (a, b, c, d, e) = (next, a, rotated(b, by: 30), c, d)
        }
        for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }

    private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 {
        word << bits | word >> (32 - bits)
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: width - digits.count) + digits
    }
}
