import Access
import Model
import Store

/// Accounts: the caller's own, everybody's in few words, and their making and removal by administrators.
struct UserRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("user", alsoScopes: [.readUser], use: showCaller)
        router.get("users", alsoScopes: [.readUser], use: list)
        router.get("users/:id", alsoScopes: [.readUser], use: show)
        router.post("users", .administrators, use: create)
        router.delete("users/:id", .administrators, use: remove)
    }

    @Sendable private func showCaller(_ request: APIRequest) async throws -> Answer {
        let answer = try await api.read(request) { lookup in
            try full(lookup.account(), showsPowers: lookup.caller.isAdministrator, lookup)
        }
        return Answer(answer)
    }

    private func full(_ user: User, showsPowers: Bool, _ lookup: Lookup) throws -> UserFullAnswer {
        let namespace = try Namespaces.find(owner: user.id, in: lookup.connection)
        return UserFullAnswer(
            user: user, namespaceID: namespace?.id, externalURL: api.externalURL, showsPowers: showsPowers)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let query = try request.read { UserQuery(&$0) }
        let showsAll = request.caller.isAdministrator
        let show = { (row: (user: User, namespace: NamespaceID?)) -> UserListAnswer in
            UserListAnswer(
                user: row.user, namespaceID: row.namespace, externalURL: api.externalURL, isFull: showsAll)
        }
        if let keyset = query.keyset {
            return try await list(request, query, keyset, show)
        }
        let page = query.page
        let rows = try await api.read(request) { lookup in
            let users = try Users.list(
                query.filter(lookup.viewer), order: query.order, direction: query.direction, page: page,
                in: lookup.connection)
            let namespaces = try namespaces(of: users.elements, if: showsAll, lookup)
            return PagedRows(elements: users.elements.map { ($0, namespaces[$0.id]) }, total: users.total)
        }
        return .page(rows, page, of: request, show)
    }

    private func list(
        _ request: APIRequest, _ query: UserQuery, _ keyset: Keyset,
        _ show: ((user: User, namespace: NamespaceID?)) -> UserListAnswer
    ) async throws -> Answer {
        let showsAll = request.caller.isAdministrator
        let after = keyset.cursor?.first.flatMap { Int64($0) }.map { UserID($0) }
        let rows = try await api.read(request) { lookup in
            let users = try Users.list(
                query.filter(lookup.viewer), after: after, direction: keyset.direction, limit: keyset.size + 1,
                in: lookup.connection)
            let namespaces = try namespaces(of: users, if: showsAll, lookup)
            return users.map { ($0, namespaces[$0.id]) }
        }
        let shown = Array(rows.prefix(keyset.size))
        let next = rows.count > keyset.size ? shown.last.map { Keyset.cursor([String($0.0.id.rawValue)]) } : nil
        return .keyset(shown, next: next.map { [("cursor", $0)] }, of: request, show)
    }

    private func namespaces(
        of users: [User], if isWanted: Bool, _ lookup: Lookup
    ) throws -> [UserID: NamespaceID] {
        isWanted ? try Namespaces.personal(of: users.map(\.id), in: lookup.connection) : [:]
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        try await api.read(request) { lookup in
            let user = try lookup.visibleUser()
            if lookup.caller.isAdministrator { return Answer(try full(user, showsPowers: true, lookup)) }
            return Answer(UserAnswer(user: user, externalURL: api.externalURL))
        }
    }

    @Sendable private func create(_ request: APIRequest) async throws -> Answer {
        let now = api.clock()
        let (draft, publicEmail) = try request.read { p in
            let email = p.requiredText("email")
            let name = p.requiredText("name")
            let username = p.requiredText("username")
            let draft = Users.Draft(
                kind: .human, username: username, name: name, email: email,
                isAdministrator: p.optional("admin", Bool.self) ?? false,
                isExternal: p.optional("external", Bool.self) ?? false, createdAt: now)
            return (draft, p.optional("public_email", String.self).flatMap { $0.isEmpty ? nil : $0 })
        }
        let answer = try await api.write(request) { lookup, connection in
            try judge(draft, lookup)
            var user = try Accounts.createPerson(draft, in: connection)
            user.publicEmail = publicEmail
            try Users.setPublicEmail(publicEmail, of: user.id, in: connection)
            try lookup.audit(
                .userCreated, on: .user(user), ["administrator": "\(user.isAdministrator)"], in: connection)
            return try full(user, showsPowers: true, lookup)
        }
        return .created(answer)
    }

    private func judge(_ draft: Users.Draft, _ lookup: Lookup) throws {
        var fields: [(name: String, texts: [String])] = []
        let wrong = GroupNaming.pathProblems(draft.username, isTopLevel: true)
        if !wrong.isEmpty { fields.append(("username", wrong)) }
        if draft.name.unicodeScalars.count > 255 {
            fields.append(("name", ["is too long (maximum is 255 characters)"]))
        }
        if !draft.email.contains("@") || draft.email.contains(where: \.isWhitespace) {
            fields.append(("email", ["is invalid"]))
        }
        guard fields.isEmpty else { throw APIError.refusedFields(fields) }
        if try Users.find(email: draft.email, in: lookup.connection) != nil {
            throw APIError.conflict("Email has already been taken")
        }
        if try Users.find(username: draft.username, in: lookup.connection) != nil
            || Namespaces.isPathTaken(draft.username, in: lookup.connection)
        {
            throw APIError.conflict("Username has already been taken")
        }
    }

    @Sendable private func remove(_ request: APIRequest) async throws -> Answer {
        let namespace = try await api.read(request) { lookup in
            let user = try lookup.user()
            try judgeRemoval(of: user, lookup)
            return try Namespaces.find(owner: user.id, in: lookup.connection)?.id
        }
        try await api.removeProjects(under: namespace, request) { lookup, connection in
            let user = try lookup.user()
            try judgeRemoval(of: user, lookup)
            try lookup.audit(.userDestroyed, on: .user(user), in: connection)
            return try Accounts.delete(user, in: connection)
        }
        return .noContent
    }

    private func judgeRemoval(of user: User, _ lookup: Lookup) throws {
        switch user.kind {
        case .human, .groupBot: break
        case .ghost, .placeholder, .importUser:
            throw APIError.conflict("This user holds imported contributions and goes with its top-level group")
        }
        if user.id == lookup.caller.user?.id { throw APIError.conflict("An administrator cannot remove themselves") }
        if try !Members.solelyOwnedGroups(of: user.id, today: lookup.today, using: lookup.connection).isEmpty {
            throw APIError.conflict("User cannot be removed if is the sole owner of a group")
        }
    }
}

