import Model
import Remote

/// What there is of each kind, and what else can be told in one query: 1 point.
struct GitHubPlanQuery: Decodable, Sendable {
    var repository: Repository?

    enum CodingKeys: String, CodingKey {
        case repository
    }

    struct Repository: Decodable, Sendable {
        var labels: GitHubCounts.Total?
        var milestones: GitHubCounts.Total?
        var releases: GitHubCounts.Total?
        var issues: GitHubCounts.Total?
        var closedIssues: GitHubCounts.Total?
        var pullRequests: GitHubCounts.Total?
        var closedPullRequests: GitHubCounts.Total?
        var discussions: GitHubCounts.Total?
        var people: GitHubCounts.Total?

        enum CodingKeys: String, CodingKey {
            case labels
            case milestones
            case releases
            case issues
            case closedIssues
            case pullRequests
            case closedPullRequests
            case discussions
            case people
        }
    }

    static func query(_ name: RepositoryName) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    labels { totalCount }
                    milestones { totalCount }
                    releases { totalCount }
                    issues { totalCount }
                    closedIssues: issues(states: [CLOSED]) { totalCount }
                    pullRequests { totalCount }
                    closedPullRequests: pullRequests(states: [CLOSED]) { totalCount }
                    discussions { totalCount }
                    people: mentionableUsers { totalCount }
                  }
                }
                """,
            variables: name.variables, calls: 9, what: "what there is in \(name)")
    }
}
