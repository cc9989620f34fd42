import Model
import Remote
import RemoteREST

/// `GET /repositories/:id/pulls/comments?sort=created&direction=asc`: a comment on the diff of a pull request, of the
/// whole repository.
struct GitHubReviewComment: GitHubRow {
    static let kind = ObjectKind.diffNote
    static let path = "pulls/comments"

    var id: Int64
    var pullRequestURL: String
    /// `null` for comments older than reviews.
    var reviewID: Int64?
    var inReplyTo: Int64?
    var body: String?
    var user: GitHubUser?
    var place: GitHubDiffPlace
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var htmlURL: String
    var nodeID: String?
    var reactions: GitHubReactionTotal?

    enum CodingKeys: String, CodingKey {
        case id
        case pullRequestURL = "pull_request_url"
        case reviewID = "pull_request_review_id"
        case inReplyTo = "in_reply_to_id"
        case body
        case user
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
        case nodeID = "node_id"
        case reactions
    }

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(Int64.self, forKey: .id)
        pullRequestURL = try row.decode(String.self, forKey: .pullRequestURL)
        reviewID = try row.decodeIfPresent(Int64.self, forKey: .reviewID)
        inReplyTo = try row.decodeIfPresent(Int64.self, forKey: .inReplyTo)
        body = try row.decodeIfPresent(String.self, forKey: .body)
        user = try row.decodeIfPresent(GitHubUser.self, forKey: .user)
        createdAt = try row.decode(Timestamp.self, forKey: .createdAt)
        updatedAt = try row.decode(Timestamp.self, forKey: .updatedAt)
        htmlURL = try row.decode(String.self, forKey: .htmlURL)
        nodeID = try row.decodeIfPresent(String.self, forKey: .nodeID)
        reactions = try row.decodeIfPresent(GitHubReactionTotal.self, forKey: .reactions)
        place = try GitHubDiffPlace(from: decoder)
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let (rows, exceptions) = try GitHubRows.read(payload, as: Self.self)
        var page = MappedPage(exceptions: exceptions)
        let parents = Dictionary(
            rows.compactMap { row in row.inReplyTo.map { (row.id, $0) } }, uniquingKeysWith: { first, _ in first })
        for row in rows { page.append(row.mapped(thread: root(of: row.id, in: parents))) }
        return page
    }

    func mapped() -> MappedPage { mapped(thread: inReplyTo ?? id) }

    /// The comment that opened the thread. GitHub names it in every reply; should a reply name a reply, the chain is
    /// followed as far as this page knows it.
    private static func root(of id: Int64, in parents: [Int64: Int64]) -> Int64 {
        var root = id
        var seen: Set<Int64> = []
        while let parent = parents[root], seen.insert(root).inserted { root = parent }
        return seen.contains(root) ? id : root
    }

    private func mapped(thread: Int64) -> MappedPage {
        guard let number = pullRequestURL.trailingNumber else {
            let fault = MappingFault(
                identifier: String(id), url: htmlURL, detail: "pull_request_url names no pull request")
            return MappedPage(exceptions: [fault.exception(kind: Self.kind, at: 0)])
        }
        let located = place.located()
        let text = SuggestionBlock.rewritten((body ?? "").withoutNUL, linesAbove: place.linesAbove)
        var draft = DiffNoteDraft(
            sourceKey: SourceKey(id), threadKey: SourceKey(thread), mergeRequestNumber: number,
            reviewKey: reviewID.map { SourceKey($0) }, body: text, author: user?.person, position: located.position,
            diffHunk: place.diffHunk?.withoutNUL, originalCommit: place.originalCommit.flatMap { ObjectHash($0) },
            isOutdated: place.isOutdated, createdAt: createdAt, updatedAt: updatedAt, sourceURL: htmlURL)
        draft.placeKey = placeKey(on: number)
        var page = MappedPage(drafts: [.diffNote(draft)])
        let target = ReactionTarget(.reviewComment, SourceKey(id))
        if let reacted = ReactedDraft(target, nodeID: nodeID, reactions) { page.drafts.append(.reacted(reacted)) }
        if let doubt = located.doubt {
            page.exceptions.append(
                ImportException(
                    kind: Self.kind, sourceKey: SourceKey(id), sourceURL: htmlURL, outcome: .degraded, reason: doubt))
        }
        return page
    }

    /// Until replies came to GitHub in 2016, comments at one place were its threads, and none names another.
    private func placeKey(on number: Int64) -> String? {
        guard inReplyTo == nil, createdAt < Self.repliesNameTheirParent, let commit = place.originalCommit,
            let line = place.originalPosition ?? place.originalLine
        else { return nil }
        return "diff \(number) \(commit) \(line) \(place.path.withoutNUL)"
    }

    /// 1 January 2017.
    private static let repliesNameTheirParent = Timestamp(millisecondsSinceEpoch: 1_483_228_800_000)
}
