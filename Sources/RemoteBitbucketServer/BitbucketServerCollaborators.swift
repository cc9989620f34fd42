import Model
import Remote
import RemoteREST

/// Everybody with a role in the repository or its project: the lists as they came, put together in one page.
struct BitbucketServerCollaborators: Decodable, Sendable {
    private var users: [BitbucketServerPage<Grant>]?
    private var groups: [BitbucketServerPage<Grant>]?
    private var projectUsers: [BitbucketServerPage<Grant>]?
    private var projectGroups: [BitbucketServerPage<Grant>]?
    /// Which of the lists the server does not show to this account.
    private var hidden: [String]?

    enum CodingKeys: String, CodingKey {
        case users
        case groups
        case projectUsers
        case projectGroups
        case hidden
    }

    /// A row of `…/permissions/users` or `…/permissions/groups`.
    struct Grant: Decodable, Sendable {
        var user: BitbucketServerUser?
        var group: Group?
        var permission: String

        enum CodingKeys: String, CodingKey {
            case user
            case group
            case permission
        }

        /// GitLab's role; `nil` for a right that is none to the content.
        var level: AccessLevel? { BitbucketServerCollaborators.levels[permission] }
    }

    struct Group: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    private static let levels: [String: AccessLevel] = [
        "REPO_READ": .reporter, "REPO_WRITE": .developer, "REPO_ADMIN": .maintainer,
        "PROJECT_READ": .reporter, "PROJECT_WRITE": .developer, "REPO_CREATE": .developer,
        "PROJECT_ADMIN": .maintainer,
    ]

    static func map(_ payload: [UInt8], at place: BitbucketServerPlace) throws(RemoteError) -> MappedPage {
        let lists: Self = try JSONText.decode(payload, what: "the permissions")
        return lists.mapped(at: place)
    }

    private func mapped(at place: BitbucketServerPlace) -> MappedPage {
        var page = MappedPage()
        var best: [String: (person: PersonDraft, grant: Grant, level: AccessLevel)] = [:]
        for grant in read(users, &page) + read(projectUsers, &page) {
            guard let person = grant.user?.person else { continue }
            guard let level = grant.level else {
                page.exceptions.append(Self.line(unknown: grant, of: person))
                continue
            }
            if let known = best[person.identifier], known.level.rawValue >= level.rawValue { continue }
            best[person.identifier] = (person, grant, level)
        }
        page.drafts = best.sorted { $0.key < $1.key }.map { one in
            .collaborator(
                CollaboratorDraft(
                    person: one.value.person, accessLevel: one.value.level, roleName: one.value.grant.permission,
                    sourceURL: place.host.page(of: one.value.person)))
        }
        page.exceptions += (read(groups, &page) + read(projectGroups, &page)).map(Self.line(group:))
        page.exceptions += (hidden ?? []).map(Self.line(hidden:))
        page.announced[.collaborator] = Int64(
            page.drafts.count + page.exceptions.count { $0.outcome != .degraded })
        return page
    }

    private func read(_ pages: [BitbucketServerPage<Grant>]?, _ page: inout MappedPage) -> [Grant] {
        let read = Lenient.read((pages ?? []).flatMap(\.values), kind: .collaborator)
        page.exceptions += read.exceptions
        return read.values
    }

    private static func line(unknown grant: Grant, of person: PersonDraft) -> ImportException {
        let permission = String(grant.permission.inOneLine.prefix(60))
        return ImportException(
            kind: .collaborator, sourceKey: SourceKey(person.identifier), sourceURL: nil, outcome: .skipped,
            reason: "the permission \(permission) has no counterpart", cure: "give them the role they need")
    }

    private static func line(group grant: Grant) -> ImportException {
        let name = grant.group?.name.inOneLine ?? "a group"
        let level = grant.level ?? .guest
        let scope = grant.permission.hasPrefix("PROJECT_") ? "project" : "repository"
        return ImportException(
            kind: .collaborator, sourceKey: SourceKey("\(scope) group:\(name)"), sourceURL: nil,
            outcome: .degraded,
            reason: "the group \(name) has the permission \(grant.permission.inOneLine); groups are not imported",
            cure: "make a group of its members and give it \(level.name) in the project")
    }

    private static let lists = [
        "users": "who has permissions in the repository", "groups": "which groups have permissions in the repository",
        "projectUsers": "who has permissions in the project that the repository is in",
        "projectGroups": "which groups have permissions in the project that the repository is in",
    ]

    private static func line(hidden list: String) -> ImportException {
        ImportException(
            kind: .collaborator, sourceKey: .hidden(list), sourceURL: nil, outcome: .skipped,
            reason: "Bitbucket shows \(lists[list] ?? "this list") only to administrators, and this account is none",
            cure: "fetch again what failed with an administrator's account, or add members by hand")
    }
}
