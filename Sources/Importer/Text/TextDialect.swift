import Markdown
import Model

/// The one place that knows which source writes which Markdown.
extension TextPass.Dialect {
    init(_ source: ImportSource) {
        self =
            switch source.kind {
            case .github: .github(webOrigin: source.webOrigin, repository: source.fullName)
            case .bitbucketServer: .bitbucketServer(webOrigin: source.webOrigin, repository: source.fullName)
            case .bitbucket: .bitbucketCloud(webOrigin: source.webOrigin, repository: source.fullName)
            }
    }

    /// For comments on gists, which belong to no repository.
    static func gists(webOrigin: String) -> TextPass.Dialect {
        .github(webOrigin: webOrigin, repository: "gist/gist")
    }
}
