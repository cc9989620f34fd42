/// Turns the suggested changes of GitHub and Bitbucket into GitLab's.
public enum SuggestionBlock {
    /// Rewrites each block that opens with three or more backticks and `suggestion` at the start of a line so that
    /// it says how many lines above the commented one it replaces: ```` ```suggestion:-2+0 ````
    /// (GitLab's importer does the same: `representation/diff_notes/suggestion_formatter.rb`).
    ///
    /// Blocks inside other fenced blocks are somebody's example and stay.
    public static func rewritten(_ body: String, linesAbove: Int) -> String {
        guard body.contains("suggestion") else { return body }
        var fence: Fence?
        // By bytes: Swift takes CR LF for one character.
        let lines = body.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            guard let found = Fence(line) else { return String(decoding: line, as: UTF8.self) }
            if let open = fence {
                if found.closes(open) { fence = nil }
                return String(decoding: line, as: UTF8.self)
            }
            fence = found
            return found.opensSuggestion
                ? found.suggestion(linesAbove: linesAbove, of: line) : String(decoding: line, as: UTF8.self)
        }
        return lines.joined(separator: "\n")
    }

    /// A line that opens or closes a fenced block (CommonMark 4.5).
    private struct Fence {
        var indent: Int
        var mark: UInt8
        var length: Int
        var info: String

        init?(_ line: Substring.UTF8View.SubSequence) {
            indent = line.prefix { $0 == UInt8(ascii: " ") }.count
            let rest = line.dropFirst(indent)
            guard indent <= 3, let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
                return nil
            }
            self.mark = mark
            length = rest.prefix { $0 == mark }.count
            let tail = rest.dropFirst(length).filter { $0 != UInt8(ascii: "\r") }
            info = String(decoding: tail, as: UTF8.self)
            guard length >= 3, mark == UInt8(ascii: "~") || !info.contains("`") else { return nil }
        }

        func closes(_ open: Fence) -> Bool {
            mark == open.mark && length >= open.length && info.allSatisfy { $0 == " " || $0 == "\t" }
        }

        var opensSuggestion: Bool {
            guard mark == UInt8(ascii: "`"), info.hasPrefix("suggestion") else { return false }
            let next = info.dropFirst("suggestion".count).first
            return next.map { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" } ?? true
        }

        func suggestion(linesAbove: Int, of line: Substring.UTF8View.SubSequence) -> String {
            let ending = line.last == UInt8(ascii: "\r") ? "\r" : ""
            return String(repeating: " ", count: indent) + String(repeating: "`", count: length)
                + "suggestion:-\(max(0, linesAbove))+0" + ending
        }
    }
}
