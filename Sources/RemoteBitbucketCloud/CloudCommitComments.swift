import Model
import Remote
import RemoteREST

/// `GET R/commit/{commit}/comments`: comments on one commit, on the whole of it or on a file or line.
struct CloudCommitComments: Decodable, Sendable {
    var commit: String
    var page: CloudPage<CloudComment>

    enum CodingKeys: String, CodingKey {
        case commit
        case page
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let what = "the comments on a commit"
        let answer: Self = try JSONText.decode(payload, what: what)
        guard let commit = ObjectHash(answer.commit) else { throw .malformed(what: what) }
        let (rows, exceptions) = answer.page.read(.commitComment)
        var page = MappedPage(exceptions: exceptions)
        let comments = rows.filter { $0.isPending != true }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        let threads = CloudThreads(comments)
        let sizes = Dictionary(comments.map { (threads.root(of: $0.id), 1) }, uniquingKeysWith: +)
        for comment in comments {
            let isAlone = sizes[threads.root(of: comment.id)] == 1 && comment.parent == nil
            page.append(comment.mapped(on: commit, in: threads, isAlone: isAlone, mapping))
        }
        return page
    }
}

extension CloudComment {
    fileprivate func mapped(
        on commit: ObjectHash, in threads: CloudThreads, isAlone: Bool, _ mapping: CloudMapping
    ) -> MappedPage {
        let url = mapping.address.comment(id, on: commit)
        if isDeleted == true {
            return MappedPage(exceptions: [deleted(.commitComment, url)])
        }
        var position = threads.inline(of: self)?.position
        position?.head = commit
        let root = threads.root(of: id)
        let place = position == nil && isAlone ? nil : "commit comment \(root)"
        var draft = CommitCommentDraft(
            sourceKey: SourceKey(id), commit: commit, body: content?.text ?? "", author: user?.person,
            position: position, placeKey: place, createdAt: createdAt, updatedAt: updatedAt ?? createdAt,
            sourceURL: url)
        if place != nil { draft.threadKey = SourceKey(root) }
        return MappedPage(drafts: [.commitComment(draft)])
    }
}

extension CloudReader {
    /// All comments on a commit: one request, unless there are more than a hundred.
    func comments(on commit: ObjectHash) async throws(SourceFault) -> RemotePage {
        let body = try await every(
            "commit/\(commit.hex)/comments", fields: ["next"] + CloudComment.fields("values"))
        let payload = CloudPayload.object([("commit", CloudPayload.text(commit.hex)), ("page", body)])
        return RemotePage(payload: payload, following: [])
    }
}
