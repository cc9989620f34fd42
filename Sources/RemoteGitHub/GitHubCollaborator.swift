import Foundation
import Model
import Remote
import RemoteREST

/// `GET /repositories/:id/collaborators`: somebody with a role in the repository.
struct GitHubCollaborator: Decodable, Sendable {
    var user: GitHubUser
    var htmlURL: String?
    /// One of GitHub's five, or the name of an organization's own.
    var roleName: String?
    var permissions: GitHubPermissions

    enum CodingKeys: String, CodingKey {
        case htmlURL = "html_url"
        case roleName = "role_name"
        case permissions
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        user = try GitHubUser(from: decoder)
        htmlURL = try container.decodeIfPresent(String.self, forKey: .htmlURL)
        roleName = try container.decodeIfPresent(String.self, forKey: .roleName)
        permissions = try container.decodeIfPresent(GitHubPermissions.self, forKey: .permissions) ?? .none
    }

    /// A role of an organization's own is taken for the one it builds on, which its permissions tell.
    var level: AccessLevel { roleName.flatMap { GitHubPermissions.levels[$0] } ?? permissions.level }
    var isCustomRole: Bool { roleName.map { GitHubPermissions.levels[$0] == nil } ?? false }
    var shownRole: String { (roleName ?? permissions.roleName).withoutNUL }
}

/// `GET /repositories/:id/teams`: a team with a role in the repository.
struct GitHubTeam: Decodable, Sendable {
    var id: Int64
    var slug: String
    var htmlURL: String?
    var permission: String?
    var permissions: GitHubPermissions?

    enum CodingKeys: String, CodingKey {
        case id
        case slug
        case htmlURL = "html_url"
        case permission
        case permissions
    }
}

/// What an account may do, each right apart.
struct GitHubPermissions: Decodable, Sendable, Hashable {
    var admin: Bool?
    var maintain: Bool?
    var push: Bool?
    var triage: Bool?

    enum CodingKeys: String, CodingKey {
        case admin
        case maintain
        case push
        case triage
    }

    static let none = GitHubPermissions()

    /// GitHub's roles and GitLab's (GitLab's importer has the same table, `importer/collaborator_importer.rb`).
    static let levels: [String: AccessLevel] = [
        "read": .guest, "triage": .reporter, "write": .developer, "maintain": .maintainer, "admin": .owner,
    ]

    var roleName: String {
        if admin == true { return "admin" }
        if maintain == true { return "maintain" }
        if push == true { return "write" }
        return triage == true ? "triage" : "read"
    }

    var level: AccessLevel { Self.levels[roleName] ?? .guest }
}

/// Everybody with a role in the repository: the lists as they came, put together in one page.
struct GitHubCollaborators: Decodable, Sendable {
    private var direct: [Lenient<GitHubCollaborator>?]?
    private var outside: [Lenient<GitHubCollaborator>?]?
    private var teams: [Lenient<GitHubTeam>?]?
    /// Which of the lists GitHub does not show to this token.
    private var hidden: [String]?

    enum CodingKeys: String, CodingKey {
        case direct
        case outside
        case teams
        case hidden
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let lists: Self = try GitHubRows.decode(payload, what: "the collaborators")
        return lists.mapped()
    }

    private func mapped() -> MappedPage {
        var page = MappedPage()
        let outside = read(outside, &page)
        let strangers = Set(outside.map(\.user.id))
        var seen: Set<Int64> = []
        for one in read(direct, &page) where !strangers.contains(one.user.id) && seen.insert(one.user.id).inserted {
            add(one, &page)
        }
        if hidden?.contains("collaborators") != true {
            page.announced[.collaborator] = Int64(page.drafts.count + page.exceptions.count { $0.outcome == .failed })
        }
        for one in outside where seen.insert(one.user.id).inserted { page.exceptions.append(Self.line(one)) }
        for team in read(teams, &page) { page.exceptions.append(Self.line(team)) }
        for list in hidden ?? [] { page.exceptions.append(Self.line(hidden: list)) }
        return page
    }

    private func read<Row>(_ list: [Lenient<Row>?]?, _ page: inout MappedPage) -> [Row] {
        let (rows, exceptions) = Lenient.read(list ?? [], kind: .collaborator)
        page.exceptions += exceptions
        return rows
    }

    private func add(_ one: GitHubCollaborator, _ page: inout MappedPage) {
        guard let person = one.user.person else { return }
        page.drafts.append(
            .collaborator(
                CollaboratorDraft(
                    person: person, accessLevel: one.level, roleName: one.shownRole, sourceURL: one.htmlURL)))
        guard one.isCustomRole else { return }
        page.exceptions.append(
            ImportException(
                kind: .collaborator, sourceKey: SourceKey(person.identifier), sourceURL: one.htmlURL,
                outcome: .degraded,
                reason: "the role \(one.shownRole) is the organization's own; \(one.level.name) stands for it here",
                cure: "give them another role where that one allows too much or too little"))
    }

    private static func line(_ one: GitHubCollaborator) -> ImportException {
        ImportException(
            kind: .collaborator, sourceKey: SourceKey("outside:\(one.user.id)"), sourceURL: one.htmlURL,
            outcome: .degraded,
            reason: "\(one.user.login) is an outside collaborator (\(one.shownRole)), which GitLab does not tell apart",
            cure: "add them to the project as \(one.level.name) where they are still wanted")
    }

    private static func line(_ team: GitHubTeam) -> ImportException {
        let role = team.permissions?.roleName ?? team.permission ?? "read"
        let level = GitHubPermissions.levels[role] ?? .guest
        return ImportException(
            kind: .collaborator, sourceKey: SourceKey("team:\(team.id)"), sourceURL: team.htmlURL, outcome: .degraded,
            reason: "the team \(team.slug.withoutNUL) has the role \(role.withoutNUL); teams are not imported",
            cure: "make a group of its members and give it \(level.name) in the project")
    }

    private static func line(hidden list: String) -> ImportException {
        ImportException(
            kind: .collaborator, sourceKey: .hidden(list), sourceURL: nil, outcome: .skipped,
            reason: "GitHub shows the \(list) only to those who may push, and this token's account may not",
            cure: "fetch again what failed with a token of somebody who has the role write, or add members by hand")
    }
}
