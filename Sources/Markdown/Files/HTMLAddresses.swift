/// The addresses in the tags of a piece of HTML: what its images, videos and links lead to.
enum HTMLAddresses {
    private static let names: Set<String> = ["src", "href", "poster", "srcset"]

    /// Where an address is replaced by that of a file that has arrived. Everything else in the piece stays as it is.
    static func edits(in html: some Collection<UInt8>, _ pass: TextPass) -> [SourceEdit] {
        guard pass.findsFiles else { return [] }
        var reader = TagReader(html: Array(html))
        var edits: [SourceEdit] = []
        while let value = reader.nextValue(of: names) {
            for place in addresses(in: value, of: reader.html) {
                guard let link = pass.file(for: decoded(reader.html[place])) else { continue }
                edits.append(SourceEdit(range: place, replacement: link.address))
            }
        }
        return edits
    }

    static func apply(_ edits: [SourceEdit], to html: some Collection<UInt8>) -> [UInt8] {
        var result = Array(html)
        for edit in edits.reversed() { result.replaceSubrange(edit.range, with: edit.replacement) }
        return result
    }

    /// The words of a value that are addresses: all of it but in a `srcset`, which holds several with their widths.
    private static func addresses(in value: Range<Int>, of html: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = value.lowerBound
        while index < value.upperBound {
            let start = index
            while index < value.upperBound, !html[index].isSpace { index += 1 }
            var end = index
            while end > start, html[end - 1] == UInt8(ascii: ",") { end -= 1 }
            if end > start { found.append(start..<end) }
            while index < value.upperBound, html[index].isSpace { index += 1 }
        }
        return found
    }

    /// Addresses hold ampersands and nothing else that has to be written as a reference.
    private static func decoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"),
                let name = ["&amp;", "&#38;", "&#x26;"].first(where: { rest.starts(with: $0.utf8) })
            {
                bytes.append(byte)
                rest = rest.dropFirst(name.utf8.count)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return bytes
    }
}

/// Reads tags and their attributes as browsers do, and skips comments.
private struct TagReader {
    let html: [UInt8]
    private var index = 0
    private var isInTag = false

    init(html: [UInt8]) {
        self.html = html
    }

    private var next: UInt8? { index < html.count ? html[index] : nil }

    /// The place of the next value of an attribute with one of these names, without its quotes.
    mutating func nextValue(of names: Set<String>) -> Range<Int>? {
        while true {
            guard isInTag || findTag() else { return nil }
            guard let (name, value) = readAttribute() else {
                isInTag = false
                continue
            }
            if let value, names.contains(name) { return value }
        }
    }

    private mutating func findTag() -> Bool {
        while index < html.count {
            guard html[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            if html[index...].starts(with: "<!--".utf8) {
                skipComment()
                continue
            }
            index += 1
            guard let first = next, first.isLetter else { continue }
            while let byte = next, !byte.isSpace, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") { index += 1 }
            isInTag = true
            return true
        }
        return false
    }

    private mutating func skipComment() {
        index += 4
        while index < html.count, !html[index...].starts(with: "-->".utf8) { index += 1 }
    }

    /// The next attribute of the tag, its name in lower case; `nil` behind the last.
    private mutating func readAttribute() -> (name: String, value: Range<Int>?)? {
        while let byte = next, byte.isSpace || byte == UInt8(ascii: "/") { index += 1 }
        guard let first = next, first != UInt8(ascii: ">") else { return nil }
        let start = index
        index += 1
        while let byte = next, !byte.isSpace, !"=>/".utf8.contains(byte) { index += 1 }
        let name = String(decoding: html[start..<index], as: UTF8.self).lowercased()
        skipSpace()
        guard next == UInt8(ascii: "=") else { return (name, nil) }
        index += 1
        skipSpace()
        return (name, readValue())
    }

    private mutating func skipSpace() {
        while let byte = next, byte.isSpace { index += 1 }
    }

    private mutating func readValue() -> Range<Int>? {
        guard let quote = next else { return nil }
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            let start = index
            while let byte = next, byte != quote { index += 1 }
            defer { index += 1 }
            return start..<index
        }
        let start = index
        while let byte = next, !byte.isSpace, byte != UInt8(ascii: ">") { index += 1 }
        return start..<index
    }
}
