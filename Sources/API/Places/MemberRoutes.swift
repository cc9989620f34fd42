import Access
import Model
import Store

/// Roles in groups and projects: the same routes for both.
struct MemberRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        register("groups", find: { MemberPlace(group: try $0.group()) }, on: router)
        register("projects", find: { MemberPlace(project: try $0.project()) }, on: router)
    }

    private func register(
        _ resource: String, find: @escaping @Sendable (Lookup) throws -> MemberPlace, on router: APIRouter
    ) {
        let path = "\(resource)/:id/members"
        router.get(path, .everyone) { try await list($0, find, inherited: false) }
        router.get("\(path)/all", .everyone) { try await list($0, find, inherited: true) }
        router.get("\(path)/:user_id", .everyone) { try await show($0, find, inherited: false) }
        router.get("\(path)/all/:user_id", .everyone) { try await show($0, find, inherited: true) }
        router.post(path) { try await add($0, find) }
        router.put("\(path)/:user_id") { try await change($0, find) }
        router.delete("\(path)/:user_id") { try await remove($0, find) }
    }

    private typealias Find = @Sendable (Lookup) throws -> MemberPlace

    private func list(_ request: APIRequest, _ find: @escaping Find, inherited: Bool) async throws -> Answer {
        let (search, ids, page) = try request.read { p in
            (p.optional("query", String.self), p.optional("user_ids", [UserID].self), p.page())
        }
        let members = try await api.read(request) { lookup in
            let place = try find(lookup)
            if inherited {
                return try Members.listInherited(
                    project: place.project?.id, namespace: place.namespaceID, search: search, userIDs: ids,
                    today: lookup.today, page: page, using: lookup.connection)
            }
            return try Members.list(place.place, search: search, userIDs: ids, page: page, using: lookup.connection)
        }
        return .page(members, page, of: request) { MemberAnswer(member: $0, externalURL: api.externalURL) }
    }

    private func show(_ request: APIRequest, _ find: @escaping Find, inherited: Bool) async throws -> Answer {
        let id: UserID = try request.identifier("user_id")
        let member = try await api.read(request) { lookup in
            let place = try find(lookup)
            let found =
                inherited
                ? try Members.listInherited(
                    project: place.project?.id, namespace: place.namespaceID, search: nil, userIDs: [id],
                    today: lookup.today, page: Page(number: 1, size: 1), using: lookup.connection
                ).elements.first
                : try Members.find(id, in: place.place, using: lookup.connection)
            guard let member = found else { throw APIError.recordNotFound }
            return member
        }
        return Answer(MemberAnswer(member: member, externalURL: api.externalURL))
    }

    private func add(_ request: APIRequest, _ find: @escaping Find) async throws -> Answer {
        let (ids, usernames, level, expiresAt) = try request.read { p in
            let level = p.required("access_level", among: AccessLevel.self, fallback: .guest)
            let ids = p.optional("user_id", [UserID].self)
            let usernames = p.optional("username", [String].self)
            p.mutuallyExclusive("user_id", "username")
            p.atLeastOne(of: "user_id", "username")
            return (ids ?? [], usernames ?? [], level, p.optional("expires_at", CalendarDate.self))
        }
        let members = try await api.write(request) { lookup, connection in
            let place = try find(lookup)
            let rules = try MemberRules(place, lookup)
            let named = try usernames.map { try Users.find(username: $0, in: connection)?.id }
            return try (ids.map(Optional.some) + named).map { id in
                let user = try rules.candidate(id)
                guard try Members.find(user.id, in: place.place, using: connection) == nil else {
                    throw APIError.conflict("Member already exists")
                }
                try rules.judge(user, level)
                try Members.put(
                    user.id, as: level, in: place.place, createdBy: lookup.caller.user?.id, createdAt: lookup.now,
                    expiresAt: expiresAt, using: connection)
                try note(.memberCreated, user, ["access_level": "\(level.rawValue)"], place, lookup, connection)
                return Member(user: user, accessLevel: level, createdAt: lookup.now, expiresAt: expiresAt)
            }
        }
        guard members.count == 1, let member = members.first else {
            return .created(StatusAnswer(status: "success"))
        }
        return .created(MemberAnswer(member: member, externalURL: api.externalURL))
    }

    private func change(_ request: APIRequest, _ find: @escaping Find) async throws -> Answer {
        let id: UserID = try request.identifier("user_id")
        let (level, expiresAt) = try request.read { p in
            (
                p.required("access_level", among: AccessLevel.self, fallback: .guest),
                p.optional("expires_at", CalendarDate.self)
            )
        }
        let setsExpiry = request.parameters["expires_at"] != nil
        let member = try await api.write(request) { lookup, connection in
            let place = try find(lookup)
            let rules = try MemberRules(place, lookup)
            guard var member = try Members.find(id, in: place.place, using: connection) else {
                throw APIError.recordNotFound
            }
            try rules.judgeChange(of: member, to: level)
            let (from, to) = ("\(member.accessLevel.rawValue)", "\(level.rawValue)")
            try note(.memberUpdated, member.user, ["from": from, "to": to], place, lookup, connection)
            member.accessLevel = level
            if setsExpiry { member.expiresAt = expiresAt }
            try Members.put(
                id, as: level, in: place.place, createdBy: nil, createdAt: member.createdAt,
                expiresAt: member.expiresAt, using: connection)
            return member
        }
        return Answer(MemberAnswer(member: member, externalURL: api.externalURL))
    }

    private func remove(_ request: APIRequest, _ find: @escaping Find) async throws -> Answer {
        let id: UserID = try request.identifier("user_id")
        try await api.write(request) { lookup, connection in
            let place = try find(lookup)
            // Everybody may leave; the rest is for whoever manages the members.
            let rules = lookup.caller.user?.id == id ? nil : try MemberRules(place, lookup)
            guard let member = try Members.find(id, in: place.place, using: connection) else {
                throw APIError.recordNotFound
            }
            if let rules {
                try rules.judgeRemoval(of: member)
            } else {
                try MemberRules.requireAnotherOwner(place, member, lookup)
            }
            _ = try Members.remove(id, from: place.place, using: connection)
            let level = "\(member.accessLevel.rawValue)"
            try note(.memberDestroyed, member.user, ["access_level": level], place, lookup, connection)
        }
        return .noContent
    }

    private func note(
        _ action: AuditAction, _ user: User, _ details: [String: String], _ place: MemberPlace, _ lookup: Lookup,
        _ connection: any WriteConnection
    ) throws {
        let target = ["target_type": "User", "target_id": "\(user.id)", "target_details": user.username]
        try lookup.audit(action, on: place.entity, target.merging(details) { _, new in new }, in: connection)
    }
}

/// `{"status":"success"}`: several people at once.
private struct StatusAnswer: Entity {
    var status: String

    func write(_ object: inout JSONObject) {
        object.add("status", status)
    }
}
