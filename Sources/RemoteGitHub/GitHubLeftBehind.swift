import Foundation
import Model
import Remote
import RemoteREST

/// How many there are of what is not brought: 1 point. Apart from the other counts, because a token may lack the scopes
/// for some of it, which fails a whole query.
struct GitHubLeftBehind: Decodable, Sendable {
    var repository: Repository?

    enum CodingKeys: String, CodingKey {
        case repository
    }

    struct Repository: Decodable, Sendable {
        var url: String
        var viewerCanAdminister: Bool?
        var stargazerCount: Int64?
        var forkCount: Int64?
        var watchers: GitHubCounts.Total?
        var discussions: GitHubCounts.Total?
        var deployKeys: GitHubCounts.Total?
        var environments: GitHubCounts.Total?
        var deployments: GitHubCounts.Total?
        var vulnerabilityAlerts: GitHubCounts.Total?
        var projectsV2: GitHubCounts.Total?
        var packages: GitHubCounts.Total?

        enum CodingKeys: String, CodingKey {
            case url
            case viewerCanAdminister
            case stargazerCount
            case forkCount
            case watchers
            case discussions
            case deployKeys
            case environments
            case deployments
            case vulnerabilityAlerts
            case projectsV2
            case packages
        }

        /// In the order of the report; `nil` counts are what the token may not see.
        var kinds: [LeftBehind] {
            [
                LeftBehind(kind: .discussion, count: discussions?.totalCount, url: "\(url)/discussions"),
                LeftBehind(kind: .projectBoard, count: projectsV2?.totalCount, url: "\(url)/projects"),
                LeftBehind(kind: .package, count: packages?.totalCount, url: "\(url)/packages"),
                LeftBehind(kind: .deployKey, count: deployKeys?.totalCount, url: "\(url)/settings/keys"),
                LeftBehind(kind: .environment, count: environments?.totalCount, url: "\(url)/settings/environments"),
                LeftBehind(kind: .deployment, count: deployments?.totalCount, url: "\(url)/deployments"),
                LeftBehind(kind: .securityAlert, count: vulnerabilityAlerts?.totalCount, url: "\(url)/security"),
                LeftBehind(kind: .star, count: stargazerCount, url: "\(url)/stargazers"),
                LeftBehind(kind: .watcher, count: watchers?.totalCount, url: "\(url)/watchers"),
                LeftBehind(kind: .fork, count: forkCount, url: "\(url)/forks"),
            ]
        }
    }

    /// - Parameter withScopes: also what needs `read:project` and `read:packages`.
    static func query(_ name: RepositoryName, withScopes: Bool) -> GitHubQuery {
        let scoped = "projectsV2 { totalCount }\n    packages { totalCount }"
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    url
                    viewerCanAdminister
                    stargazerCount
                    forkCount
                    watchers { totalCount }
                    discussions { totalCount }
                    deployKeys { totalCount }
                    environments { totalCount }
                    deployments { totalCount }
                    vulnerabilityAlerts { totalCount }
                    \(withScopes ? scoped : "")
                  }
                }
                """,
            variables: name.variables, calls: withScopes ? 8 : 6, what: "what else \(name) has")
    }
}

extension GitHubReader {
    /// One query, another where the token lacks a scope, and two lists for an administrator.
    func leftBehind(_ facts: RepositoryFacts) async throws(SourceFault) -> [LeftBehind] {
        let body: [UInt8]
        do throws(SourceFault) {
            body = try await ask(GitHubLeftBehind.query(name, withScopes: true))
        } catch .remote(let error) where error.isRefusedQuery {
            body = try await ask(GitHubLeftBehind.query(name, withScopes: false))
        }
        guard let repository = try repository(in: body) else { throw .remote(.notFound(what: "the repository")) }
        var found = repository.kinds
        let settings = "\(repository.url)/settings"
        // By what is so now, where it says so: the right may have been given since the import was asked for.
        let isAdministered = repository.viewerCanAdminister ?? (facts.details?.isAdministered == true)
        for (kind, path) in [(ObjectKind.webhook, "hooks"), (.autolink, "autolinks")] {
            let rows = isAdministered ? try await every(path, []) : nil
            found.append(LeftBehind(kind: kind, count: try rows.map(Self.count), url: "\(settings)/\(path)"))
        }
        if facts.details?.hasPages == true {
            found.append(LeftBehind(kind: .page, count: 1, url: "\(settings)/pages"))
        }
        return found
    }

    private func repository(in body: [UInt8]) throws(SourceFault) -> GitHubLeftBehind.Repository? {
        do {
            let answer: GraphQLAnswer<GitHubLeftBehind> = try GitHubRows.decode(body, what: "what else there is")
            return answer.data?.repository
        } catch {
            throw .remote(error)
        }
    }

    private struct Row: Decodable {
        var id: Int64?

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    private static func count(_ rows: [UInt8]) throws(SourceFault) -> Int64 {
        do {
            let list: [Row] = try GitHubRows.decode(Array("[".utf8) + rows + Array("]".utf8), what: "a list")
            let named = list.compactMap(\.id)
            // A list that moves between two answers shows a row on both.
            return Int64(Set(named).count + list.count - named.count)
        } catch {
            throw .remote(error)
        }
    }
}

extension RemoteError {
    /// A scope is missing, or the server does not know a field.
    fileprivate var isRefusedQuery: Bool {
        switch self {
        case .forbidden: true
        case .unavailable(_, let detail): detail.hasPrefix("GitHub refuses the query")
        default: false
        }
    }
}
