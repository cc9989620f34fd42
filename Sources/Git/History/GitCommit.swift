public import Model

/// A moment with the clock's offset its writer had.
public struct GitTime: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int64
    /// Minutes east of UTC.
    public let offsetMinutes: Int

    /// Puts the parts together.
    public init(seconds: Int64, offsetMinutes: Int) {
        self.seconds = seconds
        self.offsetMinutes = offsetMinutes
    }

    /// Reads git's raw form, `1700000000 +0200`; what can't be read becomes 1970.
    init(raw: some StringProtocol) {
        let parts = raw.split(separator: " ")
        seconds = parts.first.flatMap { Int64($0) } ?? 0
        let zone = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let minutes = zone / 100 * 60 + zone % 100
        offsetMinutes = abs(minutes) < 24 * 60 ? minutes : 0
    }
}

/// Who did something, and when.
public struct GitSignature: Sendable, Hashable {
    /// The name as written in the object; may be empty.
    public let name: String
    /// The address as written in the object; may be empty or no address at all.
    public let email: String
    /// When.
    public let time: GitTime

    /// Puts the parts together.
    public init(name: String, email: String, time: GitTime) {
        self.name = name
        self.email = email
        self.time = time
    }
}

/// One `Key: value` line at the end of a commit message.
public struct GitTrailer: Sendable, Hashable {
    /// Left of the colon, such as `Signed-off-by`.
    public let key: String
    /// Right of the colon, on one line.
    public let value: String
}

/// Lines a commit adds and removes against its first parent.
public struct GitCommitStats: Sendable, Hashable {
    /// Files changed.
    public let files: Int
    /// Lines added.
    public let additions: Int
    /// Lines removed.
    public let deletions: Int
    /// Both together.
    public var total: Int { additions + deletions }
}

/// A commit as GitLab's API shows it.
public struct GitCommit: Sendable, Hashable {
    /// Its name.
    public let id: ObjectHash
    /// Its tree.
    public let tree: ObjectHash
    /// Its parents in order; none for a root commit.
    public let parents: [ObjectHash]
    /// Who wrote the change.
    public let author: GitSignature
    /// Who made the commit.
    public let committer: GitSignature
    /// The whole message in UTF-8, whatever encoding the commit declares.
    public let message: String
    /// The trailers of the message in order.
    public let trailers: [GitTrailer]
    /// Only where asked for.
    public let stats: GitCommitStats?

    /// First line of the message, cut as GitLab cuts it: from 100 characters on, at a space before the 79th, and with
    /// `...`.
    public var title: String {
        let blank = message.allSatisfy(\.isWhitespace)
        let line = blank ? "No commit message" : String(message.prefix { !$0.isNewline })
        guard line.count >= 100 else { return line }
        let head = line.prefix(78)
        return (head.lastIndex(of: " ").map { head[..<$0] } ?? head) + "..."
    }
}
