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
        var pullRequests: GitHubCounts.Total?
        var discussions: GitHubCounts.Total?
        var people: GitHubCounts.Total?
        var attributes: Blob?

        enum CodingKeys: String, CodingKey {
            case labels
            case milestones
            case releases
            case issues
            case pullRequests
            case discussions
            case people
            case attributes
        }

        /// Whether files are kept in LFS, by the attributes that say so. GitHub cuts texts off after half a megabyte,
        /// and has none of what is binary.
        var usesLFS: Bool {
            attributes?.text?.split(whereSeparator: \.isNewline).contains {
                !$0.hasPrefix("#") && $0.contains("filter=lfs")
            } ?? false
        }
    }

    struct Blob: Decodable, Sendable {
        var text: String?

        enum CodingKeys: String, CodingKey {
            case text
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
                    pullRequests { totalCount }
                    discussions { totalCount }
                    people: mentionableUsers { totalCount }
                    attributes: object(expression: "HEAD:.gitattributes") { ... on Blob { text } }
                  }
                }
                """,
            variables: name.variables, calls: 7, what: "what there is in \(name)")
    }
}
