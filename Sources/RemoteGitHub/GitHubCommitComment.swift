import Model
import Remote
import RemoteREST

/// `GET /repositories/:id/comments`: a comment on a commit, or on a line or file of it, of the whole repository.
struct GitHubCommitComment: GitHubRow {
    static let kind = ObjectKind.commitComment
    static let path = "comments"

    var id: Int64
    var nodeID: String?
    var commit: String
    var body: String?
    var user: GitHubUser?
    /// `null` for a comment on the whole commit.
    var path: String?
    /// Number of the line in the commit's diff of the file.
    var position: Int?
    /// Number of the line in the file; `null` for old comments and removed lines.
    var line: Int?
    var reactions: GitHubReactionTotal?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var htmlURL: String

    enum CodingKeys: String, CodingKey {
        case id
        case nodeID = "node_id"
        case commit = "commit_id"
        case body
        case user
        case path
        case position
        case line
        case reactions
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
    }

    func mapped() -> MappedPage {
        guard let hash = ObjectHash(commit) else {
            let fault = MappingFault(identifier: String(id), url: htmlURL, detail: "commit_id names no commit")
            return MappedPage(exceptions: [fault.exception(kind: Self.kind, at: 0)])
        }
        let place = path.flatMap { $0.isEmpty ? nil : $0.withoutNUL }
        var draft = CommitCommentDraft(
            sourceKey: SourceKey(id), commit: hash, body: (body ?? "").withoutNUL, author: user?.person,
            position: place.map { position(in: $0, hash) },
            placeKey: place.map { "commit \(hash) \(position ?? 0) \(line ?? 0) \($0)" }, createdAt: createdAt,
            updatedAt: updatedAt, sourceURL: htmlURL)
        draft.diffPlace = place == nil ? nil : position
        var page = MappedPage(drafts: [.commitComment(draft)])
        if let nodeID, ReactedDraft.isPlain(nodeID) {
            // Asked in any case: only the query tells whether it is hidden.
            let total = reactions?.total ?? 0
            page.drafts.append(
                .reacted(
                    ReactedDraft(
                        target: ReactionTarget(.commitComment, SourceKey(id)), nodeID: nodeID, total: total)))
        }
        return page
    }

    private func position(in path: String, _ commit: ObjectHash) -> Position {
        let line = line.flatMap { Position.Line(old: nil, new: $0) }
        return Position(
            kind: line == nil ? .file : .text, oldPath: path, newPath: path, line: line, firstLine: nil, head: commit)
    }
}
