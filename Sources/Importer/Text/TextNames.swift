/// Everything in texts that may be a login, a note or a repository: a quick look, so that one statement for each finds
/// those that are; what is really named is for the parser to say.
struct TextNames {
    private(set) var logins: Set<String> = []
    /// Numbers of accounts, as Bitbucket Cloud mentions people.
    private(set) var accounts: Set<String> = []
    private(set) var fragments: Set<String> = []
    /// Lower case.
    var repositories: Set<String> = []

    mutating func read(_ text: String) {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "@"): readLogin(bytes, from: index + 1)
            case UInt8(ascii: "#"): readFragment(bytes, from: index + 1)
            case UInt8(ascii: "?"), UInt8(ascii: "&"): readCommentNumber(bytes, from: index + 1)
            case UInt8(ascii: "/"): readRepository(bytes, around: index)
            default: break
            }
            index += 1
        }
    }

    private mutating func readLogin(_ bytes: [UInt8], from start: Int) {
        guard start < bytes.count else { return }
        switch bytes[start] {
        case UInt8(ascii: "\""): return readEnclosed(bytes, from: start + 1, until: UInt8(ascii: "\""), into: \.logins)
        case UInt8(ascii: "{"): return readEnclosed(bytes, from: start + 1, until: UInt8(ascii: "}"), into: \.accounts)
        default: break
        }
        readBitbucketLogin(bytes, from: start) { $0.isNameByte }
        readBitbucketLogin(bytes, from: start) { $0.isNameByte || $0 >= 0x80 }
        let end = Self.end(of: bytes, from: start, limit: 39) { $0.isNameByte && $0 != UInt8(ascii: ".") }
        guard end > start else { return }
        var login = bytes[start..<end]
        while login.last == UInt8(ascii: "-") || login.last == UInt8(ascii: "_") { login.removeLast() }
        if !login.isEmpty { logins.insert(String(decoding: login, as: UTF8.self)) }
    }

    /// Names that GitHub's people cannot have: with full stops, and with letters of any script.
    private mutating func readBitbucketLogin(
        _ bytes: [UInt8], from start: Int, while belongs: (UInt8) -> Bool
    ) {
        var login = bytes[start..<Self.end(of: bytes, from: start, limit: 255, while: belongs)]
        while login.last == UInt8(ascii: ".") || login.last == UInt8(ascii: "-") { login.removeLast() }
        if !login.isEmpty { logins.insert(String(decoding: login, as: UTF8.self)) }
    }

    private mutating func readEnclosed(
        _ bytes: [UInt8], from start: Int, until sign: UInt8, into names: WritableKeyPath<TextNames, Set<String>>
    ) {
        let end = Self.end(of: bytes, from: start, limit: 256) { $0 != sign && $0 >= 0x20 }
        guard end > start, end < bytes.count, bytes[end] == sign else { return }
        self[keyPath: names].insert(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    /// `?commentId=12`.
    private mutating func readCommentNumber(_ bytes: [UInt8], from start: Int) {
        guard bytes[start...].starts(with: "commentId=".utf8) else { return }
        let first = start + "commentId=".utf8.count
        let end = Self.end(of: bytes, from: first, limit: 19) { (48...57).contains($0) }
        if end > first { fragments.insert("comment-" + String(decoding: bytes[first..<end], as: UTF8.self)) }
    }

    private mutating func readFragment(_ bytes: [UInt8], from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 40) { $0.isNameByte }
        // A number alone is an issue's.
        guard end > start, !(48...57).contains(bytes[start]) else { return }
        let fragment = String(decoding: bytes[start..<end], as: UTF8.self)
        guard !NoteKeys.keys(ofFragment: fragment).isEmpty else { return }
        fragments.insert(fragment)
        if fragment.hasPrefix("comment-") { fragments.insert("issue_" + fragment) }
    }

    private mutating func readRepository(_ bytes: [UInt8], around slash: Int) {
        var start = slash
        while start > 0, slash - start < 128, bytes[start - 1].isNameByte { start -= 1 }
        let end = Self.end(of: bytes, from: slash + 1, limit: 100) { $0.isNameByte }
        guard start < slash, end > slash + 1 else { return }
        var name = bytes[start..<end]
        while name.last == UInt8(ascii: ".") { name.removeLast() }
        repositories.insert(String(decoding: name, as: UTF8.self).lowercased())
        if end < bytes.count, bytes[(slash + 1)..<end].elementsEqual("repos".utf8) {
            readServerRepository(bytes, owner: start..<slash, from: end + 1)
        }
    }

    /// `projects/KEY/repos/slug`, `users/name/repos/slug`.
    private mutating func readServerRepository(_ bytes: [UInt8], owner: Range<Int>, from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 128) { $0.isNameByte }
        guard end > start else { return }
        var slug = bytes[start..<end]
        while slug.last == UInt8(ascii: ".") { slug.removeLast() }
        let name = String(decoding: bytes[owner] + "/".utf8 + slug, as: UTF8.self).lowercased()
        repositories.formUnion([name, "~" + name])
    }

    private static func end(of bytes: [UInt8], from start: Int, limit: Int, while belongs: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, index - start < limit, belongs(bytes[index]) { index += 1 }
        return index
    }
}

extension UInt8 {
    /// Letters, digits, `.`, `-` and `_`.
    fileprivate var isNameByte: Bool {
        switch self {
        case 48...57, 65...90, 97...122, 45, 46, 95: true
        default: false
        }
    }
}
