/// The hash of a git object: 40 hex digits (SHA-1) or 64 (SHA-256), in lower case.
public struct ObjectHash: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String

    /// `nil` for anything that is not a whole object hash.
    public init?(rawValue: String) {
        let bytes = rawValue.utf8
        guard bytes.count == 40 || bytes.count == 64,
            bytes.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    public init?(_ rawValue: String) {
        self.init(rawValue: rawValue)
    }
}

extension ObjectHash: CustomStringConvertible {
    public var description: String { rawValue }
}
