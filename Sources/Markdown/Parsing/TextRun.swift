/// A stretch of plain text between two other inlines: what is shown, and where each byte of it was written.
struct TextRun {
    /// The bytes shown.
    private(set) var bytes: [UInt8] = []
    /// Content offset of each byte; negative (the offset's complement) where it was written as an escape or a
    /// character reference, and so takes part in no reference.
    private(set) var origins: [Int32] = []
    /// Source lengths of the character references (`&#64;`) that stand for one byte, by its index.
    private(set) var references: [Int: Int] = [:]
    /// Whether only blanks stand before it on its line of the source.
    var isAtSourceLineStart = false
    /// Whether it is the text of a link: nothing in it is a reference.
    var isInLink = false
    /// Whether it is an image's description, which is shown as an attribute.
    var isInImage = false
    /// Whether an earlier backtick of the block opens no code span: one that we wrote would close it.
    var followsStrayBacktick = false

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    mutating func append(_ byte: UInt8, at offset: Int, isPlain: Bool) {
        bytes.append(byte)
        origins.append(Int32(truncatingIfNeeded: isPlain ? offset : ~offset))
    }

    mutating func append(reference meaning: [UInt8], at offset: Int, length: Int) {
        if meaning.count == 1 { references[bytes.count] = length }
        for byte in meaning { append(byte, at: offset, isPlain: false) }
    }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>.SubSequence, at offset: Int) {
        bytes.append(contentsOf: more)
        origins.append(contentsOf: Int32(truncatingIfNeeded: offset)..<Int32(truncatingIfNeeded: offset + more.count))
    }

    func isPlain(_ index: Int) -> Bool { origins[index] >= 0 }

    /// The byte shown at an index, `nil` beyond either end.
    func byte(_ index: Int) -> UInt8? { index >= 0 && index < bytes.count ? bytes[index] : nil }

    /// Likewise, but only where it was written as it is shown.
    func plainByte(_ index: Int) -> UInt8? {
        index >= 0 && index < bytes.count && origins[index] >= 0 ? bytes[index] : nil
    }

    /// First index from `start` at which the class of plain bytes ends.
    func end(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        var index = start
        while let byte = plainByte(index), belongs(byte) { index += 1 }
        return index
    }

    /// The content's offsets of a range of plain bytes.
    func contentRange(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else {
            let offset = Int(origins[range.lowerBound])
            return offset..<offset
        }
        return Int(origins[range.lowerBound])..<(Int(origins[range.upperBound - 1]) + 1)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
