/// The first digits of a git object's name, as some sources write it: 7 to 39 hex digits in lower case.
public struct AbbreviatedHash: Sendable, Hashable, Comparable {
    public let hex: String

    /// `nil` for what is no such beginning.
    public init?(_ text: some StringProtocol) {
        let text = text.lowercased()
        guard (7...39).contains(text.utf8.count),
            text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        hex = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.hex < right.hex }
}
