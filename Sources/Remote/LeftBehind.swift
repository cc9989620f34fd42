public import Model

/// A kind of object that a project has at its source and that has no place here.
public struct LeftBehind: Sendable, Hashable {
    public var kind: ObjectKind
    /// How many there are; `nil` where the credential may not see them, or the source has no list of them.
    public var count: Int64?
    /// Whether the source has a list of them: some hang on each commit apart, so that only asking about every commit
    /// would tell.
    public var isListed: Bool
    /// Where a person can look at them.
    public var url: String?

    public init(kind: ObjectKind, count: Int64?, url: String? = nil, isListed: Bool = true) {
        self.isListed = isListed
        self.kind = kind
        self.count = count
        self.url = url
    }
}

extension Remote {
    /// Sources that know of nothing else.
    public func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] { [] }
}
