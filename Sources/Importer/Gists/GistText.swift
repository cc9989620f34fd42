import Markdown
import Model

/// The text pass over comments on gists: mentions reach nobody by accident. Numbers mean nothing outside of a project,
/// neither there nor here.
struct GistText: Sendable {
    private let pass: TextPass

    init(webOrigin: String, externalURL: String) {
        pass = TextPass(
            dialect: .gists(webOrigin: webOrigin),
            target: TargetProject(path: "snippets", webURL: "\(externalURL)/-/snippets", itemKind: { _ in nil }))
    }

    func rewritten(_ comment: GistCommentDraft) -> GistCommentDraft {
        var comment = comment
        comment.body = pass.rewrite(comment.body)
        return comment
    }
}
