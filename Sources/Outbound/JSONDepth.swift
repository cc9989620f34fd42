public import NIOCore

/// Measures how deep JSON nests, before anything recursive reads it.
public enum JSONDepth {
    /// The text nests deeper than allowed.
    public struct TooDeep: Error, Equatable, Sendable, CustomStringConvertible {
        /// The depth that is allowed.
        public let limit: Int
        /// What happened.
        public var description: String { "the JSON nests deeper than \(limit) levels and is not read" }
    }

    /// Scans the bytes once; brackets inside strings don't count. Says nothing of whether the JSON is well formed.
    ///
    /// - Throws: ``TooDeep`` where objects and arrays nest deeper than `limit`.
    public static func check(_ bytes: ByteBuffer, limit: Int = 64) throws(TooDeep) {
        let isShallow = bytes.withUnsafeReadableBytes { isWithin(limit: limit, $0) }
        guard isShallow else { throw TooDeep(limit: limit) }
    }

    private static func isWithin(limit: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return true
    }
}
