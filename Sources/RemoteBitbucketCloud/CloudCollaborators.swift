import Model
import Remote
import RemoteREST

/// Who may do what in the repository (`GET R/permissions-config/users` and `…/groups`), the two lists as one page.
struct CloudCollaborators: Decodable, Sendable {
    private var users: CloudPage<UserPermission>?
    private var groups: CloudPage<GroupPermission>?
    /// Why a list is not shown to the credential.
    private var hidden: [String: String]?

    private struct UserPermission: Decodable, Sendable {
        var permission: String
        var user: CloudUser?

        enum CodingKeys: String, CodingKey {
            case permission
            case user
        }
    }

    private struct GroupPermission: Decodable, Sendable {
        var permission: String
        var group: Group

        struct Group: Decodable, Sendable {
            var slug: String?
            var name: String?

            enum CodingKeys: String, CodingKey {
                case slug
                case name
            }
        }

        enum CodingKeys: String, CodingKey {
            case permission
            case group
        }
    }

    enum CodingKeys: String, CodingKey {
        case users
        case groups
        case hidden
    }

    /// Who administers a repository at Bitbucket may not delete or move it without the workspace's consent.
    static let levels: [String: AccessLevel] = ["read": .reporter, "write": .developer, "admin": .maintainer]

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let lists: Self = try JSONText.decode(payload, what: "the collaborators")
        return lists.mapped("\(mapping.address.page)/admin/permissions")
    }

    private func mapped(_ url: String) -> MappedPage {
        var page = MappedPage()
        if let (rows, exceptions) = users?.read(.collaborator) {
            page.exceptions += exceptions
            var seen: Set<String> = []
            for row in rows {
                guard let person = row.user?.person, seen.insert(person.identifier).inserted else { continue }
                add(row.permission, person, url, &page)
            }
            page.announced[.collaborator] = Int64(page.drafts.count + exceptions.count { $0.outcome == .failed })
        }
        if let (rows, exceptions) = groups?.read(.collaborator) {
            page.exceptions += exceptions + rows.map { Self.line($0, url) }
        }
        for (list, why) in (hidden ?? [:]).sorted(by: { $0.key < $1.key }) {
            page.exceptions.append(Self.line(hidden: list, why, url))
        }
        return page
    }

    private func add(_ permission: String, _ person: PersonDraft, _ url: String, _ page: inout MappedPage) {
        // `none`: the account has lost the right it had.
        guard permission != "none" else { return }
        page.drafts.append(
            .collaborator(
                CollaboratorDraft(
                    person: person, accessLevel: Self.levels[permission] ?? .guest, roleName: permission.inOneLine,
                    sourceURL: url)))
    }

    private static func line(_ row: GroupPermission, _ url: String) -> ImportException {
        let name = (row.group.slug ?? row.group.name ?? "").inOneLine
        let level = levels[row.permission] ?? .guest
        return ImportException(
            kind: .collaborator, sourceKey: SourceKey("group:\(name)"), sourceURL: url, outcome: .degraded,
            reason: "the group \(name) has the permission \(row.permission.inOneLine); groups are not imported",
            cure: "make a group of its members and give it \(level.name) in the project")
    }

    private static func line(hidden list: String, _ why: String, _ url: String) -> ImportException {
        ImportException(
            kind: .collaborator, sourceKey: .hidden(list.inOneLine), sourceURL: url, outcome: .skipped,
            reason: "the permissions of \(list.inOneLine) could not be read: \(why)",
            cure:
                "fetch again what failed with an administrator's credential that has the scope, or add members by hand")
    }
}
