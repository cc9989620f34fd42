import Model

/// The queries of the collection `reviews`.
enum GitHubReviewQueries {
    private static let repository = "repository(owner: $owner, name: $name)"
    private static let byCreation = "orderBy: {field: CREATED_AT, direction: ASC}"
    private static let byChange = "orderBy: {field: UPDATED_AT, direction: DESC}"

    /// A page of pull requests with their reviews: 1 point for a hundred.
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
                      nodes { id number updatedAt }
                    }
                  }
                }
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
                      reviews(first: $first, after: $after) {
                        totalCount \(GraphQLPageInfo.selectionWithBeginning) nodes { ...review }
                      }
                    }
                  }
                }
                \(GitHubReview.fragment)
                \(GitHubActor.fragment)
                """,
            variables: ["id": .text(node), "first": .number(first), "after": after.map { .text($0) } ?? .null],
            calls: 1, what: what)
    }
}
