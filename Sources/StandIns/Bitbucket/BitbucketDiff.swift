/// The changes of one file, as a Server shows them beside a comment.
struct BitbucketDiff: Sendable {
    struct Line: Sendable {
        var type: BitbucketAnchor.LineType
        var source: Int
        var destination: Int
        var text: String
    }

    struct Hunk: Sendable {
        var source: (line: Int, span: Int)
        var destination: (line: Int, span: Int)
        var lines: [Line] = []
    }

    private(set) var hunks: [Hunk] = []

    /// Reads what `git diff` prints about one file.
    init(_ text: String) {
        for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if row.hasPrefix("@@"), let hunk = Hunk(head: row) {
                hunks.append(hunk)
            } else if !hunks.isEmpty {
                hunks[hunks.count - 1].add(row)
            }
        }
    }
}

extension BitbucketDiff.Hunk {
    init?(head: Substring) {
        let parts = head.split(separator: " ")
        guard parts.count > 2, let old = Self.range(parts[1]), let new = Self.range(parts[2]) else { return nil }
        source = old
        destination = new
    }

    /// `-12,7` or `+3`.
    private static func range(_ text: Substring) -> (line: Int, span: Int)? {
        let numbers = text.dropFirst().split(separator: ",").compactMap { Int($0) }
        return numbers.first.map { ($0, numbers.count > 1 ? numbers[1] : 1) }
    }

    fileprivate mutating func add(_ row: Substring) {
        let removed = lines.count { $0.type != .added }
        let added = lines.count { $0.type != .removed }
        let type: BitbucketAnchor.LineType
        switch row.first {
        case "+": type = .added
        case "-": type = .removed
        case " ": type = .context
        default: return
        }
        lines.append(
            BitbucketDiff.Line(
                type: type, source: source.line + removed, destination: destination.line + added,
                text: String(row.dropFirst())))
    }
}
