extension GraphQLSchema {
    /// Reviews, threads and the comments in them.
    mutating func addReviews() {
        type("PullRequestReview", of: Item<SampleReview>.self) { type in
            type.identity(.review) { $0.id }
            type.repository()
            type.comment(body: { $0.body }, author: { $0.author })
            type.reactions({ $0.value.reactions }, owner: { $0.value.id })
            type.scalar("state") { .string($0.value.state.rawValue) }
            type.scalar("submittedAt") { JSONValue($0.value.submittedAt) }
            type.scalar("createdAt") { JSONValue($0.value.submittedAt) }
            type.scalar("publishedAt") { JSONValue($0.value.submittedAt) }
            type.scalar("updatedAt") { JSONValue($0.value.submittedAt) }
            type.object("commit", "Commit") { $0.commit($0.value.commit) }
            type.scalar("url") { "\($0.page)/pull/\($0.value.pullRequest)#pullrequestreview-\($0.value.id)" }
            type.object("pullRequest", "PullRequest") { item in
                item.project.issue(item.value.pullRequest).map { .object("PullRequest", item.with($0)) } ?? .null
            }
            type.connection("comments", of: "PullRequestReviewComment") { item, _, _ in
                item.comments(item.hosted.reviewComments(with: item.value.id))
            }
            type.constants(["authorCanPushToRepository": true])
            type.scalar("isMinimized") { .bool($0.value.minimizedReason != nil) }
            type.scalar("minimizedReason") { JSONValue($0.value.minimizedReason) }
            type.empty(["onBehalfOf": "Team"])
        }
        addThread()
        addReviewComment()
    }

    private mutating func addThread() {
        type("PullRequestReviewThread", of: Item<ThreadSubject>.self) { type in
            type.scalar("id") { $0.node(.thread, $0.value.root.id) }
            type.scalar("isResolved") { .bool($0.value.root.isResolved) }
            type.object("resolvedBy", "User") { $0.actor($0.value.root.resolvedBy) }
            type.scalar("isOutdated") { .bool($0.value.root.isOutdated) }
            type.scalar("isCollapsed") { .bool($0.value.root.isResolved || $0.value.root.isOutdated) }
            type.scalar("path") { .string($0.value.root.path) }
            type.scalar("line") { JSONValue($0.value.root.line) }
            type.scalar("startLine") { JSONValue($0.value.root.startLine) }
            type.scalar("originalLine") { JSONValue($0.value.root.originalLine) }
            type.scalar("originalStartLine") { JSONValue($0.value.root.originalStartLine) }
            type.scalar("diffSide") { .string($0.value.root.side.rawValue) }
            type.scalar("startDiffSide") { item in
                item.value.root.originalStartLine == nil ? nil : .string(item.value.root.side.rawValue)
            }
            type.scalar("subjectType") { $0.value.root.originalLine == nil ? "FILE" : "LINE" }
            type.constants(["viewerCanResolve": false, "viewerCanUnresolve": false, "viewerCanReply": false])
            type.repository()
            type.object("pullRequest", "PullRequest") { item in
                item.project.issue(item.value.root.pullRequest).map { .object("PullRequest", item.with($0)) } ?? .null
            }
            type.connection("comments", of: "PullRequestReviewComment", arguments: ["skip"]) { item, _, _ in
                item.comments(item.hosted.reviewComments(in: item.value.root.id))
            }
        }
    }

    private mutating func addReviewComment() {
        type("PullRequestReviewComment", of: Item<SampleReviewComment>.self) { type in
            type.identity(.reviewComment) { $0.id }
            type.repository()
            type.comment(body: { $0.body }, author: { $0.author })
            type.reactions({ $0.value.reactions }, owner: { $0.value.id })
            Self.addPosition(to: &type)
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("draftedAt") { JSONValue($0.value.createdAt) }
            type.scalar("publishedAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.updatedAt) }
            type.scalar("url") { "\($0.page)/pull/\($0.value.pullRequest)#discussion_r\($0.value.id)" }
            type.object("replyTo", "PullRequestReviewComment") { item in
                item.value.inReplyTo.flatMap { item.reviewComment($0) } ?? .null
            }
            type.object("pullRequestReview", "PullRequestReview") { item in
                guard let position = HostedProject.position(of: item.value.review, in: item.hosted.reviews, id: \.id)
                else {
                    return .null
                }
                return .object("PullRequestReview", item.with(item.hosted.reviews[position]))
            }
            type.object("pullRequest", "PullRequest") { item in
                item.project.issue(item.value.pullRequest).map { .object("PullRequest", item.with($0)) } ?? .null
            }
            type.constants(["state": "SUBMITTED"])
            type.scalar("isMinimized") { .bool($0.value.minimizedReason != nil) }
            type.scalar("minimizedReason") { JSONValue($0.value.minimizedReason) }
        }
    }

    private static func addPosition(to type: inout GraphQLTypeBuilder<Item<SampleReviewComment>>) {
        type.scalar("path") { .string($0.value.path) }
        type.scalar("diffHunk") { .string($0.hosted.diffHunk($0.value)) }
        type.scalar("position") { $0.value.isOutdated ? nil : JSONValue($0.hosted.position($0.value)) }
        type.scalar("originalPosition") { .int($0.hosted.position($0.value) ?? 1) }
        type.scalar("line") { JSONValue($0.value.line) }
        type.scalar("startLine") { JSONValue($0.value.startLine) }
        type.scalar("originalLine") { JSONValue($0.value.originalLine) }
        type.scalar("originalStartLine") { JSONValue($0.value.originalStartLine) }
        type.scalar("outdated") { .bool($0.value.isOutdated) }
        type.scalar("subjectType") { $0.value.originalLine == nil ? "FILE" : "LINE" }
        type.object("originalCommit", "Commit") { $0.commit($0.value.commit) }
        type.object("commit", "Commit") { item in
            let head = item.project.issue(item.value.pullRequest)?.pullRequest?.headCommit
            return item.commit(item.value.isOutdated ? item.value.commit : head)
        }
    }
}

extension Item {
    /// Review comments by their positions.
    func comments(_ positions: [Int]) -> GraphQLItems {
        GraphQLItems(count: positions.count) {
            .object("PullRequestReviewComment", with(hosted.reviewComments[positions[$0]]))
        }
    }

    /// The review comment with this number; nil when there is none to see.
    func reviewComment(_ id: Int) -> GraphQLResult? {
        HostedProject.position(of: id, in: hosted.reviewComments, id: \.id)
            .map { .object("PullRequestReviewComment", with(hosted.reviewComments[$0])) }
    }
}
