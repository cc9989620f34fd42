import Model

/// The queries of the collection `timelines`: issues and pull requests with what happened to them, and with the details
/// that the REST lists leave out.
///
/// A connection costs as many calls as its parents are asked for, whatever its own `first`; a hundred calls are a
/// point, and GitHub rounds. So a page takes as many items as stay below one and a half points.
enum GitHubTimelineQueries {
    /// Items of one page: connections on each, and 1 for the list, make at most 149 calls.
    static func largestPage(of item: ItemKind) -> Int { item == .issue ? 100 : 74 }

    /// A page of items with their timelines: 1 point.
    /// - Parameter isByChange: whether the last changed come first.
    static func page(
        _ name: RepositoryName, of item: ItemKind, first: Int, after: String?, isByChange: Bool = false
    ) -> GitHubQuery {
        list(
            name, of: item, first: first, after: after, isByChange: isByChange,
            calls: 1 + first * (item == .issue ? 1 : 2),
            connections: closing(item) + timeline(item, after: nil),
            fragments: fragments(item) + [event(item), GitHubSubject.closerFragment],
            what: "the timelines of \(words(item)) of \(name)")
    }

    /// One item without its timeline, where it is too heavy with it.
    static func bare(
        _ name: RepositoryName, of item: ItemKind, after: String?, isByChange: Bool = false
    ) -> GitHubQuery {
        list(
            name, of: item, first: 1, after: after, isByChange: isByChange, calls: 2, connections: closing(item),
            fragments: fragments(item), what: "one of the \(words(item)) of \(name)")
    }

    private static func list(
        _ name: RepositoryName, of item: ItemKind, first: Int, after: String?, isByChange: Bool, calls: Int,
        connections: String, fragments: [String], what: String
    ) -> GitHubQuery {
        let order = isByChange ? "{field: UPDATED_AT, direction: DESC}" : "{field: CREATED_AT, direction: ASC}"
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    items: \(item == .issue ? "issues" : "pullRequests")(
                      first: $first, after: $after, orderBy: \(order)
                    ) {
                      \(GraphQLPageInfo.selection)
                      nodes { ...details \(connections) }
                    }
                  }
                }
                \(fragments.joined(separator: "\n"))
                """,
            variables: name.variables(first: first, after: after), calls: calls, what: what)
    }

    /// The timeline of one item, from a cursor on.
    static func more(
        _ item: ItemKind, node: String, first: Int, after: String?, what: String
    ) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($id: ID!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  node(id: $id) {
                    ... on \(type(item)) { ...details \(timeline(item, first: "$first", after: after)) }
                  }
                }
                \((fragments(item) + [event(item), GitHubSubject.closerFragment]).joined(separator: "\n"))
                """,
            variables: ["id": .text(node), "first": .number(first), "after": after.map { .text($0) } ?? .null],
            calls: 1, what: what)
    }

    private static func words(_ item: ItemKind) -> String { item == .issue ? "issues" : "pull requests" }

    private static func type(_ item: ItemKind) -> String { item == .issue ? "Issue" : "PullRequest" }

    private static func fragments(_ item: ItemKind) -> [String] {
        [details(item), GitHubSubject.fragment, GitHubActor.fragment]
    }

    private static func details(_ item: ItemKind) -> String {
        let own =
            switch item {
            case .issue: "stateReason(enableDuplicate: true) isPinned parent { ...item }"
            case .mergeRequest:
                """
                headRefName baseRefName reviewDecision
                mergedBy { ...person }
                mergeCommit { oid }
                autoMergeRequest { enabledAt mergeMethod commitHeadline commitBody enabledBy { ...person } }
                """
            }
        return """
            fragment details on \(type(item)) {
              __typename id number url updatedAt state activeLockReason
              repository { nameWithOwner }
              author { ...person }
              \(own)
            }
            """
    }

    private static func closing(_ item: ItemKind) -> String {
        item == .issue
            ? "" : "closingIssuesReferences(first: 100) { totalCount nodes { ...item } }\n"
    }

    /// `totalCount` knows nothing of `itemTypes`, and how many are left behind a cursor is of no use.
    private static func timeline(_ item: ItemKind, first: String = "100", after: String?) -> String {
        let types = GitHubTimelineKind.fragments(on: item).map(\.itemType).joined(separator: ", ")
        let place = first == "100" ? "first: 100" : "first: \(first), after: $after"
        return """
            timelineItems(\(place), itemTypes: [\(types)]) {
              \(after == nil ? "filteredCount" : "")
              \(GraphQLPageInfo.selection)
              nodes { __typename ...event }
            }
            """
    }

    /// The fields of every kind of event the item can have.
    private static func event(_ item: ItemKind) -> String {
        let kinds = GitHubTimelineKind.fragments(on: item).map { kind in
            "  ... on \(kind.type) { id createdAt actor { ...person } \(kind.fields) }"
        }
        return """
            fragment event on \(type(item))TimelineItems {
            \(kinds.joined(separator: "\n"))
            }
            """
    }
}
