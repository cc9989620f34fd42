/// Bytes of Markdown by the classes its grammar knows.
extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isAlphanumeric: Bool { isDigit || isLetter }
    /// `\w` of the forges' reference patterns, ASCII only.
    var isWord: Bool { isAlphanumeric || self == 0x5F }
    /// What a path of a project or a user is made of.
    var isPathCharacter: Bool { isWord || self == 0x2D || self == 0x2E }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0B || self == 0x0C }
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }
    var isSpace: Bool { isBlank || isLineEnd }
    /// The punctuation that a backslash escapes in CommonMark.
    var isPunctuation: Bool { self > 0x20 && self < 0x7F && !isAlphanumeric }
    var isNonASCII: Bool { self >= 0x80 }
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

/// The bytes without which no rule can apply, so that most texts need no parser.
enum Trigger {
    private static let table: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "#@!$%~&^[*-/:".utf8 { table[Int(byte)] = true }
        return table
    }()

    static func isPresent(_ byte: UInt8) -> Bool { table[Int(byte)] }
}

/// How deep a line nests quotes and lists, at most.
enum Nesting {
    /// Counts the container markers at the beginning of each line; too many rather than too few.
    static func deepest(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var deepest = 0, depth = 0, atStart = true
        for byte in bytes {
            if byte.isLineEnd {
                atStart = true
                depth = 0
            } else if atStart {
                if ">-+*.)".utf8.contains(byte) {
                    depth += 1
                } else {
                    atStart = byte.isBlank || byte.isDigit
                }
                deepest = max(deepest, depth)
            }
        }
        return deepest
    }
}
