public import Model

/// What changed in one file, with GitLab's names.
public struct FileDiff: Sendable, Hashable {
    /// Path before; of a new file its path.
    public let oldPath: String
    /// Path after; of a deleted file its path.
    public let newPath: String
    /// Mode before in octal digits, `0` for a new file.
    public let aMode: String
    /// Mode after in octal digits, `0` for a deleted file.
    public let bMode: String
    /// The blob before; nil for a new file.
    public let oldBlob: ObjectHash?
    /// The blob after; nil for a deleted file.
    public let newBlob: ObjectHash?
    /// How alike both are in percent; only of renamed files.
    public let similarity: Int?
    /// From the first `@@` on, each line ended by a line feed; `Binary files … differ` for binary files; else empty.
    public var diff = ""
    /// Lines added, as far as the diff was read.
    public var additions = 0
    /// Lines removed, as far as the diff was read.
    public var deletions = 0
    /// Whether git takes one of both for binary.
    public var binary = false
    /// Whether ``diff`` was left out because it is larger than one file may be.
    public var tooLarge = false
    /// Whether ``diff`` was left out because those before it used up what all together may take.
    public var collapsed = false

    /// Whether the file is new.
    public var newFile: Bool { oldBlob == nil }
    /// Whether the file is gone.
    public var deletedFile: Bool { newBlob == nil }
    /// Whether the file has another path than before.
    public var renamedFile: Bool { oldPath != newPath }
    /// Whether a program wrote the file, judged by its name; see ``GeneratedFiles``.
    public var generated: Bool { GeneratedFiles.isGenerated(newPath) }
}

/// How much of a diff is kept. The defaults are GitLab's.
public struct DiffLimits: Sendable, Hashable {
    /// Files listed; the rest is left out and ``FileDiffs/overflow`` set.
    public var files = 1000
    /// Lines of all files together; beyond it diffs are collapsed.
    public var lines = 50_000
    /// Bytes of all files together; beyond it diffs are collapsed.
    public var bytes = 5 << 20
    /// Bytes of one file; a larger diff is left out.
    public var bytesPerFile = 200 << 10

    /// GitLab's limits: 1,000 files, 50,000 lines, 200 KiB a file; 5 MiB in all.
    public init() {}
}

/// What changed between two trees.
public struct FileDiffs: Sendable, Hashable {
    /// The files, by path.
    public let files: [FileDiff]
    /// Whether something was left out or collapsed because of the limits for all files together.
    public let overflow: Bool
}
