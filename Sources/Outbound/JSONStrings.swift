/// Tells which bytes of JSON stand in its strings, byte after byte: brackets and commas there mean nothing.
public struct JSONStrings: Sendable {
    /// Whether a string has begun and not ended.
    public private(set) var isOpen = false
    private var isEscaped = false

    public init() {}

    /// Takes the next byte.
    /// - Returns: whether it belongs to a string; its quotes do.
    public mutating func take(_ byte: UInt8) -> Bool {
        guard isOpen else {
            isOpen = byte == UInt8(ascii: "\"")
            return isOpen
        }
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isOpen = false
        }
        return true
    }
}
