public import Model
public import Store

/// The one place that says who may do what, by role and visibility.
///
/// It answers from one connection, so that a decision and what follows from it are about the same state.
public struct Authority {
    public let caller: Caller
    private let connection: any ReadConnection
    private let today: CalendarDate

    public init(caller: Caller, now: Timestamp, in connection: any ReadConnection) {
        self.caller = caller
        self.connection = connection
        today = now.calendarDate
    }

    /// The caller's highest role in a group, inherited ones counted; administrators are Owners everywhere.
    public func role(in namespace: Namespace) throws -> AccessLevel? {
        guard let user = caller.user else { return nil }
        if user.isAdministrator || namespace.ownerID == user.id { return .owner }
        guard namespace.kind == .group else { return nil }
        return try Members.role(of: user.id, inGroup: namespace.id, today: today, using: connection)
    }

    /// The caller's highest role in a project, through itself and its groups; administrators are Owners everywhere.
    public func role(in project: Project) throws -> AccessLevel? {
        guard let user = caller.user else { return nil }
        if user.isAdministrator { return .owner }
        return try Members.role(
            of: user.id, inProject: project.id, namespace: project.namespaceID, today: today, using: connection)
    }

    /// Whoever may not read a project is told that it does not exist.
    public func mayRead(_ project: Project) throws -> Bool {
        if isOpen(project.visibility) { return true }
        return try role(in: project).map { $0 >= .guest } ?? false
    }

    /// A group is also visible to whoever has a role in something under it.
    public func mayRead(_ namespace: Namespace) throws -> Bool {
        if namespace.kind == .user || isOpen(namespace.visibility) || caller.isAdministrator { return true }
        guard let user = caller.user else { return false }
        return try Members.reaches(user.id, group: namespace, today: today, using: connection)
    }

    func isOpen(_ visibility: Visibility) -> Bool {
        switch visibility {
        case .public: true
        case .internal: caller.user.map { !$0.isExternal } ?? false
        case .private: false
        }
    }

    /// Whether the caller has at least `role` in the project.
    public func has(_ role: AccessLevel, in project: Project) throws -> Bool {
        try self.role(in: project).map { $0 >= role } ?? false
    }

    /// Whether the caller has at least `role` in the group.
    public func has(_ role: AccessLevel, in namespace: Namespace) throws -> Bool {
        try self.role(in: namespace).map { $0 >= role } ?? false
    }
}
