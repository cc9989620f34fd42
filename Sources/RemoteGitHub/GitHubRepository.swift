import Model
import Outbound
import Remote

/// `GET /repositories/:id` or `GET /repos/:owner/:name`: the repository.
struct GitHubRepository: Decodable, Sendable {
    var id: Int64
    var name: String
    var fullName: String
    var description: String?
    var homepage: String?
    var topics: [String]?
    var isPrivate: Bool
    var visibility: String?
    var defaultBranch: String?
    var isArchived: Bool?
    var hasWiki: Bool?
    var hasIssues: Bool?
    var size: Int64?
    var createdAt: Timestamp
    var pushedAt: Timestamp?
    var permissions: Permissions?

    struct Permissions: Decodable, Sendable {
        var admin: Bool?
        var push: Bool?

        enum CodingKeys: String, CodingKey {
            case admin
            case push
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case fullName = "full_name"
        case description
        case homepage
        case topics
        case isPrivate = "private"
        case visibility
        case defaultBranch = "default_branch"
        case isArchived = "archived"
        case hasWiki = "has_wiki"
        case hasIssues = "has_issues"
        case size
        case createdAt = "created_at"
        case pushedAt = "pushed_at"
        case permissions
    }

    /// Address of a repository by number, which follows it through renames without a redirect.
    static func url(_ id: Int64, at host: GitHubHost) -> OutboundURL {
        host.api.appending(path: "repositories/\(id)")
    }

    static func url(_ repository: ProbeRequest.Repository, at host: GitHubHost) -> OutboundURL {
        switch repository {
        case .number(let id): url(id, at: host)
        case .fullName(let name): host.api.appending(path: "repos/\(name)")
        }
    }

    func facts(at host: GitHubHost) -> RepositoryFacts {
        let source = ImportSource(
            kind: .github, webOrigin: host.webOrigin, apiBase: host.apiBase, repositoryID: id, fullName: fullName,
            cloneURL: host.cloneURL(of: fullName))
        var facts = RepositoryFacts(
            source: source, name: name, description: description.flatMap { $0.isEmpty ? nil : $0.withoutNUL },
            homepage: homepage.flatMap { $0.isEmpty ? nil : $0 }, topics: topics ?? [],
            visibility: visibility.flatMap { Visibility(rawValue: $0) } ?? (isPrivate ? .private : .public),
            defaultBranch: defaultBranch, isArchived: isArchived ?? false, hasWiki: hasWiki ?? false,
            hasIssues: hasIssues ?? true, sizeInKibibytes: size, createdAt: createdAt, pushedAt: pushedAt)
        facts.permissions = permissions.map {
            RepositoryFacts.Permissions(isAdministrator: $0.admin ?? false, mayPush: $0.push ?? false)
        }
        return facts
    }
}
