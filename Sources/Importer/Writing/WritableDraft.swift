import Model
import Store

/// What the writer must know of a draft: each kind says it beside the method that writes it (`DraftWriter+….swift`).
protocol WritableDraft {
    /// Everybody the draft names.
    var people: [PersonDraft] { get }
    /// Number of the issue or pull request it hangs on.
    var hangsOn: Int64? { get }
    /// Numbers of further items it names.
    var refersTo: [Int64] { get }
    /// The texts it brings, which the text pass will read.
    var texts: [String] { get }
    /// Whether it names labels and a milestone.
    var namesBaseData: Bool { get }
    /// The row it becomes; `nil` for drafts that only say more of rows that are there.
    var row: (ImportedTable, SourceKey)? { get }
    /// The row that holds its text, where that is another one.
    var textRow: (ImportedTable, SourceKey)? { get }
    /// How the ledger names it.
    var ledgerName: LedgerName { get }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws
}

extension WritableDraft {
    var people: [PersonDraft] { [] }
    var hangsOn: Int64? { nil }
    var refersTo: [Int64] { [] }
    var texts: [String] { [] }
    var namesBaseData: Bool { false }
    var row: (ImportedTable, SourceKey)? { nil }
    var textRow: (ImportedTable, SourceKey)? { row }
}

/// One object in the ledger's words.
struct LedgerName {
    var kind: ObjectKind
    var sourceKey: SourceKey
    var sourceURL: String?

    init(_ kind: ObjectKind, _ sourceKey: SourceKey, _ sourceURL: String? = nil) {
        self.kind = kind
        self.sourceKey = sourceKey
        self.sourceURL = sourceURL
    }
}

extension Draft {
    var writable: any WritableDraft {
        switch self {
        case .label(let draft): draft
        case .milestone(let draft): draft
        case .release(let draft): draft
        case .issue(let draft): draft
        case .mergeRequest(let draft): draft
        case .note(let draft): draft
        case .diffNote(let draft): draft
        case .review(let draft): draft
        case .reviewerState(let draft): draft
        case .timelineEvent(let draft): draft
        case .itemDetails(let draft): draft
        case .threadResolution(let draft): draft
        case .personName(let draft): draft
        case .commitComment(let draft): draft
        case .reacted(let draft): draft
        case .reactionCount(let draft): draft
        case .reaction(let draft): draft
        case .minimized(let draft): draft
        case .collaborator(let draft): draft
        case .protectedBranch(let draft): draft
        case .protectedTag(let draft): draft
        }
    }
}

extension PersonDraft: WritableDraft {
    var people: [PersonDraft] { [self] }
    var ledgerName: LedgerName { LedgerName(.user, SourceKey(identifier)) }

    /// The resolver has kept the name while it looked the person up.
    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) {}
}
