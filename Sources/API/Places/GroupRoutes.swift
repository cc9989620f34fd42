import Access
import Model
import Store

/// Groups and subgroups: list, show, make, change, remove.
struct GroupRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("groups", .everyone, use: list)
        router.post("groups", use: create)
        router.get("groups/:id", .everyone, use: show)
        router.put("groups/:id", use: update)
        router.delete("groups/:id", use: remove)
        router.get("groups/:id/subgroups", .everyone, use: listSubgroups)
        router.get("groups/:id/descendant_groups", .everyone, use: listDescendants)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        try await list(request) { filter, lookup in
            // GitLab shows an administrator all groups, everybody else their own unless all are asked for.
            let showsAll =
                request.parameters.truth("all_available")
                ?? (lookup.caller.isAdministrator || lookup.caller.user == nil)
            if !showsAll, filter.leastRole == nil { filter.leastRole = .minimal }
        }
    }

    @Sendable private func listSubgroups(_ request: APIRequest) async throws -> Answer {
        try await list(request) { filter, lookup in filter.parentID = try lookup.group().id }
    }

    @Sendable private func listDescendants(_ request: APIRequest) async throws -> Answer {
        try await list(request) { filter, lookup in filter.underPath = try lookup.group().fullPath }
    }

    private func list(
        _ request: APIRequest, narrow: @escaping @Sendable (inout Namespaces.GroupFilter, Lookup) throws -> Void
    ) async throws -> Answer {
        let query = try request.read { GroupQuery(&$0) }
        let groups = try await api.read(request) { lookup in
            var filter = query.filter(lookup.viewer)
            try narrow(&filter, lookup)
            return try Namespaces.groups(
                filter, order: query.order, direction: query.direction, page: query.page, in: lookup.connection)
        }
        return .page(groups, query.page, of: request) { GroupAnswer(group: $0, externalURL: api.externalURL) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let group = try await api.read(request) { try $0.group() }
        return answer(group)
    }

    private func answer(_ group: Namespace) -> Answer {
        Answer(GroupAnswer(group: group, externalURL: api.externalURL, isDetailed: true))
    }

    @Sendable private func create(_ request: APIRequest) async throws -> Answer {
        let now = api.clock()
        let input = try request.read { GroupInput(creating: &$0) }
        let group = try await api.write(request) { lookup, connection in
            let creator = try lookup.account()
            let parent = try input.parentID.map { try lookup.group(named: String($0)) }
            guard try lookup.authority.mayCreateGroup(in: parent) else { throw APIError.forbidden() }
            let draft = Namespaces.GroupDraft(
                path: input.path ?? "", name: input.name ?? "", description: input.description ?? "",
                visibility: input.visibility ?? .private,
                projectCreationLevel: input.projectCreationLevel ?? .developer, createdAt: now)
            try GroupRules.judge(draft, parent: parent, in: connection)
            let id = try Namespaces.insertGroup(draft, parent: parent, in: connection)
            try Members.put(
                creator.id, as: .owner, in: .group(id), createdBy: creator.id, createdAt: now, using: connection)
            let group = try Namespaces.find(id, in: connection)
            if let group {
                try lookup.audit(
                    .groupCreated, on: .group(group), ["visibility": group.visibility.rawValue], in: connection)
            }
            return group
        }
        guard let group else { throw StoreError.failed("a new group could not be read back") }
        return .created(GroupAnswer(group: group, externalURL: api.externalURL, isDetailed: true))
    }

    @Sendable private func update(_ request: APIRequest) async throws -> Answer {
        let input = try request.read { GroupInput(updating: &$0) }
        let group = try await api.write(request) { lookup, connection in
            let old = try lookup.group(requiring: .owner)
            var group = old
            if let name = input.name { group.name = name }
            if let path = input.path { group.path = path }
            if let description = input.description { group.description = description }
            if let visibility = input.visibility { group.visibility = visibility }
            if let level = input.projectCreationLevel { group.projectCreationLevel = level }
            try GroupRules.judge(group, was: old, in: connection)
            try Namespaces.update(group, in: connection)
            let changes = AuditChanges()
                .noting("path", old.path, group.path)
                .noting("visibility", old.visibility.rawValue, group.visibility.rawValue)
                .noting(
                    "project_creation_level", old.projectCreationLevel.rawValue, group.projectCreationLevel.rawValue)
            if !changes.details.isEmpty {
                try lookup.audit(.groupUpdated, on: .group(old), changes.details, in: connection)
            }
            return try Namespaces.find(group.id, in: connection) ?? group
        }
        return answer(group)
    }

    @Sendable private func remove(_ request: APIRequest) async throws -> Answer {
        let id = try await api.read(request) { try $0.group(requiring: .owner).id }
        try await api.removeProjects(under: id, request) { lookup, connection in
            let group = try lookup.group(requiring: .owner)
            try lookup.audit(.groupDestroyed, on: .group(group), in: connection)
            return try Namespaces.delete(group.id, heir: Accounts.ghost(in: connection), in: connection)
        }
        return .accepted
    }
}

/// What may be asked of a list of groups.
private struct GroupQuery: Sendable {
    private var search: String?
    private var leastRole: AccessLevel?
    private var visibility: Visibility?
    private var topLevelOnly: Bool
    private var skipped: [NamespaceID]
    var order: Namespaces.GroupOrder
    var direction: SortDirection
    var page: Page

    init(_ p: inout ParameterReader) {
        search = p.optional("search")
        let owned = p.optional("owned", Bool.self) ?? false
        leastRole = owned ? .owner : p.optional("min_access_level", among: AccessLevel.self)
        visibility = p.optional("visibility", among: Visibility.self)
        topLevelOnly = p.optional("top_level_only", Bool.self) ?? false
        skipped = (p.optional("skip_groups", [Int64].self) ?? []).map { NamespaceID($0) }
        order = p.optional("order_by", among: Namespaces.GroupOrder.self) ?? .name
        direction = p.optional("sort", among: SortDirection.self) ?? .ascending
        page = p.page()
    }

    func filter(_ viewer: Viewer) -> Namespaces.GroupFilter {
        var filter = Namespaces.GroupFilter(viewer: viewer)
        filter.search = search.flatMap { $0.isEmpty ? nil : $0 }
        filter.leastRole = leastRole
        filter.visibility = visibility
        filter.topLevelOnly = topLevelOnly
        filter.skipped = skipped
        return filter
    }
}

/// What a group is to be.
private struct GroupInput: Sendable {
    var name: String?
    var path: String?
    var parentID: Int64?
    var description: String?
    var visibility: Visibility?
    var projectCreationLevel: Namespace.ProjectCreationLevel?

    init(creating p: inout ParameterReader) {
        name = p.required("name")
        path = p.required("path")
        parentID = p.optional("parent_id")
        rest(&p)
    }

    init(updating p: inout ParameterReader) {
        name = p.optional("name")
        path = p.optional("path")
        rest(&p)
    }

    private mutating func rest(_ p: inout ParameterReader) {
        description = p.optional("description")
        visibility = p.optional("visibility", among: Visibility.self)
        projectCreationLevel = p.optional("project_creation_level", among: Namespace.ProjectCreationLevel.self)
    }
}
