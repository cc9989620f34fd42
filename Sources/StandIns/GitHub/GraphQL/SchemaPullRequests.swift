extension GraphQLSchema {
    /// `PullRequest`.
    mutating func addPullRequest() {
        type("PullRequest", of: Item<SampleIssue>.self) { type in
            type.identity(.pullRequest) { $0.pullRequestID }
            Self.addCommon(to: &type)
            Self.addTimeline(to: &type, "PullRequestTimelineItems")
            Self.addBranches(to: &type)
            Self.addMerge(to: &type)
            Self.addReviews(to: &type)
            type.scalar("url") { "\($0.page)/pull/\($0.value.number)" }
            type.scalar("isDraft") { .bool($0.value.pullRequest?.isDraft ?? false) }
            type.connection("commits", of: "PullRequestCommit") { item, _, _ in
                GraphQLItems(
                    "PullRequestCommit",
                    (item.value.pullRequest?.commits ?? []).map { item.with(CommitPosition(position: $0)) })
            }
            type.empty(["closingIssuesReferences": "Issue"], arguments: ["orderBy", "userLinkedOnly"])
        }
        type("ReviewRequest", of: Item<RequestSubject>.self) { type in
            type.scalar("id") { $0.node(.event, $0.value.number * 10) }
            type.object("requestedReviewer", "RequestedReviewer") { $0.actor($0.value.login) }
            type.constants(["asCodeOwner": false])
        }
    }

    private static func addBranches(to type: inout GraphQLTypeBuilder<Item<SampleIssue>>) {
        type.scalar("baseRefName") { JSONValue($0.value.pullRequest?.baseRef) }
        type.scalar("headRefName") { JSONValue($0.value.pullRequest?.headRef) }
        type.scalar("baseRefOid") { item in
            JSONValue(item.value.pullRequest.map { item.hosted.content.commit($0.baseCommit) })
        }
        type.scalar("headRefOid") { item in
            JSONValue(item.value.pullRequest.map { item.hosted.content.commit($0.headCommit) })
        }
        type.scalar("isCrossRepository") { .bool($0.value.pullRequest?.head != .sameRepository) }
        type.object("baseRepository", "Repository") { .object("Repository", $0.with($0.project.repository)) }
        type.object("headRepository", "Repository") { item in
            switch item.value.pullRequest?.head {
            case .sameRepository: return .object("Repository", item.with(item.project.repository))
            case .fork(let owner, let name):
                let answers = Answers(hosted: item.hosted, addresses: Addresses(api: item.web, web: item.web))
                let fork = SampleRepository(
                    id: answers.forkID(owner), owner: owner, name: name, createdAt: item.project.repository.createdAt)
                return .object("Repository", item.with(fork))
            case .deletedFork, nil: return .null
            }
        }
        type.object("headRepositoryOwner", "RepositoryOwner") { item in
            switch item.value.pullRequest?.head {
            case .sameRepository: item.actor(item.project.repository.owner)
            case .fork(let owner, _), .deletedFork(let owner): item.actor(owner)
            case nil: .null
            }
        }
        type.object("headRef", "Ref") { item in
            let name = "refs/heads/\(item.value.pullRequest?.headRef ?? "")"
            guard item.value.pullRequest?.head == .sameRepository else { return .null }
            return item.project.history.refs.first { $0.name == name }.map { .object("Ref", item.with($0)) } ?? .null
        }
        type.object("baseRef", "Ref") { item in
            let name = "refs/heads/\(item.value.pullRequest?.baseRef ?? "")"
            return item.project.history.refs.first { $0.name == name }.map { .object("Ref", item.with($0)) } ?? .null
        }
    }

    private static func addMerge(to type: inout GraphQLTypeBuilder<Item<SampleIssue>>) {
        type.scalar("merged") { .bool($0.value.pullRequest?.mergedAt != nil) }
        type.scalar("mergedAt") { JSONValue($0.value.pullRequest?.mergedAt) }
        type.object("mergedBy", "Actor") { $0.actor($0.value.pullRequest?.mergedBy) }
        type.object("mergeCommit", "Commit") { $0.commit($0.value.pullRequest?.mergeCommit) }
        type.constants(["mergeable": "UNKNOWN", "maintainerCanModify": false])
        type.absent(["potentialMergeCommit": "Commit", "autoMergeRequest": "AutoMergeRequest"])
    }

    private static func addReviews(to type: inout GraphQLTypeBuilder<Item<SampleIssue>>) {
        type.connection("reviews", of: "PullRequestReview", arguments: ["states", "author"]) { item, arguments, _ in
            let states = arguments.strings("states")
            let reviews = item.hosted.reviews(of: item.value.number).map { item.hosted.reviews[$0] }
                .filter { states?.contains($0.state.rawValue) ?? true }
            return GraphQLItems("PullRequestReview", reviews.map { item.with($0) })
        }
        type.connection("latestReviews", of: "PullRequestReview", arguments: ["writersOnly"]) { item, _, _ in
            GraphQLItems("PullRequestReview", item.latestReviews.map { item.with($0) })
        }
        type.scalar("reviewDecision") { item in
            let states = Set(item.latestReviews.map(\.state))
            if states.contains(.changesRequested) { return "CHANGES_REQUESTED" }
            return states.contains(.approved) ? "APPROVED" : "REVIEW_REQUIRED"
        }
        type.connection("reviewRequests", of: "ReviewRequest") { item, _, _ in
            let logins = item.value.pullRequest?.requestedReviewers ?? []
            return GraphQLItems(
                "ReviewRequest", logins.map { item.with(RequestSubject(number: item.value.number, login: $0)) })
        }
        type.connection("reviewThreads", of: "PullRequestReviewThread") { item, _, _ in
            let roots = item.hosted.reviewComments(of: item.value.number).map { item.hosted.reviewComments[$0] }
                .filter { $0.inReplyTo == nil }
            return GraphQLItems("PullRequestReviewThread", roots.map { item.with(ThreadSubject(root: $0)) })
        }
        type.scalar("totalCommentsCount") { item in
            .int(
                item.hosted.comments(on: item.value.number).count
                    + item.hosted.reviewComments(of: item.value.number).count)
        }
    }
}

/// A review that was asked for.
struct RequestSubject: Sendable {
    let number: Int
    let login: String
}

/// A review thread, known by its first comment.
struct ThreadSubject: Sendable {
    let root: SampleReviewComment
}

extension Item<SampleIssue> {
    /// The last review of each reviewer that is more than a comment.
    var latestReviews: [SampleReview] {
        var latest: [String: SampleReview] = [:]
        for position in hosted.reviews(of: value.number) {
            let review = hosted.reviews[position]
            if review.state != .commented, let author = review.author { latest[author] = review }
        }
        return latest.values.sorted { $0.id < $1.id }
    }
}
