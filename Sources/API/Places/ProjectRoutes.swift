import Access
import Model
import Store

/// Projects: list, show, change, remove. They come into being by imports.
struct ProjectRoutes: ResourceRoutes {
    private let api: APIContext
    private let listing: ProjectListing

    init(_ api: APIContext) {
        self.api = api
        listing = ProjectListing(api: api)
    }

    func register(on router: APIRouter) {
        router.get("projects", .everyone, use: list)
        router.get("projects/:id", .everyone, use: show)
        router.put("projects/:id", use: update)
        router.delete("projects/:id", use: remove)
        router.get("users/:id/projects", .everyone, use: listOfUser)
        router.get("groups/:id/projects", .everyone, use: listOfGroup)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        try await listing.list(request)
    }

    @Sendable private func listOfUser(_ request: APIRequest) async throws -> Answer {
        try await listing.list(request) { filter, lookup in
            let name = request.path("id")
            let user =
                try Int64(name).map { try Users.find(UserID($0), in: lookup.connection) }
                ?? Users.find(username: name, in: lookup.connection)
            guard let user, try Users.find(user.id, visibleTo: lookup.viewer, in: lookup.connection) != nil else {
                throw APIError.notFound("User")
            }
            filter.ownerID = user.id
        }
    }

    @Sendable private func listOfGroup(_ request: APIRequest) async throws -> Answer {
        let includesSubgroups = try request.read { $0.optional("include_subgroups", Bool.self) ?? false }
        return try await listing.list(request) { filter, lookup in
            let group = try lookup.group()
            filter.namespaceIDs =
                includesSubgroups ? try Namespaces.subtree(group.id, in: lookup.connection) : [group.id]
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let (withLicense, asksForStatistics) = try request.read { parameters in
            (
                parameters.optional("license", Bool.self) ?? false,
                parameters.optional("statistics", Bool.self) ?? false
            )
        }
        let (id, shown, bytes) = try await api.read(request) { lookup -> (ProjectID, ProjectShown, Int64?) in
            let project = try lookup.project()
            let tells = try asksForStatistics && lookup.authority.has(.reporter, in: project)
            let mayReadCode = try lookup.authority.mayReadCode(of: project)
            return (
                project.id, try listing.show(project.id, withLicense: withLicense && mayReadCode, lookup),
                tells ? try LFSObjects.counts(project: project.id, in: lookup.connection).bytes : nil
            )
        }
        guard let bytes else { return Answer(shown) }
        let statistics = try await ProjectStatistics(of: id, lfsObjectsSize: bytes, in: api.repositories)
        return Answer(ProjectWithStatistics(shown: shown, statistics: statistics))
    }

    @Sendable private func update(_ request: APIRequest) async throws -> Answer {
        let now = api.clock()
        let change = try request.read { ProjectChange(&$0) }
        let shown = try await api.write(request) { lookup, connection in
            let old = try lookup.project()
            guard try lookup.authority.mayEdit(old) else { throw APIError.forbidden() }
            guard let namespace = try Namespaces.find(old.namespaceID, in: connection) else {
                throw APIError.notFound("Project")
            }
            var project = change.applied(to: old, in: namespace)
            try change.judge(project, was: old, in: namespace, using: connection)
            project.updatedAt = now
            try Projects.update(project, in: connection)
            let changes = AuditChanges()
                .noting("path", old.path, project.path)
                .noting("visibility", old.visibility.rawValue, project.visibility.rawValue)
                .noting("archived", "\(old.isArchived)", "\(project.isArchived)")
            if !changes.details.isEmpty {
                try lookup.audit(.projectUpdated, on: .project(old), changes.details, in: connection)
            }
            return try listing.show(project.id, lookup)
        }
        return Answer(shown)
    }

    @Sendable private func remove(_ request: APIRequest) async throws -> Answer {
        let project = try await api.read(request) { lookup in
            let project = try lookup.project()
            guard try lookup.authority.mayRemove(project) else { throw APIError.forbidden() }
            return project
        }
        let id = project.id
        await api.willRemoveProject(id)
        _ = try await api.write(request) { lookup, connection in
            // Of two that remove it at once, one did.
            guard let project = try Projects.find(id, in: connection) else { return }
            try lookup.audit(.projectDestroyed, on: .project(project), in: connection)
            _ = try Projects.delete(id, in: connection)
        }
        await api.didRemoveProject(id)
        return .accepted
    }
}
