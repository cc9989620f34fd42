/// Undoes git's quoting of paths: `"a\tb\303\244"` with C escapes and octal bytes.
func unquotedPath(_ text: Substring) -> String {
    guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.dropFirst().dropLast().utf8
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
            bytes.append(byte)
            continue
        }
        if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(escaped) {
            let digits = [escaped] + rest.prefix(2)
            rest = rest.dropFirst(2)
            bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 &- UInt8(ascii: "0")) })
        } else {
            bytes.append(escapes[escaped] ?? escaped)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
    UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
]
