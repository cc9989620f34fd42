import CCMarkGFM
import Glibc

/// Finds the source of leaf blocks. The parser's columns are not to be relied on (tables, definitions before a
/// paragraph, underlined headings), so that every answer is checked against the bytes.
struct LeafLocator {
    let source: [UInt8]
    let lines: SourceLines
    /// Lines of the leaf blocks that were found: no two stand on the same.
    private var claimed: [Bool]
    /// These, and the lines of code and HTML; those of unclosed code may reach into what follows.
    private var covered: [Bool]
    private var row: (node: Tree.Node, cells: [LeafSource], next: Int)?

    init(source: [UInt8]) {
        self.source = source
        lines = SourceLines(source)
        claimed = Array(repeating: false, count: lines.ranges.count + 2)
        covered = claimed
    }

    /// Whether a line belongs to no block: it is blank, a container's marker, or part of a link definition.
    func isLeftOver(_ number: Int) -> Bool { !covered[number] }

    mutating func cover(_ numbers: ClosedRange<Int>) {
        for number in numbers.clamped(to: 0...(covered.count - 1)) { covered[number] = true }
    }

    private mutating func claim(_ numbers: ClosedRange<Int>) {
        for number in numbers.clamped(to: 0...(claimed.count - 1)) { claimed[number] = true }
        cover(numbers)
    }

    mutating func locate(_ node: Tree.Node, _ kind: NodeKind) -> LeafSource? {
        let content = Tree.content(node)
        if kind != .cell, content.isEmpty {
            let number = max(1, Tree.startLine(node))
            claim(number...number)
            return LeafSource(content: [], pieces: [(0, 0)], lines: number...number)
        }
        switch kind {
        case .cell: return cell(content)
        case .heading: return atxHeading(node, content) ?? underlinedHeading(node, content)
        default: return lineByLine(node, content)
        }
    }

    /// The parser doesn't tell where such a heading ends, but its underline does.
    private mutating func underlinedHeading(_ node: Tree.Node, _ content: [UInt8]) -> LeafSource? {
        let parts = SourceLines(content).ranges
        let start = max(1, Tree.startLine(node))
        guard !parts.isEmpty else { return nil }
        for first in start...max(start, Tree.endLine(node)) {
            guard let underline = lines[first + parts.count] else { return nil }
            let mark = source[trimmed(underline, of: source)].last
            guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"),
                let found = lineByLine(content, parts, from: first)
            else { continue }
            claim(found.lines)
            cover(found.lines.lowerBound...(found.lines.upperBound + 1))
            return found
        }
        return nil
    }

    /// A paragraph: each line of content ends a line of the source.
    private mutating func lineByLine(_ node: Tree.Node, _ content: [UInt8]) -> LeafSource? {
        let parts = SourceLines(content).ranges
        var start = Tree.startLine(node)
        var end = min(Tree.endLine(node), lines.ranges.count)
        if start < 1, let table = cmark_node_next(node), NodeKind(table) == .table {
            // Lines of one paragraph with a table's first row have no position of their own: the table took theirs.
            start = Tree.startLine(table)
            end = start + parts.count - 1
        }
        guard start >= 1, !parts.isEmpty, end - parts.count + 1 >= start else { return nil }
        // Definitions stand before the text and were cut off the content, so the last lines are tried first.
        for first in stride(from: end - parts.count + 1, through: start, by: -1) {
            if let found = lineByLine(content, parts, from: first) {
                claim(found.lines)
                return found
            }
        }
        return nil
    }

    private func lineByLine(_ content: [UInt8], _ parts: [Range<Int>], from first: Int) -> LeafSource? {
        var pieces: [(content: Int, source: Int)] = []
        pieces.reserveCapacity(parts.count)
        for (index, part) in parts.enumerated() {
            guard let line = lines[first + index], !claimed[first + index] else { return nil }
            let wanted = trimmed(part, of: content)
            let here = trimmed(line, of: source)
            guard wanted.count <= here.count else { return nil }
            let start = here.upperBound - wanted.count
            guard areSame(start, content, wanted) else { return nil }
            pieces.append((part.lowerBound, start))
        }
        return LeafSource(content: content, pieces: pieces, lines: first...(first + parts.count - 1))
    }

    private func areSame(_ start: Int, _ content: [UInt8], _ part: Range<Int>) -> Bool {
        source.withUnsafeBytes { source in
            content.withUnsafeBytes { content in
                guard let here = source.baseAddress, let there = content.baseAddress else { return part.isEmpty }
                return memcmp(here + start, there + part.lowerBound, part.count) == 0
            }
        }
    }

    private func trimmed(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1].isBlank { end -= 1 }
        return range.lowerBound..<end
    }

    /// `## Title ##`: the content stands behind the number signs.
    private mutating func atxHeading(_ node: Tree.Node, _ content: [UInt8]) -> LeafSource? {
        let number = Tree.startLine(node)
        guard let line = lines[number] else { return nil }
        var index = line.lowerBound + max(0, Int(cmark_node_get_start_column(node)) - 1)
        guard index < line.upperBound, source[index] == UInt8(ascii: "#") else { return nil }
        while index < line.upperBound, source[index] == UInt8(ascii: "#") { index += 1 }
        while index < line.upperBound, source[index].isBlank { index += 1 }
        guard index + content.count <= line.upperBound,
            source[index..<(index + content.count)].elementsEqual(content)
        else { return nil }
        claim(number...number)
        return LeafSource(content: content, pieces: [(0, index)], lines: number...number)
    }

    // MARK: Tables

    /// Finds the cells of a row at once; they are handed out in order.
    mutating func enterRow(_ node: Tree.Node) {
        var contents: [[UInt8]] = []
        var child = cmark_node_first_child(node)
        while let cell = child {
            contents.append(Tree.content(cell))
            child = cmark_node_next(cell)
        }
        row = nil
        // The first row's number is that of the paragraph it was taken from, which may have begun earlier.
        let first = max(1, Tree.startLine(node))
        let isHeader = cmark_node_previous(node) == nil
        let table = cmark_node_parent(node).map { Tree.endLine($0) } ?? first
        for number in first...max(first, isHeader ? min(table, lines.ranges.count) : first) {
            guard let line = lines[number], !claimed[number] else { continue }
            if isHeader, !isDelimiterRow(number + 1) { continue }
            if let cells = TableRow.cells(of: line, in: source, number: number, contents: contents) {
                row = (node, cells, 0)
                claim(number...number)
                if isHeader { claim((number + 1)...(number + 1)) }
                return
            }
        }
    }

    private func isDelimiterRow(_ number: Int) -> Bool {
        guard let line = lines[number] else { return false }
        return source[line].contains(UInt8(ascii: "-"))
            && source[line].allSatisfy { $0.isBlank || "|:->".utf8.contains($0) || !$0.isAlphanumeric }
    }

    private mutating func cell(_ content: [UInt8]) -> LeafSource? {
        guard let current = row, current.next < current.cells.count else { return nil }
        row?.next += 1
        let found = current.cells[current.next]
        return found.content == content ? found : nil
    }
}
