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

/// What a text costs the parser, estimated before it is asked.
struct ParsingCost {
    /// Container markers at the beginning of a line, at most; too many rather than too few.
    private(set) var nesting = 0
    /// `![`, each of which the parser may look at again at every closing bracket.
    private(set) var imageOpeners = 0

    init(of bytes: UnsafeBufferPointer<UInt8>) {
        var depth = 0, atStart = true
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x0A
            if byte == UInt8(ascii: "!"), next == UInt8(ascii: "[") { imageOpeners += 1 }
            if byte.isLineEnd {
                atStart = true
                depth = 0
            } else if atStart {
                if byte == UInt8(ascii: ">") || "-+*.)".utf8.contains(byte) && next.isSpace {
                    depth += 1
                    nesting = max(nesting, depth)
                } else {
                    atStart = byte.isBlank || byte.isDigit
                }
            }
        }
    }
}
