import Foundation

extension GraphQLSchema {
    /// `issues`, `pullRequests` and single ones, on the repository.
    static func addIssues(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        let arguments: Set<String> = ["states", "orderBy", "labels"]
        type.connection("issues", of: "Issue", arguments: arguments.union(["filterBy"])) { item, arguments, _ in
            items(item, arguments, pulls: false)
        }
        type.connection(
            "pullRequests", of: "PullRequest", arguments: arguments.union(["baseRefName", "headRefName"])
        ) { item, arguments, _ in items(item, arguments, pulls: true) }
        for name in ["issue", "pullRequest", "issueOrPullRequest"] {
            let wanted = ["issue": "Issue", "pullRequest": "PullRequest"][name]
            type.field(
                name, type: wanted ?? "IssueOrPullRequest", arguments: ["number"], required: ["number"]
            ) { item, arguments, _ in
                let number = arguments.int("number") ?? 0
                guard let issue = item.project.issue(number),
                    wanted == nil || (wanted == "PullRequest") == (issue.pullRequest != nil)
                else {
                    let kind = wanted == "PullRequest" ? "PullRequest" : "Issue"
                    throw GraphQLError.notFound(
                        "Could not resolve to \(kind == "Issue" ? "an" : "a") \(kind) with the number of \(number).", []
                    )
                }
                return item.issueOrPull(issue)
            }
        }
    }

    /// The positions of issues or of pull requests, in the order and with the states asked for.
    private static func items(
        _ item: Item<SampleRepository>, _ arguments: GraphQLArguments, pulls: Bool
    ) -> GraphQLItems {
        let states = arguments.strings("states")
        let sort = arguments.values["orderBy"]?["field"] == "UPDATED_AT" ? "updated" : "created"
        let project = item.project
        let name = "graphql/\(pulls)/\(sort)/\(states?.sorted().joined(separator: "+") ?? "all")"
        let order = item.hosted.order(name) {
            ListOrder(project.issues) { issue in
                guard (issue.pullRequest != nil) == pulls, states?.contains(issue.graphQLState) ?? true else {
                    return nil
                }
                return (sort == "updated" ? issue.updatedAt : issue.createdAt).timeIntervalSince1970
            }
        }
        let since = arguments.values["filterBy"]?["since"].flatMap { value -> Date? in
            if case .string(let text) = value { Date.timestamp(text) } else { nil }
        }
        let rows = order.positions.filter { position in since.map { project.issues[position].updatedAt >= $0 } ?? true }
        let isDescending = arguments.values["orderBy"]?["direction"] == "DESC"
        let count = rows.count
        return GraphQLItems(count: count) { item.issueOrPull(project.issues[rows[isDescending ? count - 1 - $0 : $0]]) }
    }

    /// `Issue`, and what a pull request has of it.
    mutating func addIssue() {
        type("Issue", of: Item<SampleIssue>.self) { type in
            type.identity(.issue) { $0.id }
            Self.addCommon(to: &type)
            Self.addTimeline(to: &type, "IssueTimelineItems")
            type.scalar("stateReason") { JSONValue($0.value.stateReason?.rawValue.uppercased()) }
            type.scalar("url") { "\($0.page)/issues/\($0.value.number)" }
            type.constants(["isPinned": false])
            type.absent(["duplicateOf": "Issue", "parent": "Issue", "issueType": "IssueType"])
            type.empty([
                "subIssues": "Issue", "blockedBy": "Issue", "blocking": "Issue", "linkedBranches": "LinkedBranch",
            ])
            type.empty(
                ["closedByPullRequestsReferences": "PullRequest"], arguments: ["includeClosedPrs", "orderByState"])
        }
    }

    /// What issues and pull requests have in common.
    static func addCommon(to type: inout GraphQLTypeBuilder<Item<SampleIssue>>) {
        type.repository()
        type.comment(body: { $0.body }, author: { $0.author })
        type.reactions({ $0.value.reactions }, owner: { $0.value.number })
        type.scalar("number") { .int($0.value.number) }
        type.scalar("title") { .string($0.value.title) }
        type.scalar("state") { .string($0.value.graphQLState) }
        type.scalar("locked") { .bool($0.value.isLocked) }
        type.scalar("activeLockReason") { issue in
            JSONValue(issue.value.lockReason?.uppercased().replacing(" ", with: "_").replacing("-", with: "_"))
        }
        type.scalar("createdAt") { JSONValue($0.value.createdAt) }
        type.scalar("publishedAt") { JSONValue($0.value.createdAt) }
        type.scalar("updatedAt") { JSONValue($0.value.updatedAt) }
        type.scalar("closed") { .bool($0.value.state == .closed) }
        type.scalar("closedAt") { JSONValue($0.value.closedAt) }
        type.connection("assignees", of: "User") { item, _, _ in item.actors(item.value.assignees) }
        type.connection("participants", of: "User") { item, _, _ in item.actors(item.participants) }
        type.connection("labels", of: "Label", arguments: ["orderBy"]) { item, _, _ in
            let labels = item.value.labels.compactMap { name in item.project.labels.first { $0.name == name } }
            return GraphQLItems("Label", labels.map { item.with($0) })
        }
        type.object("milestone", "Milestone") { item in
            item.project.milestones.first { $0.number == item.value.milestone }
                .map { .object("Milestone", item.with($0)) } ?? .null
        }
        type.connection("comments", of: "IssueComment", arguments: ["orderBy"]) { item, _, _ in
            let positions = item.hosted.comments(on: item.value.number)
            return GraphQLItems(count: positions.count) {
                .object("IssueComment", item.with(item.project.comments[positions[$0]]))
            }
        }
    }

    /// `IssueComment`.
    mutating func addIssueComment() {
        type("IssueComment", of: Item<SampleComment>.self) { type in
            type.identity(.comment) { $0.id }
            type.repository()
            type.comment(body: { $0.body }, author: { $0.author })
            type.reactions({ $0.value.reactions }, owner: { $0.value.id })
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("publishedAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.updatedAt) }
            type.scalar("isMinimized") { .bool($0.value.minimizedReason != nil) }
            type.scalar("minimizedReason") { JSONValue($0.value.minimizedReason) }
            type.scalar("url") { item in
                let place = item.project.issue(item.value.issue)?.pullRequest == nil ? "issues" : "pull"
                return "\(item.page)/\(place)/\(item.value.issue)#issuecomment-\(item.value.id)"
            }
            type.object("issue", "Issue") { item in
                item.project.issue(item.value.issue).map { .object("Issue", item.with($0)) } ?? .null
            }
            type.object("pullRequest", "PullRequest") { item in
                guard let issue = item.project.issue(item.value.issue), issue.pullRequest != nil else { return .null }
                return .object("PullRequest", item.with(issue))
            }
        }
    }
}

extension Item<SampleIssue> {
    /// The author and everybody who commented, each once.
    var participants: [String] {
        let commenters = hosted.comments(on: value.number).compactMap { project.comments[$0].author }
        var seen: Set<String> = []
        return ([value.author].compactMap { $0 } + commenters).filter { seen.insert($0).inserted }
    }
}

extension SampleIssue {
    /// GraphQL's state: a merged pull request is not `CLOSED`.
    var graphQLState: String {
        pullRequest?.mergedAt == nil ? state.rawValue.uppercased() : "MERGED"
    }
}
