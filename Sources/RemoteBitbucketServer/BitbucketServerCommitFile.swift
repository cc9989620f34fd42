import Foundation
import Model
import Outbound
import Remote
import RemoteREST

/// A file that a commit changes: what the server lists comments on commits of.
struct BitbucketServerCommitFile: Sendable, Hashable {
    var commit: ObjectHash
    /// May hold anything, blanks too.
    var path: String

    private static let word = "commit-comments"

    static func all(of commit: KnownCommit) -> [Self] {
        commit.changedPaths.map { Self(commit: commit.hash, path: $0) }
    }

    init(commit: ObjectHash, path: String) {
        self.commit = commit
        self.path = path
    }

    /// `nil` for cursors of anything else.
    init?(_ cursor: Cursor) {
        let words = cursor.rawValue.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == Self.word, let commit = ObjectHash(words[1]), !words[2].isEmpty else {
            return nil
        }
        self.init(commit: commit, path: String(words[2]))
    }

    var cursor: Cursor { Cursor(rawValue: "\(Self.word) \(commit.hex) \(path)") }
}

extension BitbucketServerReader {
    /// All comments on one file of a commit: one request, unless there are more than a thousand.
    func comments(on file: BitbucketServerCommitFile) async throws(SourceFault) -> RemotePage {
        let (bodies, incomplete) = try await everyPage(
            "commit_comments", host.rest(repository, path: "commits/\(file.commit.hex)/comments"),
            [(name: "path", value: file.path)], what: "the comments on commit \(file.commit.short) of \(repository)")
        if incomplete != nil { throw .remote(.malformed(what: "the comments on commit \(file.commit.short)")) }
        let path = (try? JSONEncoder().encode(file.path)) ?? Data("\"\"".utf8)
        let payload = BitbucketServerBundle.object([
            ("commit", Array("\"\(file.commit.hex)\"".utf8)), ("path", Array(path)),
            ("answers", BitbucketServerBundle.list(bodies)),
        ])
        return RemotePage(payload: payload, following: [])
    }
}
