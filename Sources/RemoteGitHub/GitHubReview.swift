import Model
import RemoteREST

/// `PullRequestReview`: somebody's verdict. REST has reviews for one pull request at a time only.
struct GitHubReview: Decodable, Sendable {
    var id: DatabaseID
    var state: String
    var body: String?
    var submittedAt: Timestamp?
    var updatedAt: Timestamp
    var url: String
    var author: GitHubActor?
    var nodeID: String?
    var isMinimized: Bool?
    var minimizedReason: String?
    var reactionGroups: [GitHubReactionGroup]?

    enum CodingKeys: String, CodingKey {
        case id = "fullDatabaseId"
        case state
        case body
        case submittedAt
        case updatedAt
        case url
        case author
        case nodeID = "id"
        case isMinimized
        case minimizedReason
        case reactionGroups
    }

    static let fragment = """
        fragment review on PullRequestReview {
          id fullDatabaseId state body submittedAt updatedAt url isMinimized minimizedReason
          \(GitHubReactionGroup.selection)
          author { ...person }
        }
        """

    /// Not yet sent: only its author sees it, and it is no part of the project.
    var isPending: Bool { state == "PENDING" }

    func mapped(number: Int64) -> MappedPage {
        guard let verdict = Self.verdicts[state] else {
            let fault = MappingFault(identifier: String(id.value), url: url, detail: "state is unknown")
            return MappedPage(exceptions: [fault.exception(kind: .review, at: 0)])
        }
        var draft = ReviewDraft(
            sourceKey: SourceKey(id.value), mergeRequestNumber: number, verdict: verdict, body: (body ?? "").withoutNUL,
            author: author?.person, submittedAt: submittedAt ?? updatedAt, updatedAt: updatedAt, sourceURL: url)
        let hidden = GitHubMinimized(isMinimized, minimizedReason)
        draft.minimizedReason = hidden?.reason
        var page = MappedPage(drafts: [.review(draft)])
        if let hidden { page.exceptions.append(hidden.exception(.review, draft.sourceKey, url: url)) }
        let target = ReactionTarget(.review, draft.sourceKey)
        if let reacted = ReactedDraft(target, nodeID: nodeID, reactionGroups) { page.drafts.append(.reacted(reacted)) }
        return page
    }

    static let verdicts: [String: ReviewDraft.Verdict] = [
        "APPROVED": .approved, "CHANGES_REQUESTED": .changesRequested, "COMMENTED": .commented, "DISMISSED": .dismissed,
    ]
}

/// `fullDatabaseId`: a number, written as text because it may outgrow 32 bits.
struct DatabaseID: Decodable, Sendable, Hashable {
    var value: Int64

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            value = number
        } else if let number = Int64(try container.decode(String.self)) {
            value = number
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number")
        }
    }
}
