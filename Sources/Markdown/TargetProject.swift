/// A project into which a repository was imported: what its texts may point at.
public struct TargetProject: Sendable {
    /// Full path, `group/subgroup/project`.
    public let path: String
    /// The project's page, `https://host/group/project`, without a slash at the end.
    public let webURL: String
    /// What a number of the source repository is here; `nil` when nothing with that number was imported.
    public let itemKind: @Sendable (_ number: Int64) -> TextPass.ItemKind?
    /// The note a fragment of the source became (`issuecomment-12`, `discussion_r12`); `nil` when it isn't known.
    public let note: @Sendable (_ fragment: String) -> Int64?

    public init(
        path: String,
        webURL: String,
        itemKind: @escaping @Sendable (_ number: Int64) -> TextPass.ItemKind?,
        note: @escaping @Sendable (_ fragment: String) -> Int64? = { _ in nil }
    ) {
        self.path = path
        self.webURL = webURL
        self.itemKind = itemKind
        self.note = note
    }
}
