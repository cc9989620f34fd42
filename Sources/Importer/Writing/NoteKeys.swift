import Model

/// Notes come from several lists whose numbers may be the same: their keys say which.
enum NoteKeys {
    static func comment(_ key: SourceKey) -> SourceKey { SourceKey("comment:\(key)") }
    static func reviewComment(_ key: SourceKey) -> SourceKey { SourceKey("review_comment:\(key)") }
    static func commitComment(_ key: SourceKey) -> SourceKey { SourceKey("commit_comment:\(key)") }
    static func reviewBody(_ key: SourceKey) -> SourceKey { SourceKey("review:\(key)") }
    static func isReviewBody(_ key: SourceKey) -> Bool { key.rawValue.hasPrefix("review:") }
    static func event(_ key: SourceKey) -> SourceKey { SourceKey("event:\(key)") }
    static func approval(_ key: SourceKey) -> SourceKey { SourceKey("approval:\(key)") }
    static func changesRequest(_ key: SourceKey) -> SourceKey { SourceKey("changes_request:\(key)") }
    static func thread(_ root: SourceKey) -> SourceKey { SourceKey("thread:\(root)") }
    /// The comment that opened a thread.
    static func root(ofThread key: SourceKey) -> SourceKey {
        SourceKey(String(key.rawValue.dropFirst("thread:".count)))
    }
}

extension NoteKeys {
    /// The note made of something at the source; `nil` for what becomes none.
    static func note(_ target: ReactionTarget) -> SourceKey? {
        switch target.kind {
        case .item: nil
        case .comment: comment(target.key)
        case .reviewComment: reviewComment(target.key)
        case .review: reviewBody(target.key)
        case .commitComment: commitComment(target.key)
        }
    }

    /// The notes that a fragment, as the text pass names it, may point at: by GitHub's words and by Bitbucket's, which
    /// do not tell plain comments from those on lines.
    static func keys(ofFragment fragment: String) -> [SourceKey] {
        for (prefix, makers) in [
            ("issuecomment-", [comment]), ("discussion_r", [reviewComment]), ("pullrequestreview-", [reviewBody]),
            ("comment-", [comment, reviewComment]), ("issue_comment-", [issueComment]),
        ] {
            guard fragment.hasPrefix(prefix) else { continue }
            let number = fragment.dropFirst(prefix.count)
            guard !number.isEmpty, number.utf8.count < 20, number.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                return []
            }
            return makers.map { $0(SourceKey(String(number))) }
        }
        return []
    }

    /// Bitbucket Cloud numbers comments on issues apart from those on pull requests.
    private static func issueComment(_ number: SourceKey) -> SourceKey { comment(SourceKey("issue_comment_\(number)")) }
}
