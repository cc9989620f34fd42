/// What somebody's verdict on a pull request is in the end, by the source's own word: it counts more than what the
/// reviews on the way add up to, some of which may have been taken back.
public struct ReviewerStateDraft: Sendable, Hashable {
    public var mergeRequestNumber: Int64
    public var person: PersonDraft
    public var state: Reviewer.State
    /// When they came to it; `nil` where the source does not say.
    public var reviewedAt: Timestamp?
    public var sourceURL: String?

    public init(
        mergeRequestNumber: Int64, person: PersonDraft, state: Reviewer.State, reviewedAt: Timestamp?,
        sourceURL: String?
    ) {
        self.mergeRequestNumber = mergeRequestNumber
        self.person = person
        self.state = state
        self.reviewedAt = reviewedAt
        self.sourceURL = sourceURL
    }
}
