public import Model

/// Whole names of commits that a page names in short.
public struct CommitNames: Sendable, Hashable {
    private let names: [AbbreviatedHash: ObjectHash]

    /// For pages that write names in full.
    public static let none = CommitNames([:])

    public init(_ names: [AbbreviatedHash: ObjectHash]) {
        self.names = names
    }

    /// `nil` where neither git nor the source has such a commit any more.
    public subscript(abbreviation: AbbreviatedHash) -> ObjectHash? { names[abbreviation] }
}
