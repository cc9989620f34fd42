public import Foundation

/// A comment on a commit, or on a line or file of it.
public struct SampleCommitComment: Sendable, Equatable, Codable {
    public var id: Int
    /// The commit, a position in ``SampleHistory/commits``.
    public var commit: Int
    /// The author's login; nil for a deleted account.
    public var author: String?
    public var body: String
    /// Nil for a comment on the whole commit.
    public var path: String?
    /// The line of the file; nil for a comment on the whole commit or file.
    public var line: Int?
    /// How far below the first `@@` it stands, for one of which REST does not tell the line; else the line is told.
    public var diffPlace: Int?
    public var createdAt: Date
    public var updatedAt: Date
    public var reactions: [SampleReaction] = []
    /// Why the comment is hidden (`outdated`, `spam`, …); nil when it is not.
    public var minimizedReason: String?
}

extension SampleProject {
    /// Adds a comment on a commit and returns its id. `configure` may set reactions or hide it.
    @discardableResult
    public mutating func addCommitComment(
        on commit: Int, author: String?, _ body: String, path: String? = nil, line: Int? = nil, at time: Date? = nil,
        configure: (inout SampleCommitComment) -> Void = { _ in }
    ) -> Int {
        let moment = time ?? nextTime()
        var comment = SampleCommitComment(
            id: nextID(), commit: commit, author: author, body: body, path: path, line: line, createdAt: moment,
            updatedAt: moment)
        configure(&comment)
        commitComments.append(comment)
        return comment.id
    }
}
