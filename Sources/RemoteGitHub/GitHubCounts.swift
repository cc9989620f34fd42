import Model
import Remote
import RemoteREST

/// How many of each kind GitHub says there are: 1 point.
struct GitHubCounts: Decodable, Sendable {
    var repository: Repository?

    enum CodingKeys: String, CodingKey {
        case repository
    }

    struct Repository: Decodable, Sendable {
        var labels: Total?
        var milestones: Total?
        var releases: Total?
        var issues: Total?
        var pullRequests: Total?
        var commitComments: Total?

        enum CodingKeys: String, CodingKey {
            case labels
            case milestones
            case releases
            case issues
            case pullRequests
            case commitComments
        }
    }

    struct Total: Decodable, Sendable {
        var totalCount: Int64

        enum CodingKeys: String, CodingKey {
            case totalCount
        }

        init(from decoder: any Decoder) throws {
            totalCount = try decoder.container(keyedBy: CodingKeys.self).decode(Int64.self, forKey: .totalCount).asCount
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
                    commitComments { totalCount }
                  }
                }
                """,
            variables: name.variables, calls: 6, what: "how many objects \(name) has")
    }

    static func read(_ body: [UInt8]) throws(RemoteError) -> [ObjectKind: Int64] {
        let answer: GraphQLAnswer<Self> = try GitHubRows.decode(body, what: "the counts")
        guard let repository = answer.data?.repository else { throw .notFound(what: "the repository") }
        let totals: [ObjectKind: Total?] = [
            .label: repository.labels, .milestone: repository.milestones, .release: repository.releases,
            .issue: repository.issues, .pullRequest: repository.pullRequests,
            .commitComment: repository.commitComments,
        ]
        return totals.compactMapValues { $0?.totalCount }
    }
}
