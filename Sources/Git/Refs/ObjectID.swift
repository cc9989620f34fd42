/// The name of a git object: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
public struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits.
    public let hex: String

    /// Nil unless the text is a whole object name; upper case becomes lower case.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == 40 || bytes.count == 64, bytes.allSatisfy(\.isHexDigit) else { return nil }
        hex = text.lowercased()
    }

    init?(bytes: some Collection<UInt8>) {
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    private init(trusted hex: String) {
        self.hex = hex
    }

    /// The tree without entries; git knows it in every SHA-1 repository.
    public static let emptyTree = ObjectID(trusted: "4b825dc642cb6eb9a060e54bf8d69288fbee4904")

    /// The first eight digits, GitLab's `short_id`.
    public var short: String { String(hex.prefix(8)) }

    /// Whether all digits are zero, git's way to say "none".
    public var isZero: Bool { hex.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

    /// The digits.
    public var description: String { hex }

    /// Orders by the digits.
    public static func < (left: ObjectID, right: ObjectID) -> Bool { left.hex < right.hex }
}

extension UInt8 {
    var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
