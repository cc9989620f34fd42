import Model

/// The queries of the collection `reviews`.
enum GitHubReviewQueries {
    private static let repository = "repository(owner: $owner, name: $name)"
    private static let byCreation = "orderBy: {field: CREATED_AT, direction: ASC}"
    private static let byChange = "orderBy: {field: UPDATED_AT, direction: DESC}"

    /// A page of pull requests with their reviews and who merged them: 1 point for a hundred.
    /// - Parameter isByChange: whether the last changed come first.
    static func page(_ name: RepositoryName, first: Int, after: String?, isByChange: Bool = false) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  \(repository) {
                    pullRequests(first: $first, after: $after, \(isByChange ? byChange : byCreation)) {
                      \(GraphQLPageInfo.selection)
                      nodes {
                        id number updatedAt \(GitHubReactionGroup.selection)
                        author { ...person }
                        mergedBy { ...person }
                        mergeCommit { oid }
                        reviews(first: 100) { totalCount \(GraphQLPageInfo.selection) nodes { ...review } }
                      }
                    }
                  }
                }
                \(GitHubReview.fragment)
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: first, after: after), calls: 1 + first, what: "the reviews of \(name)")
    }

    /// One pull request without its reviews, where it is too heavy with them.
    static func bare(_ name: RepositoryName, after: String?, isByChange: Bool = false) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  \(repository) {
                    pullRequests(first: $first, after: $after, \(isByChange ? byChange : byCreation)) {
                      \(GraphQLPageInfo.selection)
                      nodes { id number updatedAt mergedBy { ...person } mergeCommit { oid } }
                    }
                  }
                }
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: 1, after: after), calls: 1, what: "a pull request of \(name)")
    }

    /// Reviews of one pull request.
    static func more(node: String, first: Int, after: String?, what: String) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($id: ID!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  node(id: $id) {
                    ... on PullRequest {
                      id number
                      reviews(first: $first, after: $after) { totalCount \(GraphQLPageInfo.selection) nodes { ...review } }
                    }
                  }
                }
                \(GitHubReview.fragment)
                \(GitHubActor.fragment)
                """,
            variables: ["id": .text(node), "first": .number(first), "after": after.map { .text($0) } ?? .null],
            calls: 1, what: what)
    }

    /// Who closed pull requests that were not merged, or issues: 1 point for a hundred.
    static func closings(_ name: RepositoryName, of item: ClosingDraft.Item, first: Int, after: String?) -> GitHubQuery
    {
        let connection = item == .issue ? "issues" : "pullRequests"
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  \(repository) {
                    closed: \(connection)(first: $first, after: $after, states: [CLOSED], \(byCreation)) {
                      \(GraphQLPageInfo.selection)
                      nodes {
                        __typename number
                        author { ...person }
                        timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) {
                          nodes { ... on ClosedEvent { actor { ...person } } }
                        }
                      }
                    }
                  }
                }
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: first, after: after), calls: 1 + first,
            what: "who closed the \(item == .issue ? "issues" : "pull requests") of \(name)")
    }
}
