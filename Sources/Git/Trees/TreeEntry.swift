public import Model

/// An entry of a directory in git.
public struct TreeEntry: Sendable, Hashable {
    /// What the entry is; GitLab's `type`.
    public enum Kind: String, Sendable, Hashable {
        /// A directory.
        case tree
        /// A file or symbolic link.
        case blob
        /// A submodule.
        case commit
    }

    /// The object it names.
    public let id: ObjectHash
    /// What it is.
    public let kind: Kind
    /// Six octal digits, such as `100644`.
    public let mode: String
    /// Path from the root; bytes that are no UTF-8 are replaced.
    public let path: String
    /// Bytes of a blob; nil for others and when not asked for.
    public let size: Int64?

    /// The last part of the path.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    /// Whether it is an executable file.
    public var isExecutable: Bool { mode == "100755" }
    /// Whether it is a symbolic link.
    public var isSymbolicLink: Bool { mode == "120000" }
}

/// A page of a directory.
public struct TreePage: Sendable {
    /// The entries: directories, then files, then submodules, each by name, as GitLab has them.
    public let entries: [TreeEntry]
    /// All entries of the listing.
    public let total: Int
}

/// Reads `ls-tree -z` with or without sizes.
struct TreeParser: RecordParser {
    let prefix: String
    var entries: [TreeEntry] = []
    /// Entries that are held in memory.
    let limit: Int

    init(prefix: String, limit: Int = .max) {
        self.prefix = prefix
        self.limit = limit
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) throws -> Flow {
        // Trees that name the same tree again and again unfold without end.
        guard entries.count < limit else { throw GitError(verb: "ls-tree", cause: .outputTooLarge(limit: limit)) }
        let text = String(decoding: record, as: UTF8.self)
        guard let tab = text.firstIndex(of: "\t") else { return .more }
        let words = text[..<tab].split(separator: " ")
        guard words.count >= 3, let kind = TreeEntry.Kind(rawValue: String(words[1])), let id = ObjectHash(words[2])
        else {
            return .more
        }
        let path = prefix + text[text.index(after: tab)...]
        let size = words.count > 3 ? Int64(words[3]) : nil
        entries.append(TreeEntry(id: id, kind: kind, mode: String(words[0]), path: path, size: size))
        return .more
    }
}
