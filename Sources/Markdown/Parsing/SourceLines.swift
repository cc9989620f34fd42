/// The lines of a text as the parser counts them: ended by LF, CR LF or CR.
struct SourceLines {
    /// Byte ranges without the line ends.
    private(set) var ranges: [Range<Int>] = []

    init(_ source: [UInt8]) {
        source.withUnsafeBufferPointer { bytes in
            var start = 0, index = 0
            while index < bytes.count {
                let byte = bytes[index]
                guard byte.isLineEnd else {
                    index += 1
                    continue
                }
                ranges.append(start..<index)
                let isPair = byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
                index += isPair ? 2 : 1
                start = index
            }
            if start < bytes.count { ranges.append(start..<bytes.count) }
        }
    }

    /// The line with a number counted from one, as the parser does.
    subscript(number: Int) -> Range<Int>? {
        number >= 1 && number <= ranges.count ? ranges[number - 1] : nil
    }
}

/// Where each byte of a leaf block's content stands in the source.
struct LeafSource {
    /// The text the parser took the block's inlines from.
    let content: [UInt8]
    /// Content offsets at which the source goes on elsewhere, ascending, with the place in the source.
    private(set) var pieces: [(content: Int, source: Int)]
    /// Numbers of the source lines it covers.
    let lines: ClosedRange<Int>

    init(content: [UInt8], pieces: [(content: Int, source: Int)], lines: ClosedRange<Int>) {
        self.content = content
        self.pieces = pieces
        self.lines = lines
    }

    func sourceOffset(of offset: Int) -> Int {
        var low = 0, high = pieces.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if pieces[middle].content <= offset { low = middle } else { high = middle }
        }
        return pieces[low].source + offset - pieces[low].content
    }

    /// The source of a range of the content; `nil` when the source is interrupted there.
    func sourceRange(of range: Range<Int>) -> Range<Int>? {
        let start = sourceOffset(of: range.lowerBound)
        guard !range.isEmpty else { return start..<start }
        let end = sourceOffset(of: range.upperBound - 1) + 1
        return end - start == range.count ? start..<end : nil
    }
}
