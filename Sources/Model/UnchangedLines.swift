/// Which lines of a file a diff leaves as they were, and what number they have on the other side.
public struct UnchangedLines: Sendable {
    /// Lines that were taken out and put in at one place.
    private struct Change {
        var old: Range<Int>
        var new: Range<Int>
    }

    private var changes: [Change] = []

    /// - Parameter diff: one file's diff, from its first `@@` on; empty where nothing has changed.
    /// - Returns: `nil` for what is no diff.
    public init?(diff: String) {
        var old = 1
        var new = 1
        // By bytes: Swift takes CR LF for one character.
        for line in diff.utf8.split(separator: UInt8(ascii: "\n")) {
            switch line.first {
            case UInt8(ascii: "@"):
                guard let starts = HunkStart(line), starts.old >= old, starts.new >= new else { return nil }
                (old, new) = (starts.old, starts.new)
            case UInt8(ascii: "-"):
                add(old..<(old + 1), new..<new)
                old += 1
            case UInt8(ascii: "+"):
                add(old..<old, new..<(new + 1))
                new += 1
            case UInt8(ascii: " "): (old, new) = (old + 1, new + 1)
            case UInt8(ascii: "\\"): break
            default: return nil
            }
        }
    }

    private mutating func add(_ old: Range<Int>, _ new: Range<Int>) {
        if let last = changes.last, last.old.upperBound == old.lowerBound, last.new.upperBound == new.lowerBound {
            changes[changes.count - 1] = Change(
                old: last.old.lowerBound..<old.upperBound, new: last.new.lowerBound..<new.upperBound)
        } else {
            changes.append(Change(old: old, new: new))
        }
    }

    /// The line with both of its numbers, where it is unchanged; as it is, where the diff adds or removes it, or both
    /// numbers are told.
    public func completing(_ line: Position.Line) -> Position.Line {
        switch (line.old, line.new) {
        case (let old?, nil): Position.Line(old: old, new: number(of: old, \.old, \.new)) ?? line
        case (nil, let new?): Position.Line(old: number(of: new, \.new, \.old), new: new) ?? line
        default: line
        }
    }

    private func number(
        of line: Int, _ side: KeyPath<Change, Range<Int>>, _ other: KeyPath<Change, Range<Int>>
    ) -> Int? {
        guard (1...Self.largestNumber).contains(line) else { return nil }
        var offset = 0
        for change in changes {
            if change[keyPath: side].contains(line) { return nil }
            guard change[keyPath: side].upperBound <= line else { break }
            offset = change[keyPath: other].upperBound - change[keyPath: side].upperBound
        }
        return line + offset
    }

    private static let largestNumber = 1 << 40
}

/// The first numbers of `@@ -12,5 +14,9 @@ …`.
private struct HunkStart {
    let old: Int
    let new: Int

    init?(_ header: Substring.UTF8View) {
        let words = header.prefix(96).split(separator: UInt8(ascii: " "))
        guard words.count >= 3, words[0].elementsEqual("@@".utf8), words[1].first == UInt8(ascii: "-"),
            words[2].first == UInt8(ascii: "+"), let old = Self.start(words[1]), let new = Self.start(words[2])
        else { return nil }
        (self.old, self.new) = (old, new)
    }

    /// Of no lines git names the one before them.
    private static func start(_ word: Substring.UTF8View) -> Int? {
        let numbers = word.dropFirst().split(separator: UInt8(ascii: ","))
        guard let first = numbers.first.flatMap({ DiffLine.number(Substring($0)) }) else { return nil }
        return numbers.count > 1 && numbers[1].elementsEqual("0".utf8) ? first + 1 : first
    }
}
