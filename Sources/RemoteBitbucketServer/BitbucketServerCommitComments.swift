import Model
import Remote
import RemoteREST

/// `GET R/commits/{commit}/comments?path=`: threads on one file of a commit, put together.
struct BitbucketServerCommitComments: Decodable, Sendable {
    var commit: String
    var path: String
    var answers: [BitbucketServerPage<BitbucketServerComment>]

    enum CodingKeys: String, CodingKey {
        case commit
        case path
        case answers
    }

    static func map(_ payload: [UInt8], at place: BitbucketServerPlace) throws(RemoteError) -> MappedPage {
        let what = "the comments on a commit"
        let answer: Self = try JSONText.decode(payload, what: what)
        guard let commit = ObjectHash(answer.commit) else { throw .malformed(what: what) }
        return answer.mapped(on: commit, place)
    }

    private func mapped(on commit: ObjectHash, _ place: BitbucketServerPlace) -> MappedPage {
        let (roots, exceptions) = Lenient.read(answers.flatMap(\.values), kind: .commitComment)
        var page = MappedPage(exceptions: exceptions)
        for root in roots where !root.isHidden { page.append(thread(root, commit, place)) }
        return page
    }

    /// A comment with all replies to it.
    private func thread(
        _ root: BitbucketServerComment, _ commit: ObjectHash, _ place: BitbucketServerPlace
    ) -> MappedPage {
        let (comments, exceptions) = BitbucketServerThread.flattened(root, kind: .commitComment)
        var page = MappedPage(exceptions: exceptions)
        let position = position(of: root, commit)
        for comment in comments {
            let url = place.page(ofComment: comment.id, on: commit)
            page.drafts.append(
                .commitComment(
                    CommitCommentDraft(
                        sourceKey: comment.key, commit: commit, body: (comment.text ?? "").withoutNUL,
                        author: comment.author?.person, position: position, placeKey: "commit comment \(root.id)",
                        createdAt: comment.createdDate.timestamp, updatedAt: comment.updatedAt, sourceURL: url)))
            page.append(comment.reactions(on: ReactionTarget(.commitComment, comment.key), url))
        }
        return page
    }

    /// Without an anchor that can be read it is on the whole file.
    private func position(
        of root: BitbucketServerComment, _ commit: ObjectHash
    ) -> Position {
        guard let anchor = try? root.anchor?.result.get() else {
            let path = path.withoutNUL
            return Position(kind: .file, oldPath: path, newPath: path, line: nil, firstLine: nil, head: commit)
        }
        var position = anchor.located(in: nil)
        position.head = commit
        return position
    }
}
