/// A full ref name such as `refs/heads/main` that keeps git's rules (`git check-ref-format`), judged without git.
public struct RefName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The full name, beginning with `refs/`.
    public let full: String

    /// Nil unless `full` begins with `refs/` and keeps git's rules.
    public init?(_ full: some StringProtocol) {
        let full = String(full)
        guard full.hasPrefix("refs/"), Self.isWellFormed(full) else { return nil }
        self.full = full
    }

    /// The branch of that name; nil when git would not allow it.
    public init?(branch: some StringProtocol) {
        guard !branch.hasPrefix("-") else { return nil }
        self.init("refs/heads/" + branch)
    }

    /// The tag of that name; nil when git would not allow it.
    public init?(tag: some StringProtocol) {
        guard !tag.hasPrefix("-") else { return nil }
        self.init("refs/tags/" + tag)
    }

    /// The name without `refs/heads/` or `refs/tags/`; other names stay whole.
    public var short: String {
        for prefix in ["refs/heads/", "refs/tags/"] where full.hasPrefix(prefix) {
            return String(full.dropFirst(prefix.count))
        }
        return full
    }

    /// Whether it lies under `refs/heads/`.
    public var isBranch: Bool { full.hasPrefix("refs/heads/") }

    /// Whether it lies under `refs/tags/`.
    public var isTag: Bool { full.hasPrefix("refs/tags/") }

    /// The full name.
    public var description: String { full }

    /// Orders by bytes, as git does.
    public static func < (left: RefName, right: RefName) -> Bool {
        left.full.utf8.lexicographicallyPrecedes(right.full.utf8)
    }

    /// The rules of `git check-ref-format --allow-onelevel`, at most 1,024 bytes.
    static func isWellFormed(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard !bytes.isEmpty, bytes.count <= 1024, name != "@", bytes.last != UInt8(ascii: ".") else { return false }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f && !forbidden.contains($0) }) else { return false }
        for (index, byte) in bytes.enumerated().dropFirst() {
            let pair = (bytes[index - 1], byte)
            if pair == (UInt8(ascii: "."), UInt8(ascii: ".")) { return false }
            if pair == (UInt8(ascii: "@"), UInt8(ascii: "{")) { return false }
        }
        return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.first != UInt8(ascii: ".") && !$0.hasSuffix(".lock")
        }
    }

    private static let forbidden = Set("~^:?*[\\".utf8)
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ text: String) -> Bool {
        suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
