import Access
import Model
import Store

/// Where projects may go: personal namespaces and groups.
struct NamespaceRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("namespaces", use: list)
        router.get("namespaces/:id", use: show)
        router.get("namespaces/:id/exists", use: exists)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (search, ownedOnly, topLevelOnly, page) = try request.read { p in
            (
                p.search(), p.optional("owned_only", Bool.self) ?? false,
                p.optional("top_level_only", Bool.self) ?? false, p.page()
            )
        }
        let found = try await api.read(request) { lookup in
            try Namespaces.list(
                viewer: lookup.viewer, search: search, ownedOnly: ownedOnly, topLevelOnly: topLevelOnly, page: page,
                in: lookup.connection)
        }
        return .page(found, page, of: request) { NamespaceAnswer(namespace: $0, externalURL: api.externalURL) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let namespace = try await api.read(request) { lookup in
            let name = request.path("id")
            let found =
                try Int64(name).map { try Namespaces.find(NamespaceID($0), in: lookup.connection) }
                ?? Namespaces.find(fullPath: name, in: lookup.connection)
            guard let namespace = found, try mayList(namespace, lookup) else { throw APIError.notFound("Namespace") }
            return namespace
        }
        return Answer(NamespaceAnswer(namespace: namespace, externalURL: api.externalURL))
    }

    private func mayList(_ namespace: Namespace, _ lookup: Lookup) throws -> Bool {
        switch namespace.kind {
        case .group: try lookup.authority.mayRead(namespace)
        case .user: lookup.caller.isAdministrator || namespace.ownerID == lookup.caller.user?.id
        }
    }

    /// Top-level paths are everybody's concern. What lies in a group is for whoever sees it, and for whoever could make
    /// something there.
    private func maySeeTaken(_ path: String, _ lookup: Lookup) throws -> Bool {
        guard let slash = path.lastIndex(of: "/") else { return true }
        if let group = try Namespaces.find(fullPath: path, in: lookup.connection) {
            return try lookup.authority.mayRead(group) || mayCreate(in: path[..<slash], lookup)
        }
        if let project = try Projects.find(fullPath: path, in: lookup.connection) {
            return try lookup.authority.mayRead(project) || mayCreate(in: path[..<slash], lookup)
        }
        return false
    }

    private func mayCreate(in path: Substring, _ lookup: Lookup) throws -> Bool {
        guard let parent = try Namespaces.find(fullPath: String(path), in: lookup.connection) else { return false }
        return try lookup.authority.mayImport(into: parent) || lookup.authority.mayCreateGroup(in: parent)
    }

    @Sendable private func exists(_ request: APIRequest) async throws -> Answer {
        let (path, suggestion) = try await api.read(request) { lookup in
            let path = request.path("id")
            let isTaken = try Namespaces.isPathTaken(path, in: lookup.connection) && maySeeTaken(path, lookup)
            return (isTaken, isTaken ? try Accounts.freeUsername(path, in: lookup.connection) : nil)
        }
        return Answer(ExistsAnswer(exists: path, suggestion: suggestion))
    }
}

private struct ExistsAnswer: Entity {
    var exists: Bool
    var suggestion: String?

    func write(_ object: inout JSONObject) {
        object.add("exists", exists)
        object.add("suggests", suggestion.map { [$0] } ?? [])
    }
}
