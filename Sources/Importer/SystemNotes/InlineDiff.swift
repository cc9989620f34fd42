/// Marks what differs between two versions of a title: `{-gone-}`, `{+new+}` (GitLab's inline diff marks).
enum InlineDiff {
    /// The two titles, each with its own part between what they have in common at both ends.
    static func marked(_ old: String, _ new: String) -> (old: String, new: String) {
        let (olds, news) = (Array(old), Array(new))
        let shorter = min(olds.count, news.count)
        var start = 0
        while start < shorter, olds[start] == news[start] { start += 1 }
        var end = 0
        while end < shorter - start, olds[olds.count - 1 - end] == news[news.count - 1 - end] { end += 1 }
        return (mark(olds, start, end, "-"), mark(news, start, end, "+"))
    }

    private static func mark(_ text: [Character], _ start: Int, _ end: Int, _ sign: String) -> String {
        let changed = text[start..<(text.count - end)]
        guard !changed.isEmpty else { return String(text) }
        return String(text[..<start]) + "{\(sign)\(String(changed))\(sign)}" + String(text[(text.count - end)...])
    }
}
