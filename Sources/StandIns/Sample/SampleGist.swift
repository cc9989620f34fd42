public import Foundation

/// A gist on the stand-in GitHub.
public struct SampleGist: Sendable, Equatable, Codable {
    public struct Comment: Sendable, Equatable, Codable {
        public var id: Int
        public var author: String
        public var body: String

        public init(id: Int, author: String, body: String) {
            self.id = id
            self.author = author
            self.body = body
        }
    }

    /// 32 hex digits.
    public var id: String
    /// Login of the account it is in the list of.
    public var owner: String
    public var description: String?
    public var isPublic: Bool
    /// What each commit changes: contents by path; nil removes a file.
    public var commits: [[String: String?]]
    public var comments: [Comment] = []
    /// Branches besides the one it has.
    public var extraBranches: [String] = []
    public var createdAt: Date
    public var updatedAt: Date
    /// Whether its list shows only so many of its files, as GitHub's does with gists of many.
    public var shownFiles = 300

    public init(
        id: String, owner: String = StandInToken.owner.login, description: String?, isPublic: Bool,
        commits: [[String: String?]], at date: Date = Date(timeIntervalSince1970: 1_680_000_000)
    ) {
        self.id = id
        self.owner = owner
        self.description = description
        self.isPublic = isPublic
        self.commits = commits
        createdAt = date
        updatedAt = date
    }

    /// The files as the last commit leaves them.
    public var files: [String: String] {
        var files: [String: String] = [:]
        for commit in commits {
            for (path, content) in commit { files[path] = content }
        }
        return files
    }

    /// One of each kind: public with a history and comments, secret, without a description, with too many files (told by
    /// the list, and only to be seen in git), with two branches.
    public static let samples: [SampleGist] = {
        func id(_ number: Int) -> String { String(repeating: "0", count: 30) + "\(10 + number)" }
        var notes = SampleGist(
            id: id(1), description: "Notes on lamps", isPublic: true,
            commits: [["lamps.md": "# Lamps\n"], ["lamps.md": "# Lamps\n\nBright.\n", "extra.txt": "x\n"]])
        notes.comments = [
            Comment(id: 4_000_001, author: "mira-keel", body: "Ask @tobias-fender about `@lamp`."),
            Comment(id: 4_000_002, author: StandInToken.owner.login, body: "Done."),
        ]
        let secret = SampleGist(
            id: id(2), description: "  ", isPublic: false, commits: [["keys of the harbour.txt": "1234\n"]])
        let many = (1...11).map { ("part-\($0).md", Optional("# \($0)\n")) }
        let parts = SampleGist(
            id: id(3), description: "Eleven files", isPublic: true, commits: [Dictionary(uniqueKeysWithValues: many)])
        var hidden = parts
        hidden.id = id(4)
        hidden.description = "Eleven files of which ten are shown"
        hidden.shownFiles = 10
        var branched = SampleGist(
            id: id(5), description: "Two branches", isPublic: true, commits: [["a.txt": "a\n"]])
        branched.extraBranches = ["other"]
        return [notes, secret, parts, hidden, branched]
    }()
}
