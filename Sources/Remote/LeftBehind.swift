public import Model

/// A kind of object that a project has at its source and that has no place here.
public struct LeftBehind: Sendable, Hashable {
    public var kind: ObjectKind
    /// How many there are; `nil` where the credential may not see them.
    public var count: Int64?
    /// Where a person can look at them.
    public var url: String?

    public init(kind: ObjectKind, count: Int64?, url: String? = nil) {
        self.kind = kind
        self.count = count
        self.url = url
    }
}

extension Remote {
    /// Sources that know of nothing else.
    public func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] { [] }
}
