public import Model

/// What a source lists comments on commits of.
public enum CommitCommentList: Sendable, Hashable {
    case ofRepository
    /// One commit at a time (Bitbucket Cloud).
    case ofCommit
    /// One file of one commit at a time (Bitbucket Server).
    case ofFile
}

/// A commit that git here has, for a source that must be asked about it by name.
public struct KnownCommit: Sendable, Hashable {
    public var hash: ObjectHash
    /// The files that it changes, of a merge those that differ from its first parent; empty where nobody asks for them.
    public var changedPaths: [String]

    public init(hash: ObjectHash, changedPaths: [String] = []) {
        self.hash = hash
        self.changedPaths = changedPaths
    }
}

extension Remote {
    /// Sources with a list like any other.
    public var commitCommentList: CommitCommentList { .ofRepository }
}
