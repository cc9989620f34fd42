/// An edit of a stretch of text.
struct RunEdit {
    /// What it replaces, in the bytes shown.
    let range: Range<Int>
    /// Likewise, in the block's content.
    let contentRange: Range<Int>
    let replacement: [UInt8]
    let shown: Shown

    /// What is shown in place of the range.
    enum Shown {
        case text([UInt8])
        case code([UInt8])
        case link(address: [UInt8], text: [UInt8])
    }
}

/// Applies the rules to one stretch of plain text, from left to right. Each rule is asked at the bytes it begins with,
/// and looks at most ``reach`` bytes around, so that the time is linear in the text's length.
struct RunRules {
    let pass: TextPass
    let care: Care
    let run: TextRun
    /// The block's content, for what stands beside the run.
    let content: [UInt8]
    /// Whether the run begins a line of the source, indentation apart.
    var indentationIsBlank = false
    private(set) var edits: [RunEdit] = []
    /// From where on a backtick would close a code span that nobody meant.
    let strayBacktick: Int
    var mathCloser = MathCloser()
    var quotes = ForwardSearch(for: UInt8(ascii: "\""))
    var brackets = ForwardSearch(for: UInt8(ascii: "]"))

    static let reach = 256

    /// What no edit may reach below.
    var floor: Int { edits.last?.range.upperBound ?? 0 }

    private static let triggers: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "#@!$%~&[*{gG".utf8 { table[Int(byte)] = true }
        return table
    }()

    init(pass: TextPass, care: Care, run: TextRun, content: [UInt8]) {
        self.pass = pass
        self.care = care
        self.run = run
        strayBacktick = run.followsStrayBacktick ? 0 : run.loneBacktick ?? Int.max
        self.content = content
    }

    mutating func apply() {
        if indentationIsBlank { quickAction() }
        // Inside a link nothing is a reference, for GitLab neither.
        guard !run.isInLink else { return }
        var index = 0
        while let trigger = nextTrigger(from: index) {
            index = max(trigger + 1, run.isPlain(trigger) ? rule(at: trigger) : unmask(at: trigger))
        }
    }

    private func nextTrigger(from start: Int) -> Int? {
        run.bytes.withUnsafeBufferPointer { bytes in
            Self.triggers.withUnsafeBufferPointer { triggers in
                var index = start
                while index < bytes.count {
                    if triggers[Int(bytes[index])] { return index }
                    index += 1
                }
                return nil
            }
        }
    }

    /// Where to go on.
    private mutating func rule(at index: Int) -> Int {
        switch run.bytes[index] {
        case UInt8(ascii: "#"): return numberSign(at: index)
        case UInt8(ascii: "@"): return mention(at: index)
        case UInt8(ascii: "g"), UInt8(ascii: "G"):
            return pass.dialect.knowsShortReferences ? shortReference(at: index) : index + 1
        case UInt8(ascii: "{"): return marker(at: index)
        default: return gitLabReference(at: index)
        }
    }

    /// What the forge doesn't show goes; it stands right behind the link or image it is about.
    private mutating func marker(at index: Int) -> Int {
        guard index == 0, let end = pass.dialect.markerEnd(in: run, at: index),
            neighbours(of: index..<end).before == UInt8(ascii: ")")
        else { return index + 1 }
        replace(index..<end, by: "")
        return end
    }

    // MARK: Edits

    /// Shows the byte at an index as it is, and takes its meaning away.
    mutating func escape(_ index: Int) {
        insertBackslash(at: index)
    }

    private mutating func insertBackslash(at index: Int) {
        guard index >= floor, run.isPlain(index) else { return }
        let offset = run.contentRange(index..<(index + 1)).lowerBound
        edits.append(
            RunEdit(
                range: index..<index, contentRange: offset..<offset, replacement: [UInt8(ascii: "\\")], shown: .text([])
            ))
    }

    mutating func replace(_ range: Range<Int>, by replacement: [UInt8], shown: RunEdit.Shown) {
        edits.append(
            RunEdit(range: range, contentRange: run.contentRange(range), replacement: replacement, shown: shown))
    }

    mutating func replace(_ range: Range<Int>, by text: String) {
        replace(range, by: Array(text.utf8), shown: .text(Array(text.utf8)))
    }

    /// `&#64;name` is a mention as much as `@name`: the character reference becomes an escape.
    private mutating func unmask(at index: Int) -> Int {
        let byte = run.bytes[index]
        guard let length = run.references[index], index >= floor, byte.isPunctuation,
            let next = run.byte(index + 1), next.isWord || next == UInt8(ascii: "\"")
        else { return 0 }
        let offset = run.origin(index)
        edits.append(
            RunEdit(
                range: index..<(index + 1), contentRange: offset..<(offset + length),
                replacement: [UInt8(ascii: "\\"), byte], shown: .text([byte])))
        return 0
    }

    // MARK: Surroundings

    /// What stands before an index in the same text of the result: nothing, right behind a code span or link of ours.
    func before(_ index: Int) -> UInt8? {
        if let last = edits.last, last.range.upperBound == index, !last.range.isEmpty {
            switch last.shown {
            case .text: break
            case .code, .link: return nil
            }
        }
        return run.byte(index - 1)
    }

    /// Beginning of the plain path characters and slashes before an index.
    func pathStart(before index: Int) -> Int {
        var start = index
        let limit = max(floor, index - Self.reach)
        while start > limit, let byte = run.plainByte(start - 1), byte.isPathCharacter || byte == UInt8(ascii: "/") {
            start -= 1
        }
        return start
    }

    /// Bytes of the source right before and behind a range.
    func neighbours(of range: Range<Int>) -> (before: UInt8?, behind: UInt8?) {
        let place = run.contentRange(range)
        return (
            place.lowerBound > 0 ? content[place.lowerBound - 1] : nil,
            place.upperBound < content.count ? content[place.upperBound] : nil
        )
    }
}
