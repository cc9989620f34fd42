// What only a query tells of issues and pull requests.
extension GraphQLSchema {
    mutating func addDetails() {
        for name in ["Issue", "PullRequest"] {
            type(name, of: Item<SampleIssue>.self) { type in
                type.object("repository", "Repository") { item in
                    item.value.elsewhere.map { item.otherRepository($0) }
                        ?? .object("Repository", item.with(item.project.repository))
                }
            }
        }
        type("Issue", of: Item<SampleIssue>.self) { type in
            type.scalar("isPinned") { .bool($0.value.isPinned) }
            type.object("parent", "Issue") { item in item.value.parent.map { item.subject($0) } ?? .null }
            type.field("stateReason", type: nil, arguments: ["enableDuplicate"]) { item, arguments, _ in
                let isAsked = arguments.values["enableDuplicate"] == .bool(true)
                let reason = item.value.stateReason
                // GitHub calls duplicates what they were before there was that reason, unless it is asked for.
                return .value(
                    JSONValue((reason == .duplicate && !isAsked ? .notPlanned : reason)?.rawValue.uppercased()))
            }
        }
        type("PullRequest", of: Item<SampleIssue>.self) { type in
            type.connection(
                "closingIssuesReferences", of: "Issue", arguments: ["orderBy", "userLinkedOnly"]
            ) { item, _, _ in
                let issues = (item.value.pullRequest?.closesIssues ?? []).compactMap { item.project.issue($0) }
                return GraphQLItems(count: issues.count) { item.issueOrPull(issues[$0]) }
            }
            type.object("autoMergeRequest", "AutoMergeRequest") { item in
                item.value.pullRequest?.autoMergeBy == nil ? .null : .object("AutoMergeRequest", item)
            }
        }
        type("AutoMergeRequest", of: Item<SampleIssue>.self) { type in
            type.object("enabledBy", "Actor") { $0.actor($0.value.pullRequest?.autoMergeBy) }
            type.scalar("enabledAt") { JSONValue($0.value.updatedAt) }
            type.scalar("commitHeadline") { .string("\($0.value.title) (#\($0.value.number))") }
            type.constants(["mergeMethod": "SQUASH", "commitBody": nil, "authorEmail": nil])
        }
        type("Commit", of: Item<CommitPosition>.self) { $0.repository() }
    }
}
