import CCMarkGFM

/// Reads a leaf block's content along with the inlines the parser made of it, so that it is known of each where it
/// was written. Where the two don't go together it says so, and the block is left alone.
struct LeafReader {
    let leaf: LeafSource
    private(set) var offset = 0
    private(set) var failed = false
    private(set) var linkDepth = 0
    private(set) var imageDepth = 0
    /// The text read so far since the last other inline.
    private(set) var run = TextRun()
    private var strayBacktick = false
    private var atLineStart = true
    private var links: [Link] = []

    /// How a link was written.
    enum Form {
        case brackets
        case angles
        /// A bare address, which the parser made a link.
        case bare
    }

    private struct Link {
        let form: Form
        let start: Int
    }

    init(leaf: LeafSource) { self.leaf = leaf }

    private var content: [UInt8] { leaf.content }
    private var next: UInt8? { offset < leaf.content.count ? leaf.content[offset] : nil }

    private mutating func take(_ byte: UInt8) {
        if next == byte { offset += 1 } else { failed = true }
    }

    // MARK: Text

    mutating func readText(_ literal: UnsafeBufferPointer<UInt8>, entities: inout Entities) {
        if run.isEmpty { beginRun() }
        let form = links.last?.form
        if form == .bare || form == .angles, leaf.content[offset...].starts(with: literal) {
            run.append(literal[...], at: offset)
            offset += literal.count
            return
        }
        var index = 0
        while index < literal.count, !failed {
            index = readPlain(literal, from: index)
            guard index < literal.count else { break }
            index = readEscape(literal, from: index, form: form, entities: &entities)
        }
    }

    private mutating func beginRun() {
        run.isAtSourceLineStart = atLineStart
        run.isInLink = linkDepth > 0
        run.isInImage = imageDepth > 0
        run.followsStrayBacktick = strayBacktick
        atLineStart = false
    }

    /// Reads up to the next backslash, ampersand or difference.
    private mutating func readPlain(_ literal: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let begin = offset
        let index = leaf.content.withUnsafeBufferPointer { content -> Int in
            var index = start, at = begin
            while index < literal.count, at < content.count {
                let byte = literal[index]
                if byte != content[at] || byte == 0x5C || byte == 0x26 { break }
                index += 1
                at += 1
            }
            return index
        }
        run.append(literal[start..<index], at: begin)
        offset += index - start
        return index
    }

    private mutating func readEscape(
        _ literal: UnsafeBufferPointer<UInt8>, from index: Int, form: Form?, entities: inout Entities
    ) -> Int {
        let byte = literal[index]
        if next == UInt8(ascii: "\\"), form != .angles, offset + 1 < content.count, content[offset + 1].isPunctuation {
            guard content[offset + 1] == byte else { return fail(at: index) }
            run.append(byte, at: offset + 1, isPlain: false)
            offset += 2
            return index + 1
        }
        if next == UInt8(ascii: "&"), let reference = entities.reference(in: content, at: offset) {
            guard literal[index...].starts(with: reference.meaning) else { return fail(at: index) }
            run.append(reference: reference.meaning, at: offset, length: reference.length)
            offset += reference.length
            return index + reference.meaning.count
        }
        guard next == byte else { return fail(at: index) }
        run.append(byte, at: offset, isPlain: true)
        offset += 1
        return index + 1
    }

    private mutating func fail(at index: Int) -> Int {
        failed = true
        return index + 1
    }

    /// Hands out the run; whatever comes next begins another.
    mutating func takeRun() -> TextRun {
        defer { run = TextRun() }
        if run.loneBacktick != nil { strayBacktick = true }
        return run
    }

    // MARK: Other inlines

    mutating func readCode() {
        atLineStart = false
        var ticks = 0
        while next == UInt8(ascii: "`") {
            ticks += 1
            offset += 1
        }
        guard ticks > 0 else { return failed = true }
        while next != nil {
            var run = 0
            while next == UInt8(ascii: "`") {
                run += 1
                offset += 1
            }
            if run == ticks { return }
            if run == 0 { offset += 1 }
        }
        failed = true
    }

    mutating func readHTML(_ literal: UnsafeBufferPointer<UInt8>) {
        atLineStart = false
        guard content[offset...].starts(with: literal) else { return failed = true }
        offset += literal.count
    }

    mutating func readFootnoteReference() {
        atLineStart = false
        while let byte = next, byte != UInt8(ascii: "]") { offset += byte == UInt8(ascii: "\\") ? 2 : 1 }
        take(UInt8(ascii: "]"))
    }

    mutating func readLineEnd() {
        while let byte = next, byte.isBlank { offset += 1 }
        if next == UInt8(ascii: "\\") { offset += 1 }
        guard let byte = next, byte.isLineEnd else { return failed = true }
        offset += 1
        if byte == 0x0D, next == 0x0A { offset += 1 }
        while let byte = next, byte.isBlank { offset += 1 }
        atLineStart = true
    }

    mutating func readDelimiter(_ kind: NodeKind) {
        atLineStart = false
        guard let delimiter = next, "*_~".utf8.contains(delimiter) else { return failed = true }
        switch kind {
        case .emphasis: take(delimiter)
        case .strong:
            take(delimiter)
            take(delimiter)
        default:
            while next == delimiter { offset += 1 }
        }
    }

    // MARK: Links

    /// Whether the link about to be entered shows its own address, and that address is written out here.
    func beginsWithAddress(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let next, next != UInt8(ascii: "[") else { return true }
        return leaf.content[(next == UInt8(ascii: "<") ? offset + 1 : offset)...].starts(with: address)
    }

    /// Whether the innermost link's text is its address.
    var showsAddress: Bool { links.last.map { $0.form != .brackets } ?? false }

    mutating func enterLink(_ kind: NodeKind) {
        atLineStart = atLineStart && kind == .link && next != UInt8(ascii: "[") && next != UInt8(ascii: "<")
        let start = offset
        if kind == .image {
            imageDepth += 1
            take(UInt8(ascii: "!"))
            take(UInt8(ascii: "["))
            links.append(Link(form: .brackets, start: start))
            return
        }
        linkDepth += 1
        switch next {
        case UInt8(ascii: "["):
            offset += 1
            links.append(Link(form: .brackets, start: start))
        case UInt8(ascii: "<"):
            offset += 1
            links.append(Link(form: .angles, start: start + 1))
        default: links.append(Link(form: .bare, start: start))
        }
    }

    /// How the link was written, and where its address stands; `nil` when the address stands in a definition.
    mutating func exitLink(_ kind: NodeKind) -> (form: Form, address: Range<Int>?)? {
        if kind == .image { imageDepth -= 1 } else { linkDepth -= 1 }
        guard let link = links.popLast() else {
            failed = true
            return nil
        }
        switch link.form {
        case .bare: return (.bare, link.start..<offset)
        case .angles:
            let address = link.start..<offset
            take(UInt8(ascii: ">"))
            return (.angles, address)
        case .brackets:
            take(UInt8(ascii: "]"))
            let tail = LinkTail(in: content, at: offset)
            offset = tail.end
            return (.brackets, tail.address)
        }
    }

    /// Whether all was read.
    mutating func finish() -> Bool {
        while let byte = next, byte.isSpace { offset += 1 }
        return !failed && links.isEmpty && offset == content.count
    }
}
