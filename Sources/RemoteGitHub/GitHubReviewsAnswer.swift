import Model
import Remote
import RemoteREST

/// Answers to the queries of ``GitHubReviewQueries``.
struct GitHubReviewsAnswer: Decodable, Sendable {
    var repository: Repository?
    /// One pull request with further reviews.
    var node: PullRequest?

    enum CodingKeys: String, CodingKey {
        case repository
        case node
    }

    struct Repository: Decodable, Sendable {
        var pullRequests: GraphQLConnection<PullRequest>?

        enum CodingKeys: String, CodingKey {
            case pullRequests
        }
    }

    struct PullRequest: Decodable, Sendable {
        var id: String?
        var number: Int64
        var updatedAt: String?
        var author: GitHubActor?
        var reactionGroups: [GitHubReactionGroup]?
        /// Not asked for where the pull request was too heavy with them.
        var reviews: GraphQLConnection<GitHubReview>?
        /// Set by Landfall where they could not be fetched at all; else a reason where they were asked for, and the
        /// answer is null.
        var unreadable: String?

        enum CodingKeys: String, CodingKey {
            case id
            case number
            case updatedAt
            case author
            case reactionGroups
            case reviews
            case unreadable = "landfall_unreadable"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            id = try values.decodeIfPresent(String.self, forKey: .id)
            number = try values.decode(Int64.self, forKey: .number)
            updatedAt = try values.decodeIfPresent(String.self, forKey: .updatedAt)
            author = try values.decodeIfPresent(GitHubActor.self, forKey: .author)
            reactionGroups = try values.decodeIfPresent([GitHubReactionGroup].self, forKey: .reactionGroups)
            reviews = try values.decodeIfPresent(GraphQLConnection<GitHubReview>.self, forKey: .reviews)
            unreadable = try values.decodeIfPresent(String.self, forKey: .unreadable)
            if reviews == nil, unreadable == nil, values.contains(.reviews) {
                unreadable = "GitHub does not answer with them"
            }
        }
    }
}

extension GitHubReviewsAnswer {
    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let answer: GraphQLAnswer<Self> = try GitHubRows.decode(payload, what: "a page of reviews")
        guard let data = answer.data else { throw .malformed(what: "a page of reviews") }
        var page = MappedPage()
        var actors: [GitHubActor?] = []
        if let pulls = data.repository?.pullRequests?.read(kind: .review) {
            page.exceptions += pulls.exceptions
            for pull in pulls.nodes { pull.map(into: &page, &actors) }
        }
        if let pull = data.node {
            // Those of one pull request are asked for apart from their beginning where it was too heavy with them.
            pull.map(into: &page, &actors, isFurther: pull.reviews?.pageInfo?.hasPreviousPage ?? true)
        }
        page.drafts += actors.names
        return page
    }
}

extension GitHubReviewsAnswer.PullRequest {
    /// - Parameter isFurther: whether an earlier page has told how many reviews there are.
    fileprivate func map(into page: inout MappedPage, _ actors: inout [GitHubActor?], isFurther: Bool = false) {
        actors.append(author)
        if let unreadable {
            page.exceptions.append(
                ImportException(
                    kind: .review, sourceKey: SourceKey("pull request \(number)"), sourceURL: nil, outcome: .failed,
                    reason: "its reviews could not be read: \(unreadable)",
                    cure: Cure.retry))
        }
        // The list of issues counts them, unless issues are turned off.
        let target = ReactionTarget(.item, SourceKey(number))
        if let reacted = ReactedDraft(target, nodeID: id, reactionGroups) { page.drafts.append(.reacted(reacted)) }
        guard let reviews else { return }
        let (read, exceptions) = reviews.read(kind: .review)
        page.exceptions += exceptions
        let sent = read.filter { !$0.isPending }
        for review in sent { page.append(review.mapped(number: number)) }
        actors += sent.map(\.author)
        let announced = (reviews.totalCount ?? 0).asCount - Int64(read.count - sent.count)
        if !isFurther {
            page.announcements.append(
                Announcement(kind: .review, of: .mergeRequest, number: number, count: announced))
        }
    }
}
