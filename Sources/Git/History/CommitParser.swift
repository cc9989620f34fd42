import Model

/// Writes and reads the form in which `git log` gives commits: fields ended by NUL, statistics before the next commit.
struct CommitParser: RecordParser {
    /// Arguments of `git log` for this parser. A leading NUL parts a commit from the statistics of the one before.
    static func arguments(stats: Bool) -> [String] {
        let fields = ["%H", "%T", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B"]
        let trailers = "%(trailers:only=true,unfold=true,separator=%x1e,key_value_separator=%x1f)"
        let format = "--format=tformat:%x00" + (fields + [trailers]).joined(separator: "%x00")
        let options = [
            "-z", format, "--date=raw", "--encoding=UTF-8", "--no-color", "--no-show-signature", "--no-notes",
        ]
        guard stats else { return options + ["--no-patch"] }
        return options + ["--shortstat", "--diff-merges=first-parent", "--no-ext-diff", "--no-textconv"]
    }

    private static let fieldCount = 12
    private let wantsStats: Bool
    private var fields: [String] = []
    private(set) var commits: [GitCommit] = []

    init(stats: Bool) {
        wantsStats = stats
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let text = String(decoding: record, as: UTF8.self)
        if fields.isEmpty, wantsStats, let last = commits.popLast() {
            commits.append(last.with(stats: GitCommitStats(shortStat: text)))
        }
        fields.append(text)
        if fields.count == Self.fieldCount {
            if let commit = GitCommit(fields: fields.dropFirst()) { commits.append(commit) }
            fields.removeAll(keepingCapacity: true)
        }
        return .more
    }
}

extension GitCommit {
    fileprivate init?(fields: ArraySlice<String>) {
        let values = Array(fields)
        guard values.count == 11, let id = ObjectHash(values[0]), let tree = ObjectHash(values[1]) else { return nil }
        let trailers = values[10].split(separator: "\u{1e}").compactMap { line -> GitTrailer? in
            let parts = line.split(separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let value = parts[1].reversed().drop(while: \.isNewline).reversed()
            return GitTrailer(key: String(parts[0]), value: String(value))
        }
        self.init(
            id: id, tree: tree, parents: values[2].split(separator: " ").compactMap { ObjectHash($0) },
            author: GitSignature(name: values[3], email: values[4], time: GitTime(raw: values[5])),
            committer: GitSignature(name: values[6], email: values[7], time: GitTime(raw: values[8])),
            message: values[9], trailers: trailers, stats: nil)
    }

    fileprivate func with(stats: GitCommitStats) -> GitCommit {
        GitCommit(
            id: id, tree: tree, parents: parents, author: author, committer: committer, message: message,
            trailers: trailers, stats: stats)
    }
}

extension GitCommitStats {
    /// Reads ` 3 files changed, 10 insertions(+), 2 deletions(-)`; nothing there means nothing changed.
    init(shortStat: String) {
        var numbers = ["file": 0, "insertion": 0, "deletion": 0]
        for part in shortStat.split(separator: ",") {
            let words = part.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let number = Int(words[0]) else { continue }
            for key in numbers.keys where words[1].hasPrefix(key) { numbers[key] = number }
        }
        self.init(
            files: numbers["file"] ?? 0, additions: numbers["insertion"] ?? 0, deletions: numbers["deletion"] ?? 0)
    }
}
