/// That two issues have to do with each other (GitLab's linked issues).
public struct IssueLink: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable {
        case relatesTo = "relates_to"
        /// The source blocks the target.
        case blocks
    }

    /// What the link was at the source, where it said more than that the two are related.
    public enum Nature: String, Sendable, Codable {
        /// The source is the target's parent.
        case parent
        /// The target duplicates the source.
        case duplicate
        /// The source blocks the target.
        case blocks
    }

    public var id: Int64
    public var sourceIssueID: IssueID
    public var targetIssueID: IssueID
    public var kind: Kind
    public var nature: Nature?
    public var createdAt: Timestamp

    public init(
        id: Int64, sourceIssueID: IssueID, targetIssueID: IssueID, kind: Kind, nature: Nature?, createdAt: Timestamp
    ) {
        self.id = id
        self.sourceIssueID = sourceIssueID
        self.targetIssueID = targetIssueID
        self.kind = kind
        self.nature = nature
        self.createdAt = createdAt
    }

    /// GitLab's `link_type` as it reads from one of the two issues.
    public func type(from issue: IssueID) -> String {
        switch kind {
        case .relatesTo: "relates_to"
        case .blocks: issue == sourceIssueID ? "blocks" : "is_blocked_by"
        }
    }
}
