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
    var license: License?
    var permissions: GitHubPermissions?
    var allowsMergeCommit: Bool?
    var allowsSquashMerge: Bool?
    var allowsRebaseMerge: Bool?
    var deletesBranchOnMerge: Bool?
    var hasPages: Bool?

    struct License: Decodable, Sendable {
        var key: String
        var name: String

        enum CodingKeys: String, CodingKey {
            case key
            case name
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
        case license
        case permissions
        case allowsMergeCommit = "allow_merge_commit"
        case allowsSquashMerge = "allow_squash_merge"
        case allowsRebaseMerge = "allow_rebase_merge"
        case deletesBranchOnMerge = "delete_branch_on_merge"
        case hasPages = "has_pages"
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
        facts.details = details
        facts.permissions = permissions.map {
            RepositoryFacts.Permissions(isAdministrator: $0.admin ?? false, mayPush: $0.push ?? false)
        }
        return facts
    }

    private var details: RepositoryDetails {
        var details = RepositoryDetails()
        details.license = license.map { RepositoryDetails.License(key: $0.key.lowercased(), name: $0.name.withoutNUL) }
        details.allowsMergeCommit = allowsMergeCommit
        details.allowsSquashMerge = allowsSquashMerge
        details.allowsRebaseMerge = allowsRebaseMerge
        details.deletesBranchOnMerge = deletesBranchOnMerge
        details.hasPages = hasPages
        details.isAdministered = permissions?.admin
        return details
    }
}
