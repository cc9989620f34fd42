public import Model

/// A kind of object that a project has at its source and that has no place here.
public struct LeftBehind: Sendable, Hashable {
    public var kind: ObjectKind
    /// Why nobody knows how many there are.
    public enum UnknownCount: Sendable, Hashable {
        /// The credential may not see them.
        case hidden
        /// The source has no list of them: they hang on each commit apart, so that only asking about every commit
        /// would tell.
        case unlisted
        /// It would cost a request and help nobody.
        case unasked
    }

    /// How many there are; `nil` where that is not known.
    public var count: Int64?
    /// Holds where there is no count.
    public var unknown: UnknownCount
    /// Where a person can look at them.
    public var url: String?

    public init(kind: ObjectKind, count: Int64?, url: String? = nil, unknown: UnknownCount = .hidden) {
        self.unknown = unknown
        self.kind = kind
        self.count = count
        self.url = url
    }
}

extension Remote {
    /// Sources that know of nothing else.
    public func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] { [] }
}
