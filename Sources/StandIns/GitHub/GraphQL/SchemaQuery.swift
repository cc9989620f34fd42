import Foundation

extension GraphQLSchema {
    /// GitHub's schema, as far as an importer asks for it.
    static let github: GraphQLSchema = {
        var schema = GraphQLSchema()
        schema.addActors()
        schema.addReactions()
        schema.addCommits()
        schema.addRepository()
        schema.addIssue()
        schema.addIssueComment()
        schema.addPullRequest()
        schema.addReviews()
        schema.addCommitComments()
        schema.addEvents()
        schema.addProtection()
        schema.addOthers()
        schema.addAbstractTypes()
        schema.addQuery()
        schema.addIntrospection()
        return schema
    }()

    private mutating func addAbstractTypes() {
        let events = Set(types.keys.filter { $0.hasSuffix("Event") })
        let accounts: Set<String> = ["User", "Bot", "Organization", "Mannequin"]
        let texts: Set<String> = [
            "Issue", "PullRequest", "IssueComment", "PullRequestReview", "PullRequestReviewComment", "CommitComment",
        ]
        abstract("Actor", accounts.union(["EnterpriseUserAccount"]))
        abstract("Reactor", accounts)
        abstract("Assignee", accounts)
        abstract("RepositoryOwner", ["User", "Organization"])
        abstract("RequestedReviewer", ["User", "Bot", "Mannequin", "Team"])
        abstract("Reactable", texts.union(["Release"]))
        abstract("Comment", texts)
        abstract(
            "Minimizable", ["IssueComment", "PullRequestReview", "PullRequestReviewComment", "CommitComment"])
        abstract("GitObject", ["Commit", "Blob"])
        abstract("Closer", ["Commit", "PullRequest"])
        for name in ["IssueOrPullRequest", "ReferencedSubject", "Closable", "Assignable", "Labelable", "Lockable"] {
            abstract(name, ["Issue", "PullRequest"])
        }
        abstract("IssueTimelineItems", events.union(["IssueComment"]))
        abstract(
            "PullRequestTimelineItems",
            events.union(["IssueComment", "PullRequestReview", "PullRequestReviewThread", "PullRequestCommit"]))
        abstract("Node", Set(types.filter { $0.value.possible.isEmpty && $0.value.fields["id"] != nil }.keys))
    }

    private mutating func addQuery() {
        type("Query", of: QuerySubject.self) { type in
            type.field(
                "repository", type: "Repository", arguments: ["owner", "name", "followRenames"],
                required: ["owner", "name"]
            ) { _, arguments, context in
                let (owner, name) = (arguments.string("owner") ?? "", arguments.string("name") ?? "")
                guard let hosted = context.hosted(owner, name) else {
                    throw GraphQLError.notFound(
                        "Could not resolve to a Repository with the name '\(owner)/\(name)'.", [])
                }
                return .object(
                    "Repository", Item(hosted: hosted, web: context.addresses.web, value: hosted.project.repository))
            }
            type.field("node", type: "Node", arguments: ["id"], required: ["id"]) { _, arguments, context in
                try context.node(arguments.string("id") ?? "")
            }
            type.field("nodes", type: "Node", arguments: ["ids"], required: ["ids"]) { _, arguments, context in
                .list((arguments.strings("ids") ?? []).map { (try? context.node($0)) ?? .null })
            }
            type.field("user", type: "User", arguments: ["login"], required: ["login"]) { _, arguments, context in
                try context.account(arguments.string("login") ?? "")
            }
            type.field("viewer", type: "User") { _, _, context in try context.account(context.token.login) }
            type.field("rateLimit", type: "RateLimit", arguments: ["dryRun"]) { _, _, context in
                .object("RateLimit", RateSubject(bucket: context.bucket, cost: context.cost))
            }
        }
        type("RateLimit", of: RateSubject.self) { type in
            type.scalar("cost") { .int($0.cost.points) }
            type.scalar("limit") { .int($0.bucket.limit) }
            type.scalar("remaining") { .int($0.bucket.remaining) }
            type.scalar("used") { .int($0.bucket.used) }
            type.scalar("nodeCount") { .int($0.cost.nodes) }
            type.scalar("resetAt") { JSONValue(Date(timeIntervalSince1970: Double($0.bucket.reset))) }
        }
    }
}

/// What `rateLimit` is computed from.
struct RateSubject: Sendable {
    let bucket: RateBucket
    let cost: GraphQLValidation.Cost
}
