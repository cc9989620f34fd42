/// Everything in texts that may be a login, a note or a repository: a quick look, so that one statement for each finds
/// those that are; what is really named is for the parser to say.
struct TextNames {
    private(set) var logins: Set<String> = []
    private(set) var fragments: Set<String> = []
    /// Lower case.
    var repositories: Set<String> = []

    mutating func read(_ text: String, origin: String) {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "@"): readLogin(bytes, from: index + 1)
            case UInt8(ascii: "#"): readFragment(bytes, from: index + 1)
            case UInt8(ascii: "/"): readRepository(bytes, around: index)
            default: break
            }
            index += 1
        }
    }

    private mutating func readLogin(_ bytes: [UInt8], from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 39) { $0.isNameByte && $0 != UInt8(ascii: ".") }
        guard end > start else { return }
        var login = bytes[start..<end]
        while login.last == UInt8(ascii: "-") || login.last == UInt8(ascii: "_") { login.removeLast() }
        if !login.isEmpty { logins.insert(String(decoding: login, as: UTF8.self)) }
    }

    private mutating func readFragment(_ bytes: [UInt8], from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 40) { $0.isNameByte }
        // A number alone is an issue's.
        guard end > start, !(48...57).contains(bytes[start]) else { return }
        let fragment = String(decoding: bytes[start..<end], as: UTF8.self)
        if NoteKeys.key(ofFragment: fragment) != nil { fragments.insert(fragment) }
    }

    private mutating func readRepository(_ bytes: [UInt8], around slash: Int) {
        var start = slash
        while start > 0, slash - start < 40, bytes[start - 1].isNameByte { start -= 1 }
        let end = Self.end(of: bytes, from: slash + 1, limit: 100) { $0.isNameByte }
        guard start < slash, end > slash + 1 else { return }
        var name = bytes[start..<end]
        while name.last == UInt8(ascii: ".") { name.removeLast() }
        repositories.insert(String(decoding: name, as: UTF8.self).lowercased())
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
