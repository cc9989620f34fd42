/// The source's own stable name of an object, unique within a project and kind (GitHub's `databaseId`, a label's name…).
/// Writing an imported row is an upsert on it, which is what makes an import repeatable.
public struct SourceKey: RawRepresentable, Hashable, Comparable, Sendable, Codable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ number: Int64) {
        rawValue = String(number)
    }

    public init(stringLiteral value: String) {
        rawValue = value
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension SourceKey: CustomStringConvertible {
    public var description: String { rawValue }
}
