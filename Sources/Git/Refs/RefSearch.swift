/// GitLab's search for branches and tags: part of the name; `^begin`; `end$`; `*` for anything. Case doesn't matter.
public struct RefSearch: Sendable, Hashable {
    private let parts: [String]
    private let anchoredAtStart: Bool
    private let anchoredAtEnd: Bool

    /// Takes what a person typed.
    public init(_ text: String) {
        var term = Substring(text.lowercased())
        anchoredAtStart = term.hasPrefix("^")
        if anchoredAtStart { term = term.dropFirst() }
        anchoredAtEnd = term.hasSuffix("$")
        if anchoredAtEnd { term = term.dropLast() }
        parts = term.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether a short name fits.
    public func matches(_ name: String) -> Bool {
        var rest = Substring(name.lowercased())
        for (index, part) in parts.enumerated() {
            let isFirst = index == 0
            let isLast = index == parts.count - 1
            if isFirst && anchoredAtStart {
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
                if isLast && anchoredAtEnd { return rest.isEmpty }
            } else if isLast && anchoredAtEnd {
                return rest.hasSuffix(part)
            } else if !part.isEmpty {
                guard let found = rest.firstRange(of: part) else { return false }
                rest = rest[found.upperBound...]
            }
        }
        return true
    }
}
