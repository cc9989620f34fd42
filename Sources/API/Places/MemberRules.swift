import Access
import Model
import Store

/// A group or a project as something to be a member of.
struct MemberPlace: Sendable {
    var place: Members.Place
    var group: Namespace?
    var project: Project?
    /// The group that is searched, with everything above it, for inherited roles.
    var namespaceID: NamespaceID

    init(group: Namespace) {
        place = .group(group.id)
        self.group = group
        namespaceID = group.id
    }

    init(project: Project) {
        place = .project(project.id)
        self.project = project
        namespaceID = project.namespaceID
    }

    /// Where inherited roles come from.
    var parent: NamespaceID? {
        group.map(\.parentID) ?? project?.namespaceID
    }
}

/// Who may give which role to whom.
struct MemberRules {
    private let place: MemberPlace
    private let lookup: Lookup
    private let own: AccessLevel?

    /// - Throws: `403 Forbidden` for whoever may not manage the place's members.
    init(_ place: MemberPlace, _ lookup: Lookup) throws {
        self.place = place
        self.lookup = lookup
        let isAllowed: Bool
        if let group = place.group {
            own = try lookup.authority.role(in: group)
            isAllowed = try lookup.authority.mayAdminister(group)
        } else if let project = place.project {
            own = try lookup.authority.role(in: project)
            isAllowed = try lookup.authority.mayManageMembers(of: project)
        } else {
            (own, isAllowed) = (nil, false)
        }
        guard isAllowed else { throw APIError.forbidden() }
    }

    /// Only people can be made members: bots have their token's role, placeholders none.
    func candidate(_ id: UserID?) throws -> User {
        guard let id, let user = try Users.find(id, in: lookup.connection), user.kind == .human else {
            throw APIError.notFound("User")
        }
        return user
    }

    func judge(_ user: User, _ level: AccessLevel) throws {
        guard lookup.authority.mayGrant(level, having: own) else { throw APIError.forbidden() }
        let inherited = try Members.inheritedRole(
            of: user.id, above: place.place, parent: place.parent, today: lookup.today, using: lookup.connection)
        if let inherited, level < inherited {
            let text = "should be greater than or equal to \(inherited.name) inherited membership from group"
            throw APIError.refusedFields([("access_level", [text])])
        }
    }

    func judgeChange(of member: Member, to level: AccessLevel) throws {
        guard member.user.kind == .human else { throw APIError.forbidden() }
        guard lookup.authority.mayGrant(member.accessLevel, having: own) else { throw APIError.forbidden() }
        try judge(member.user, level)
        if level < .owner { try Self.requireAnotherOwner(place, member, lookup) }
    }

    func judgeRemoval(of member: Member) throws {
        guard lookup.authority.mayGrant(member.accessLevel, having: own) else { throw APIError.forbidden() }
        try Self.requireAnotherOwner(place, member, lookup)
    }

    /// A top-level group keeps at least one Owner, a personal project its person.
    static func requireAnotherOwner(_ place: MemberPlace, _ member: Member, _ lookup: Lookup) throws {
        guard member.accessLevel == .owner else { return }
        if let group = place.group {
            guard group.parentID == nil else { return }
            let owners = try Members.ownerCount(place.place, today: lookup.today, using: lookup.connection)
            if owners < 2 { throw APIError.forbidden() }
        } else if let project = place.project {
            let namespace = try Namespaces.find(project.namespaceID, in: lookup.connection)
            if namespace?.ownerID == member.user.id { throw APIError.forbidden() }
        }
    }
}
