/// How many objects of a kind the source says that one of its objects has: an issue tells how many comments it has.
public struct Announcement: Sendable, Hashable {
    /// What is counted.
    public var kind: ObjectKind
    /// The object that says it: reading it again replaces what it said before.
    public var sourceKey: SourceKey
    /// Number of the issue or pull request it is about; 0 where it is about none.
    public var number: Int64
    public var count: Int64

    public init(kind: ObjectKind, sourceKey: SourceKey, number: Int64, count: Int64) {
        self.kind = kind
        self.sourceKey = sourceKey
        self.number = number
        // The source's word: whatever it says, sums of it stay in bounds.
        self.count = min(max(count, 0), 1 << 40)
    }

    /// What an issue or a pull request itself says.
    public init(kind: ObjectKind, of item: NoteableKind, number: Int64, count: Int64) {
        self.init(kind: kind, sourceKey: Self.key(of: item, number: number), number: number, count: count)
    }

    /// How an issue or a merge request is named among those who say something.
    public static func key(of item: NoteableKind, number: Int64) -> SourceKey {
        SourceKey("\(item == .issue ? "issue" : "pull"):\(number)")
    }
}

/// That a page shows an issue or a pull request, and when it last changed.
public struct ItemMark: Sendable, Hashable {
    public var item: NoteableKind
    public var number: Int64
    public var updatedAt: Timestamp

    public init(item: NoteableKind, number: Int64, updatedAt: Timestamp) {
        self.item = item
        self.number = number
        self.updatedAt = updatedAt
    }
}
