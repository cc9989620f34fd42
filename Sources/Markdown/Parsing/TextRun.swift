/// A stretch of plain text between two other inlines: what is shown, and where each byte of it was written.
struct TextRun {
    /// The bytes shown.
    private(set) var bytes: [UInt8] = []
    /// Content offset of the first byte, and so of all others while ``origins`` is `nil`.
    private var start = 0
    /// Content offset of each byte; negative (the offset's complement) where it was written as an escape or a
    /// character reference, and so takes part in no reference. `nil` while the bytes stand in a row, as most do.
    private var origins: [Int]?
    /// Source lengths of the character references (`&#64;`) that stand for one byte, by its index.
    private(set) var references: [Int: Int] = [:]
    /// Whether only blanks stand before it on its line of the source.
    var isAtSourceLineStart = false
    /// Whether it is the text of a link: nothing in it is a reference.
    var isInLink = false
    /// Whether it is an image's description, which is shown as an attribute.
    var isInImage = false
    /// Whether a lone backtick of the block, before this run, opens no code span: one that we wrote would close it.
    var followsStrayBacktick = false

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    mutating func append(_ byte: UInt8, at offset: Int, isPlain: Bool) {
        keepOrigins()
        bytes.append(byte)
        origins?.append(isPlain ? offset : ~offset)
    }

    private mutating func keepOrigins() {
        if origins == nil { origins = Array(start..<(start + bytes.count)) }
    }

    mutating func append(reference meaning: [UInt8], at offset: Int, length: Int) {
        if meaning.count == 1 { references[bytes.count] = length }
        for byte in meaning { append(byte, at: offset, isPlain: false) }
    }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>.SubSequence, at offset: Int) {
        if bytes.isEmpty { start = offset }
        if offset != start + bytes.count { keepOrigins() }
        bytes.append(contentsOf: more)
        origins?.append(contentsOf: offset..<(offset + more.count))
    }

    func isPlain(_ index: Int) -> Bool { origins.map { $0[index] >= 0 } ?? true }

    /// Content offset of what stands for the byte at an index.
    func origin(_ index: Int) -> Int {
        guard let origin = origins?[index] else { return start + index }
        return origin < 0 ? ~origin : origin
    }

    /// The byte shown at an index, `nil` beyond either end.
    func byte(_ index: Int) -> UInt8? { index >= 0 && index < bytes.count ? bytes[index] : nil }

    /// Likewise, but only where it was written as it is shown.
    func plainByte(_ index: Int) -> UInt8? {
        index >= 0 && index < bytes.count && isPlain(index) ? bytes[index] : nil
    }

    /// The first backtick that has none beside it.
    var loneBacktick: Int? {
        guard bytes.contains(UInt8(ascii: "`")) else { return nil }
        return bytes.indices.first {
            plainByte($0) == UInt8(ascii: "`") && plainByte($0 - 1) != UInt8(ascii: "`")
                && plainByte($0 + 1) != UInt8(ascii: "`")
        }
    }

    /// First index from `start` at which the class of plain bytes ends.
    func end(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        var index = start
        while let byte = plainByte(index), belongs(byte) { index += 1 }
        return index
    }

    /// The content's offsets of a range of plain bytes.
    func contentRange(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return origin(range.lowerBound)..<origin(range.lowerBound) }
        return origin(range.lowerBound)..<(origin(range.upperBound - 1) + 1)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
