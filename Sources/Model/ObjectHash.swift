/// The name of a git object: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
public struct ObjectHash: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public let rawValue: String

    /// `nil` unless the text is a whole object name in lower case, as it is stored.
    public init?(rawValue: String) {
        guard Self.isWhole(rawValue.utf8), !rawValue.utf8.contains(where: { (65...70).contains($0) }) else {
            return nil
        }
        self.rawValue = rawValue
    }

    /// `nil` unless the text is a whole object name; upper case becomes lower case.
    public init?(_ text: some StringProtocol) {
        guard Self.isWhole(text.utf8) else { return nil }
        rawValue = text.lowercased()
    }

    public init?(bytes: some Collection<UInt8>) {
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    private init(trusted digits: String) {
        rawValue = digits
    }

    /// The tree without entries; git knows it in every SHA-1 repository.
    public static let emptyTree = ObjectHash(trusted: "4b825dc642cb6eb9a060e54bf8d69288fbee4904")

    /// The digits.
    public var hex: String { rawValue }

    /// The first eight digits, GitLab's `short_id`.
    public var short: String { String(rawValue.prefix(8)) }

    /// Whether all digits are zero, git's way to say "none".
    public var isZero: Bool { rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

    public static func < (left: ObjectHash, right: ObjectHash) -> Bool { left.rawValue < right.rawValue }

    private static func isWhole(_ bytes: some Collection<UInt8>) -> Bool {
        (bytes.count == 40 || bytes.count == 64)
            && bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) || (65...70).contains($0) }
    }
}

extension ObjectHash: CustomStringConvertible {
    public var description: String { rawValue }
}
