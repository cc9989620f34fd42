/// `$x$` inside a line. Both forges show it as a formula, in which nothing is a reference.
struct MathCloser {
    private var found = -1
    private var isExhausted = false

    /// The dollar sign that closes the formula opened at an index: one that follows no blank, and that no letter or
    /// digit follows. Asked from left to right, so that all questions together read the text once.
    mutating func closer(of index: Int, in run: TextRun) -> Int? {
        let start = run.plainByte(index + 1) == UInt8(ascii: "$") ? index + 2 : index + 1
        guard let first = run.byte(start), !first.isSpace else { return nil }
        if found > start { return found }
        guard !isExhausted else { return nil }
        var candidate = start + 1
        while candidate < run.count {
            if run.plainByte(candidate) == UInt8(ascii: "$"), closes(candidate, in: run) {
                found = candidate
                return candidate
            }
            candidate += 1
        }
        isExhausted = true
        return nil
    }

    private func closes(_ index: Int, in run: TextRun) -> Bool {
        guard let before = run.byte(index - 1), !before.isSpace else { return false }
        return !(run.byte(index + 1).map { $0.isWord || $0.isNonASCII } ?? false)
    }
}

/// Formulas between two lines of `$$`.
struct DisplayMath {
    private var left: Int
    private var isInside = false

    init(content: [UInt8]) {
        left = 0
        guard content.contains(UInt8(ascii: "$")) else { return }
        for line in SourceLines(content).ranges where Self.isFence(content[line]) { left += 1 }
    }

    private static func isFence(_ line: some Collection<UInt8>) -> Bool {
        line.count >= 2 && line.prefix(2).elementsEqual("$$".utf8) && line.dropFirst(2).allSatisfy { $0.isBlank }
    }

    /// Whether a run is text, told in order of the runs.
    mutating func isText(_ run: TextRun) -> Bool {
        guard left > 0 || isInside else { return true }
        if run.bytes.count == 2, Self.isFence(run.bytes) {
            left -= 1
            isInside = !isInside && left > 0
            return false
        }
        return !isInside
    }
}
