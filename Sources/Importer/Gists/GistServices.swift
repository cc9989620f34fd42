public import Mail
import Model
public import Remote
import Store

/// What imports of gists work with, besides what all imports do.
public struct GistServices: Sendable {
    public var base: ImportServices
    public var source: any GistProvider
    /// Takes the mail about gists that did not arrive; `nil` where none is configured.
    public var mailer: (any Mailer)?
    /// Bytes of the files of one snippet (GitLab's `snippet_size_limit`).
    public var sizeLimit: Int64
    /// Files of one snippet (GitLab's `Snippet.max_file_limit`).
    public var fileLimit: Int

    public init(
        base: ImportServices, source: any GistProvider, mailer: (any Mailer)? = nil, sizeLimit: Int64 = 52_428_800,
        fileLimit: Int = 10
    ) {
        self.base = base
        self.source = source
        self.mailer = mailer
        self.sizeLimit = sizeLimit
        self.fileLimit = fileLimit
    }
}
