public import Model

/// A revision as a person types it: branch, tag, full ref name, object name (also abbreviated), each with `~2`, `^1`
/// and the like. Options, ranges (`a..b`), paths (`a:b`), searches (`:/x`, `^{/x}`) and reflogs (`@{1}`) are refused.
public struct Revision: Hashable, Sendable, CustomStringConvertible {
    /// What git is given.
    public let text: String

    /// The default branch.
    public static let head = Revision(trusted: "HEAD")

    /// - Throws: ``GitError`` with cause `invalidInput`; the text itself isn't in it.
    public init(_ text: some StringProtocol) throws {
        guard let revision = Revision(checking: String(text)) else {
            throw GitError(verb: "rev-parse", cause: .invalidInput("this is no revision"))
        }
        self = revision
    }

    /// The object itself.
    public init(_ id: ObjectHash) {
        text = id.hex
    }

    /// What the ref points to; a full name is never taken for another ref.
    public init(_ ref: RefName) {
        text = ref.full
    }

    private init(trusted text: String) {
        self.text = text
    }

    private init?(checking text: String) {
        guard text.utf8.first != UInt8(ascii: "-"), text.utf8.count <= 1024 else { return nil }
        let base = text.prefix { $0 != "~" && $0 != "^" }
        guard base == "@" || RefName.isWellFormed(String(base)) else { return nil }
        guard Self.isAncestry(text[base.endIndex...]) else { return nil }
        self.text = text
    }

    /// Whether it is a sequence of `~`, `~3`, `^`, `^2`; numbers of at most six digits.
    private static func isAncestry(_ suffix: Substring) -> Bool {
        var digits = 0
        for byte in suffix.utf8 {
            switch byte {
            case UInt8(ascii: "~"), UInt8(ascii: "^"): digits = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            default: return false
            }
            guard digits <= 6 else { return false }
        }
        return true
    }

    /// What git is given.
    public var description: String { text }

    /// The revision followed by `:path`; the path may hold anything but NUL, for it ends the expression.
    func path(_ path: String) -> String { "\(text):\(path)" }
}
