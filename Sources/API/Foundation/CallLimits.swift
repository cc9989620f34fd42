/// How often one person may call what costs others something, a minute; 0 is as often as they like.
public struct CallLimits: Sendable {
    /// Calls that start an import or look ahead, for each source on its own (GitLab's `github_import` and
    /// `bitbucket_server_import`: 6).
    public var imports = 6
    /// Tokens that are made.
    public var tokens = 60

    public init() {}
}
