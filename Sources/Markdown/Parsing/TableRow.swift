/// Splits a table row as the table extension does: at pipes that no backslash precedes, which it then removes.
enum TableRow {
    /// The cells' places, when the line's last cells have exactly these contents. What stands before the first pipe may
    /// be a container's marker; rows that are shorter than the table end in cells without content.
    static func cells(of line: Range<Int>, in source: [UInt8], number: Int, contents: [[UInt8]]) -> [LeafSource]? {
        var wanted = contents
        while wanted.last?.isEmpty == true { wanted.removeLast() }
        // A leading pipe makes an empty first part, and so may a container's marker make a longer first cell.
        let parts = split(line, of: source)
        for skipped in 0...1 where parts.count >= skipped + wanted.count {
            var cells: [LeafSource] = []
            for (index, content) in contents.enumerated() {
                guard index < wanted.count else {
                    cells.append(LeafSource(content: [], pieces: [(0, line.upperBound)], lines: number...number))
                    continue
                }
                let part = parts[skipped + index]
                guard let cell = cell(part, in: source, content: content, number: number, isFirst: index == 0) else {
                    break
                }
                cells.append(cell)
            }
            if cells.count == contents.count { return cells }
        }
        return nil
    }

    private static func split(_ line: Range<Int>, of source: [UInt8]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = line.lowerBound, index = line.lowerBound
        while index < line.upperBound {
            if source[index] == UInt8(ascii: "\\"), index + 1 < line.upperBound, source[index + 1].isPunctuation {
                index += 2
                continue
            }
            if source[index] == UInt8(ascii: "|") {
                parts.append(start..<index)
                start = index + 1
            }
            index += 1
        }
        parts.append(start..<line.upperBound)
        return parts
    }

    private static func cell(
        _ part: Range<Int>, in source: [UInt8], content: [UInt8], number: Int, isFirst: Bool
    ) -> LeafSource? {
        var pieces: [(content: Int, source: Int)] = []
        var offset = content.count
        var end = part.upperBound
        while end > part.lowerBound, source[end - 1].isBlank { end -= 1 }
        // Backwards, because only the end of a first cell is certain.
        while offset > 0 {
            guard end > part.lowerBound, source[end - 1] == content[offset - 1] else { return nil }
            end -= 1
            offset -= 1
            if content[offset] == UInt8(ascii: "|"), end > part.lowerBound, source[end - 1] == UInt8(ascii: "\\") {
                pieces.append((offset, end))
                end -= 1
            }
        }
        let restIsBlank = source[part.lowerBound..<end].allSatisfy { $0.isBlank }
        guard isFirst || restIsBlank else { return nil }
        if pieces.last?.content != 0 { pieces.append((0, end)) }
        // Behind each removed backslash the source runs on by one more byte; a piece begins at the pipe itself.
        pieces.reverse()
        return LeafSource(content: content, pieces: pieces, lines: number...number)
    }
}
