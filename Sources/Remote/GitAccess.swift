public import Outbound

/// How git reads a repository at a source.
public struct GitAccess: Sendable, Hashable {
    /// What git and LFS show the source. It never leaves for another origin.
    public var credential: Credential
    /// Pattern of the refs under which the source keeps the heads of pull requests, with one `*` for the number
    /// (`refs/pull/*/head`); a source may keep those of some pull requests only.
    public var pullRequestHeads: String
    /// Address of the wiki's repository; `nil` where the source has no wikis.
    public var wikiURL: String?

    public init(credential: Credential, pullRequestHeads: String, wikiURL: String?) {
        self.credential = credential
        self.pullRequestHeads = pullRequestHeads
        self.wikiURL = wikiURL
    }
}
