/// The piece of a diff that GitHub shows above a review comment.
struct DiffHunk: Sendable, Equatable {
    /// From the hunk's head down to the line.
    var text: String
    /// Lines below the file's first `@@`, GitHub's `position`.
    var position: Int

    /// Finds a line in the diff of one file.
    ///
    /// - Parameter line: nil takes the whole first hunk, as for a comment on the file.
    static func find(line: Int?, on side: SampleReviewComment.Side, in diff: String) -> DiffHunk? {
        var hunk: [Substring] = []
        var cursor: Cursor?
        var position = -1
        for row in diff.split(separator: "\n", omittingEmptySubsequences: false) {
            if row.hasPrefix("@@") {
                if line == nil, cursor != nil { break }
                cursor = Cursor(head: row)
                hunk = [row]
                position += 1
                continue
            }
            guard cursor != nil, let mark = row.first, mark == "+" || mark == "-" || mark == " " else { continue }
            hunk.append(row)
            position += 1
            if let number = cursor?.advance(mark, side), number == line {
                return DiffHunk(text: hunk.joined(separator: "\n"), position: position)
            }
        }
        return line == nil && cursor != nil ? DiffHunk(text: hunk.joined(separator: "\n"), position: 1) : nil
    }

    /// The line numbers of both sides while walking down a hunk.
    private struct Cursor {
        private var left: Int
        private var right: Int

        init?(head: Substring) {
            let numbers = head.split(whereSeparator: { !$0.isNumber && $0 != "," })
                .map { $0.split(separator: ",").first.flatMap { Int($0) } }
            guard numbers.count >= 2, let left = numbers[0], let right = numbers[1] else { return nil }
            self.left = left
            self.right = right
        }

        /// Steps over a row; returns its number on the side asked for, if it has one.
        mutating func advance(_ mark: Character, _ side: SampleReviewComment.Side) -> Int? {
            defer {
                if mark != "+" { left += 1 }
                if mark != "-" { right += 1 }
            }
            switch side {
            case .left: return mark == "+" ? nil : left
            case .right: return mark == "-" ? nil : right
            }
        }
    }
}
