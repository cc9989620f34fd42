public import Foundation
import Secrets

/// What git has to say of a project. Commits are known by their position in ``commits``, parents first.
public struct SampleHistory: Sendable {
    public var commits: SampleList<SampleCommit>
    /// Branches, tags and the heads of pull requests.
    public var refs: SampleList<SampleRef>
    /// Tags that are objects of their own.
    public var annotatedTags: [SampleTag]

    public init(
        commits: SampleList<SampleCommit> = [], refs: SampleList<SampleRef> = [], annotatedTags: [SampleTag] = []
    ) {
        self.commits = commits
        self.refs = refs
        self.annotatedTags = annotatedTags
    }

    /// Adds a commit and returns its position.
    public mutating func commit(_ commit: SampleCommit) -> Int {
        commits.append(commit)
        return commits.count - 1
    }

    /// Makes `name` (a full one, such as `refs/heads/main`) point at a commit, whether it exists or not.
    public mutating func point(_ name: String, at commit: Int) {
        if let position = refs.firstIndex(where: { $0.name == name }) {
            refs[position].commit = commit
        } else {
            refs.append(SampleRef(name: name, commit: commit))
        }
    }

    /// The commit a ref points at.
    public func tip(of name: String) -> Int? {
        refs.first { $0.name == name }?.commit
    }
}

/// A commit: its first parent's files with some changes.
public struct SampleCommit: Sendable, Equatable, Codable {
    /// Positions in ``SampleHistory/commits``.
    public var parents: [Int]
    public var message: String
    public var authorName: String
    public var authorEmail: String
    public var date: Date
    /// New contents by path; nil removes the file.
    public var files: [String: String?]

    public init(
        parents: [Int], message: String, authorName: String, authorEmail: String, date: Date, files: [String: String?]
    ) {
        self.parents = parents
        self.message = message
        self.authorName = authorName
        self.authorEmail = authorEmail
        self.date = date
        self.files = files
    }
}

/// A name for a commit.
public struct SampleRef: Sendable, Equatable, Codable {
    /// The full name, such as `refs/heads/main`.
    public var name: String
    /// A position in ``SampleHistory/commits``.
    public var commit: Int

    public init(name: String, commit: Int) {
        self.name = name
        self.commit = commit
    }
}

/// An annotated tag.
public struct SampleTag: Sendable, Equatable, Codable {
    public var name: String
    public var commit: Int
    public var message: String
    public var taggerName: String
    public var taggerEmail: String
    public var date: Date

    public init(
        name: String, commit: Int, message: String, taggerName: String, taggerEmail: String, date: Date
    ) {
        self.name = name
        self.commit = commit
        self.message = message
        self.taggerName = taggerName
        self.taggerEmail = taggerEmail
        self.date = date
    }
}

/// A page of the wiki.
public struct SampleWikiPage: Sendable, Equatable, Codable {
    /// The file's name, such as `Home.md`.
    public var path: String
    public var content: String

    public init(path: String, content: String) {
        self.path = path
        self.content = content
    }

    /// SHA-256 of the content.
    public var sha256: String { Digest.sha256(Array(content.utf8)) }
}