/// What may be asked of the list of users.
private struct UserQuery: Sendable {
    private var search: String?
    private var username: String?
    private var state: User.State?
    private var humansOnly: Bool
    private var isExternal: Bool?
    private var isAdministrator: Bool?
    var order: Users.Order
    var direction: SortDirection
    var keyset: Keyset?
    var page: Page

    init(_ p: inout ParameterReader) {
        username = p.optional("username")
        search = p.search()
        state =
            if p.optional("active", Bool.self) ?? false {
                .active
            } else if p.optional("blocked", Bool.self) ?? false { .blocked } else { nil }
        isExternal = p.optional("external", Bool.self) == true ? true : nil
        isAdministrator = p.optional("admins", Bool.self) == true ? true : nil
        humansOnly = p.optional("humans", Bool.self) ?? false
        keyset = p.keyset(orders: ["id"])
        order = keyset == nil ? p.optional("order_by", among: Users.Order.self) ?? .id : .id
        direction = p.optional("sort", among: SortDirection.self) ?? .descending
        page = keyset == nil ? p.page() : Page(number: 1, size: 20)
    }

    func filter(_ viewer: Viewer) -> Users.Filter {
        var filter = Users.Filter(viewer: viewer)
        filter.search = search
        filter.username = username
        filter.state = state
        filter.humansOnly = humansOnly
        filter.isExternal = isExternal
        filter.isAdministrator = isAdministrator
        return filter
    }
}

/// A user in a list: everything for administrators, a few words for others.
private struct UserListAnswer: Entity {
    var user: User
    var namespaceID: NamespaceID?
    var externalURL: String
    var isFull: Bool

    func write(_ object: inout JSONObject) {
        if isFull {
            UserFullAnswer(user: user, namespaceID: namespaceID, externalURL: externalURL, showsPowers: true)
                .write(&object)
        } else {
            UserBasicAnswer(user: user, externalURL: externalURL).write(&object)
        }
    }
}
