import Model

/// The part of a diff around a comment, as review comments carry it (`diff_hunk`): which old and new number each of its
/// lines has. The commented line is the last one.
struct DiffHunk: Sendable, Hashable {
    enum Side: String, Sendable {
        case left = "LEFT"
        case right = "RIGHT"
    }

    /// In the order of the diff.
    let lines: [Position.Line]

    /// `nil` where the text does not begin like a hunk or holds no line.
    init?(_ text: String) {
        // By bytes: Swift takes CR LF for one character, and comments on files with such line ends are common.
        var pieces = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if pieces.last?.isEmpty == true { pieces.removeLast() }
        guard let first = pieces.first, var counter = Counter(header: first) else { return nil }
        var lines: [Position.Line] = []
        for piece in pieces.dropFirst() {
            if let next = Counter(header: piece) {
                counter = next
            } else if let line = counter.take(piece) {
                lines.append(line)
            }
        }
        guard !lines.isEmpty else { return nil }
        self.lines = lines
    }

    var lastLine: Position.Line? { lines.last }

    /// The line that has this number on this side. The last one wins: it is nearest to the comment.
    func line(_ number: Int, on side: Side) -> Position.Line? {
        lines.last { side == .left ? $0.old == number : $0.new == number }
    }

    /// Numbers lines on.
    private struct Counter {
        var old: Int
        var new: Int

        /// Reads `@@ -12,5 +13,7 @@ …`; the counts may be left out.
        init?(header: Substring.UTF8View.SubSequence) {
            let words = header.prefix(64).split(separator: UInt8(ascii: " "))
            guard words.count >= 3, words[0].elementsEqual("@@".utf8),
                let old = Self.start(words[1], mark: UInt8(ascii: "-")),
                let new = Self.start(words[2], mark: UInt8(ascii: "+"))
            else { return nil }
            self.old = old
            self.new = new
        }

        private static func start(_ word: Substring.UTF8View.SubSequence, mark: UInt8) -> Int? {
            guard word.first == mark else { return nil }
            let number = word.dropFirst().prefix { $0 != UInt8(ascii: ",") }
            return Int(Substring(number)).flatMap { (0..<1_000_000_000).contains($0) ? $0 : nil }
        }

        /// `nil` for what is no line of a file ("\ No newline at end of file").
        mutating func take(_ line: Substring.UTF8View.SubSequence) -> Position.Line? {
            switch line.first {
            case UInt8(ascii: "+"):
                new += 1
                return Position.Line(old: nil, new: new - 1)
            case UInt8(ascii: "-"):
                old += 1
                return Position.Line(old: old - 1, new: nil)
            case UInt8(ascii: "\\"): return nil
            default:
                // Some tools strip the blank from an empty line of context.
                old += 1
                new += 1
                return Position.Line(old: old - 1, new: new - 1)
            }
        }
    }
}
