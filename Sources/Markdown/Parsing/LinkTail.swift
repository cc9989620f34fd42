/// What follows the closing bracket of a link or image.
struct LinkTail {
    /// Offset of the first byte behind it.
    let end: Int
    /// The address, without angle brackets, when it stands here.
    let address: Range<Int>?

    /// Reads `(address "title")`, `[label]`, `[]` or nothing, in the order in which the parser tries them. The parser
    /// has said already that there is a link.
    init(in content: [UInt8], at start: Int) {
        var reader = Reader(content: content, index: start)
        if let address = reader.inlineTail() {
            self.address = address
            end = reader.index
        } else {
            address = nil
            reader.index = start
            end = reader.label() ? reader.index : start
        }
    }

    private struct Reader {
        let content: [UInt8]
        var index: Int

        var next: UInt8? { index < content.count ? content[index] : nil }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            index += 1
            return true
        }

        mutating func skipSpace() -> Bool {
            let start = index
            while let byte = next, byte.isSpace { index += 1 }
            return index > start
        }

        mutating func inlineTail() -> Range<Int>? {
            guard take(UInt8(ascii: "(")) else { return nil }
            _ = skipSpace()
            guard let address = address() else { return nil }
            if skipSpace(), let quote = next, quote != UInt8(ascii: ")") {
                guard title(openedBy: quote) else { return nil }
                _ = skipSpace()
            }
            return take(UInt8(ascii: ")")) ? address : nil
        }

        private mutating func address() -> Range<Int>? {
            if take(UInt8(ascii: "<")) {
                let start = index
                while let byte = next, !byte.isLineEnd, byte != UInt8(ascii: "<") {
                    if byte == UInt8(ascii: ">") {
                        index += 1
                        return start..<(index - 1)
                    }
                    index += isEscape ? 2 : 1
                }
                return nil
            }
            let start = index
            var depth = 0
            while let byte = next, byte > 0x20, byte != 0x7F {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    if depth == 0 { break }
                    depth -= 1
                }
                guard depth <= 32 else { return nil }
                index += isEscape ? 2 : 1
            }
            // Debian's cmark-gfm takes an address whose parentheses are left open; should another not, the inlines
            // that follow tell.
            return start..<index
        }

        private mutating func title(openedBy quote: UInt8) -> Bool {
            let close: UInt8
            switch quote {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): close = quote
            case UInt8(ascii: "("): close = UInt8(ascii: ")")
            default: return false
            }
            index += 1
            while let byte = next {
                if byte == close {
                    index += 1
                    return true
                }
                if byte == UInt8(ascii: "("), close == UInt8(ascii: ")") { return false }
                index += isEscape ? 2 : 1
            }
            return false
        }

        /// `[label]`, at most 1,000 bytes, without brackets inside that no backslash precedes.
        mutating func label() -> Bool {
            guard take(UInt8(ascii: "[")) else { return false }
            let start = index
            while let byte = next, index - start <= 1_000, byte != UInt8(ascii: "[") {
                if byte == UInt8(ascii: "]") {
                    index += 1
                    return true
                }
                index += isEscape ? 2 : 1
            }
            return false
        }

        private var isEscape: Bool {
            content[index] == UInt8(ascii: "\\") && index + 1 < content.count && content[index + 1].isPunctuation
        }
    }
}
