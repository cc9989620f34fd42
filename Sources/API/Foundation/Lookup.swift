public import Access
public import Model
public import Store

/// Finds what a request's path names, as far as the caller may see it, from one state of the store.
public struct Lookup {
    public let request: APIRequest
    public let now: Timestamp
    public let connection: any ReadConnection
    public let authority: Authority

    init(request: APIRequest, now: Timestamp, connection: any ReadConnection) {
        self.request = request
        self.now = now
        self.connection = connection
        authority = Authority(caller: request.caller, now: now, in: connection)
    }

    public var caller: Caller { request.caller }
    public var today: CalendarDate { now.calendarDate }
    public var viewer: Viewer { request.caller.viewer(at: now) }

    /// Writes down what the caller does, in the transaction that does it.
    public func audit(
        _ action: AuditAction, on entity: AuditEvent.Entity, _ details: [String: String] = [:],
        in connection: any WriteConnection
    ) throws {
        try AuditEvents.insert(action, by: request.actor, on: entity, details: details, at: now, in: connection)
    }

    /// The project named by `:id`, a number or a full path.
    /// - Throws: `404 Project Not Found`, also where the caller may not see it; `403 Forbidden` below `role`.
    public func project(_ parameter: String = "id", requiring role: AccessLevel? = nil) throws -> Project {
        let name = request.path(parameter)
        let found =
            try Int64(name).map { try Projects.find(ProjectID($0), in: connection) }
            ?? Projects.find(fullPath: name, in: connection)
        guard let project = found, try authority.mayRead(project) else { throw APIError.notFound("Project") }
        if let role, try !authority.has(role, in: project) { throw APIError.forbidden() }
        return project
    }

    /// The project named by `:id`, whose code the caller may read as well.
    /// - Throws: `404 Project Not Found`; `403 Forbidden` where only its issues are for the caller.
    public func projectWithCode(_ parameter: String = "id") throws -> Project {
        let project = try project(parameter)
        guard try authority.mayReadCode(of: project) else { throw APIError.forbidden() }
        return project
    }

    /// The group named by `:id`, a number or a full path.
    /// - Throws: `404 Group Not Found`, also where the caller may not see it; `403 Forbidden` below `role`.
    public func group(_ parameter: String = "id", requiring role: AccessLevel? = nil) throws -> Namespace {
        let group = try group(named: request.path(parameter))
        if let role, try !authority.has(role, in: group) { throw APIError.forbidden() }
        return group
    }

    /// The group with this number or full path.
    public func group(named name: String) throws -> Namespace {
        let found =
            try Int64(name).map { try Namespaces.find(NamespaceID($0), in: connection) }
            ?? Namespaces.find(fullPath: name, in: connection)
        guard let group = found, group.kind == .group, try authority.mayRead(group) else {
            throw APIError.notFound("Group")
        }
        return group
    }

    /// The user named by a number in the path.
    /// - Throws: `404 User Not Found`.
    public func user(_ parameter: String = "id") throws -> User {
        guard let user = try Users.find(request.identifier(parameter), in: connection) else {
            throw APIError.notFound("User")
        }
        return user
    }

    /// The same, as far as the caller may see it: an account that stands for somebody in a private group is not there.
    /// - Throws: `404 User Not Found`.
    public func visibleUser(_ parameter: String = "id") throws -> User {
        let id: UserID = try request.identifier(parameter)
        guard let user = try Users.find(id, visibleTo: viewer, in: connection) else { throw APIError.notFound("User") }
        return user
    }

    /// The caller's account.
    /// - Throws: `401 Unauthorized` without one.
    public func account() throws -> User {
        guard let user = caller.user else { throw APIError.unauthorized }
        return user
    }
}
