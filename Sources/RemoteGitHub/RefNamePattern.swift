/// Names of branches and tags as GitHub's rules write them, and the nearest wildcard that GitLab has.
///
/// GitHub matches by fnmatch with FNM_PATHNAME: `*` stops at a slash, `**/` goes through directories, `?` is one
/// character, `[…]` one of several. GitLab knows only `*`, which stands for any text.
struct RefNamePattern: Sendable, Hashable {
    /// In GitLab's words.
    var wildcard: String
    /// Whether the wildcard covers names that the rule does not, beyond those with further slashes.
    var isBroader: Bool

    init?(_ pattern: String) {
        guard !pattern.isEmpty, !pattern.utf8.contains(0) else { return nil }
        wildcard = ""
        // `**/` is also no directory at all.
        isBroader = pattern.firstRange(of: /\*\*\/[^*]/) != nil
        var rest = Substring(pattern.replacing("**/", with: "**"))
        while let character = rest.popFirst() {
            switch character {
            case "*": append("*")
            case "?":
                append("*")
                isBroader = true
            case "[":
                guard let end = rest.dropFirst().firstIndex(of: "]") else {
                    append("[")
                    continue
                }
                rest = rest[rest.index(after: end)...]
                append("*")
                isBroader = true
            case "\\": append(rest.popFirst() ?? "\\")
            default: append(character)
            }
        }
    }

    /// Several in a row are one.
    private mutating func append(_ character: Character) {
        if character == "*", wildcard.last == "*" { return }
        wildcard.append(character)
    }
}
