import Hummingbird

extension RESTRoutes {
    /// Comments on commits, of the whole repository.
    func addCommitComments(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/comments") { request, context in
            let answers = try answers(request, context)
            let comments = answers.project.commitComments
            return try list(request, answers, path: "comments", count: comments.count) {
                answers.commitComment(comments[$0])
            }
        }
    }
}

extension Answers {
    /// A comment on a commit.
    func commitComment(_ comment: SampleCommitComment) -> JSONValue {
        let url = "\(api)/comments/\(comment.id)"
        let commit = hosted.content.commit(comment.commit)
        return [
            "url": .string(url), "html_url": "\(web)/commit/\(commit)#commitcomment-\(comment.id)",
            "id": .int(comment.id), "node_id": node(.commitComment, comment.id), "user": userOrNull(comment.author),
            "path": JSONValue(comment.path), "position": JSONValue(comment.diffPlace ?? comment.line),
            "line": JSONValue(comment.line),
            "commit_id": .string(commit), "created_at": JSONValue(comment.createdAt),
            "updated_at": JSONValue(comment.updatedAt), "author_association": association(comment.author),
            "body": .string(comment.body), "reactions": reactions(comment.reactions, at: url),
        ]
    }
}
