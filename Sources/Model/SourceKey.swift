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

extension SourceKey {
    private static let onItsPage = " of its page"

    /// The key of an object of which nothing says which it is, until its page is known (``on(page:)``).
    public static func unnamed(at index: Int) -> SourceKey { SourceKey("unnamed object \(index + 1)\(onItsPage)") }

    /// Calls what has no name of its own by its place, which is another one on each page.
    public func on(page: String) -> SourceKey {
        rawValue.hasSuffix(Self.onItsPage)
            ? SourceKey("\(rawValue.dropLast(Self.onItsPage.count)) of page \(page)") : self
    }

    /// Calls a whole list that the source does not show to the credential: a line of the ledger with such a key is not
    /// about an object, and a retry asks for the list again.
    public static func hidden(_ list: String) -> SourceKey { SourceKey("\(hiddenPrefix)\(list)") }

    /// What the keys of ``hidden(_:)`` begin with.
    public static let hiddenPrefix = "hidden:"
}

extension SourceKey: CustomStringConvertible {
    public var description: String { rawValue }
}
