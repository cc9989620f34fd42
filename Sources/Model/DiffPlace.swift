/// Lines of a diff by how far below its first `@@` they stand: the oldest way in which forges name a place in a diff.
public enum DiffPlace {
    /// - Parameters:
    ///   - place: 1 is the line below the first `@@`; further `@@` count.
    ///   - diff: one file's diff, from its first `@@` on.
    /// - Returns: the line's numbers before and after; `nil` where the place is beyond the diff or on no line.
    public static func line(at place: Int, in diff: String) -> Position.Line? {
        guard place > 0 else { return nil }
        var old = 0
        var new = 0
        // By bytes: Swift takes CR LF for one character.
        let lines = diff.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            switch line.first {
            case UInt8(ascii: "@"):
                guard let starts = starts(in: line) else { return nil }
                (old, new) = starts
                if number == place { return nil }
            case UInt8(ascii: "+"):
                if number == place { return Position.Line(old: nil, new: new) }
                new += 1
            case UInt8(ascii: "-"):
                if number == place { return Position.Line(old: old, new: nil) }
                old += 1
            case UInt8(ascii: " "):
                if number == place { return Position.Line(old: old, new: new) }
                (old, new) = (old + 1, new + 1)
            default:
                if number == place { return nil }
            }
        }
        return nil
    }

    /// The first numbers of `@@ -12,5 +14,9 @@ …`.
    private static func starts(in header: Substring.UTF8View) -> (old: Int, new: Int)? {
        let words = header.prefix(64).split(separator: UInt8(ascii: " "))
        guard words.count >= 3, words[0].elementsEqual("@@".utf8), words[1].first == UInt8(ascii: "-"),
            words[2].first == UInt8(ascii: "+"),
            let old = DiffLine.number(Substring(words[1].dropFirst().prefix { $0 != UInt8(ascii: ",") })),
            let new = DiffLine.number(Substring(words[2].dropFirst().prefix { $0 != UInt8(ascii: ",") }))
        else { return nil }
        return (old, new)
    }
}
