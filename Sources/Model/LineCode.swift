/// GitLab's name for a line of a diff: the SHA-1 of the file's path, the line's old number and its new one, joined by
/// `_`. Clients find the line a comment belongs to by it.
public enum LineCode {
    /// A line that stands on one side only still has a number for the other side: that of the next line there, which
    /// the hunk tells (`lib/gitlab/diff/parser.rb` counts both sides on). 0 where there is no hunk to count in.
    ///
    /// - Parameters:
    ///   - path: the file's new path, or its old one where the file is gone.
    ///   - hunk: the part of the diff around the line, from its `@@` line on.
    public static func code(for line: Position.Line, path: String, hunk: String?) -> String {
        var old = line.old
        var new = line.new
        if old == nil || new == nil, let counted = hunk.flatMap({ numbers(of: line, in: $0) }) {
            old = counted.old
            new = counted.new
        }
        return "\(SHA1.hexDigest(of: Array(path.utf8)))_\(old ?? 0)_\(new ?? 0)"
    }

    /// Both numbers of a line as counting through the hunk finds them; `nil` where the hunk does not hold the line.
    private static func numbers(of line: Position.Line, in hunk: String) -> (old: Int, new: Int)? {
        let lines = hunk.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let header = lines.first, var (old, new) = starts(in: header) else { return nil }
        for text in lines.dropFirst() {
            switch text.first {
            case "+":
                if line.old == nil, line.new == new { return (old, new) }
                new += 1
            case "-":
                if line.new == nil, line.old == old { return (old, new) }
                old += 1
            case "\\": continue
            default:
                old += 1
                new += 1
            }
        }
        return nil
    }

    /// The first line numbers of `@@ -12,5 +14,9 @@ …`.
    private static func starts(in header: Substring) -> (old: Int, new: Int)? {
        let parts = header.split(separator: " ")
        guard parts.count >= 3, parts[0] == "@@", parts[1].hasPrefix("-"), parts[2].hasPrefix("+"),
            let old = DiffLine.number(parts[1].dropFirst().prefix { $0 != "," }),
            let new = DiffLine.number(parts[2].dropFirst().prefix { $0 != "," })
        else { return nil }
        return (old, new)
    }
}

/// A number of a line as the head of a hunk writes it.
enum DiffLine {
    /// `nil` for what no file has so many lines for: a hunk comes from the source, and its lines are counted from there.
    static func number(_ digits: some StringProtocol) -> Int? {
        Int(digits).flatMap { (0..<1_000_000_000).contains($0) ? $0 : nil }
    }
}
