/// What a source says of a repository beside what every import needs. Kept as JSON with the import: everything is
/// optional, so that what an older version kept can be read.
public struct RepositoryDetails: Sendable, Hashable, Codable {
    /// A licence by choosealicense.com's key, such as `mit`; `other` for one it does not know.
    public struct License: Sendable, Hashable, Codable {
        public var key: String
        public var name: String

        public init(key: String, name: String) {
            self.key = key
            self.name = name
        }
    }

    public var license: License?
    public var allowsMergeCommit: Bool?
    public var allowsSquashMerge: Bool?
    public var allowsRebaseMerge: Bool?
    public var deletesBranchOnMerge: Bool?
    public var hasPages: Bool?
    /// Whether the credential's account administers the repository.
    public var isAdministered: Bool?

    public init() {}
}
