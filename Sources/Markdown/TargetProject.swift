/// A project into which a repository was imported: what its texts may point at.
public struct TargetProject: Sendable {
    /// Full path, `group/subgroup/project`.
    public let path: String
    /// The project's page, `https://host/group/project`, without a slash at the end.
    public let webURL: String
    /// Whether an issue or a pull request with a number of the source repository was imported.
    public let has: @Sendable (_ kind: TextPass.ItemKind, _ number: Int64) -> Bool
    /// The note a fragment of the source became; `nil` when it isn't known. GitHub's fragments stand in its addresses
    /// (`issuecomment-12`, `discussion_r12`); Bitbucket's are `comment-12` on pull requests, `issue_comment-12` on issues.
    public let note: @Sendable (_ fragment: String) -> Int64?

    public init(
        path: String,
        webURL: String,
        has: @escaping @Sendable (_ kind: TextPass.ItemKind, _ number: Int64) -> Bool,
        note: @escaping @Sendable (_ fragment: String) -> Int64? = { _ in nil }
    ) {
        self.path = path
        self.webURL = webURL
        self.has = has
        self.note = note
    }

    /// For a source that numbers issues and pull requests together.
    public init(
        path: String,
        webURL: String,
        itemKind: @escaping @Sendable (_ number: Int64) -> TextPass.ItemKind?,
        note: @escaping @Sendable (_ fragment: String) -> Int64? = { _ in nil }
    ) {
        self.init(path: path, webURL: webURL, has: { kind, number in itemKind(number) == kind }, note: note)
    }

    /// What a number is, where issues and pull requests share their numbers.
    func itemKind(_ number: Int64) -> TextPass.ItemKind? {
        if has(.mergeRequest, number) { return .mergeRequest }
        return has(.issue, number) ? .issue : nil
    }
}
