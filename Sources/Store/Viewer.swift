public import Model

/// Who looks at a list: what they may see becomes part of its `WHERE`.
public struct Viewer: Sendable {
    /// `nil` for somebody without an account.
    public var userID: UserID?
    /// Sees everything.
    public var isAdministrator: Bool
    /// Sees of what is internal only what they have a role in.
    public var isExternal: Bool
    /// The day on which memberships are judged.
    public var today: CalendarDate

    public init(userID: UserID?, isAdministrator: Bool, isExternal: Bool, today: CalendarDate) {
        self.userID = userID
        self.isAdministrator = isAdministrator
        self.isExternal = isExternal
        self.today = today
    }

    /// Whoever sees everything: the command line, on its own store.
    public static func administrator(today: CalendarDate) -> Viewer {
        Viewer(userID: nil, isAdministrator: true, isExternal: false, today: today)
    }

    /// The open visibilities this viewer sees without any role.
    private var openVisibilities: [Visibility] {
        userID == nil || isExternal ? [.public] : [.public, .internal]
    }

    /// Keeps of `projects` what this viewer may read: what is open to them, and where they have at least `leastRole`.
    func limitProjects(_ condition: inout Condition, leastRole: AccessLevel = .guest) {
        guard !isAdministrator else { return }
        let open = openVisibilities.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        guard let userID else {
            condition.add("projects.visibility IN (\(open))")
            return
        }
        condition.add(
            "(projects.visibility IN (\(open)) OR \(Self.projectRoles))", projectRoleValues(userID, leastRole))
    }

    /// Keeps of `projects` those in which this viewer has at least `role`.
    func requireProjectRole(_ role: AccessLevel, _ condition: inout Condition) {
        guard let userID else {
            condition.add("1 = 0")
            return
        }
        condition.add(Self.projectRoles, projectRoleValues(userID, role))
    }

    /// Keeps of `namespaces` the groups that this viewer may read.
    func limitGroups(_ condition: inout Condition) {
        guard !isAdministrator else { return }
        let open = openVisibilities.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        guard let userID else {
            condition.add("namespaces.visibility IN (\(open))")
            return
        }
        condition.add(
            "(namespaces.visibility IN (\(open)) OR namespaces.id IN (\(Self.reachedGroups)))",
            groupValues(userID, .minimal) + [userID, today, userID, today])
    }

    /// Keeps of `namespaces` the groups in which this viewer has at least `role`, inherited ones counted.
    func requireGroupRole(_ role: AccessLevel, _ condition: inout Condition) {
        guard let userID else {
            condition.add("1 = 0")
            return
        }
        condition.add("namespaces.id IN (\(Self.grantedGroups))", groupValues(userID, role))
    }

    /// Keeps of `namespaces` this viewer's own and the groups they have a role in (or own).
    func limitNamespaces(ownedOnly: Bool, _ condition: inout Condition) {
        guard ownedOnly || !isAdministrator else { return }
        guard let userID else {
            condition.add("1 = 0")
            return
        }
        condition.add(
            "(namespaces.owner_id = ? OR namespaces.id IN (\(Self.grantedGroups)))",
            [userID] + groupValues(userID, ownedOnly ? .owner : .minimal))
    }

    private func groupValues(_ userID: UserID, _ role: AccessLevel) -> [any SQLConvertible] {
        [userID, role, today]
    }

    private func projectRoleValues(_ userID: UserID, _ role: AccessLevel) -> [any SQLConvertible] {
        [userID, role, today] + groupValues(userID, role)
    }

    private static let projectRoles = """
        (projects.id IN (SELECT project_id FROM members WHERE user_id = ? AND project_id IS NOT NULL \
        AND access_level >= ? AND (expires_at IS NULL OR expires_at > ?)) \
        OR projects.namespace_id IN (\(grantedGroups)))
        """

    /// The groups somebody is a member of, and every group under them.
    private static let grantedGroups = """
        WITH RECURSIVE granted (id) AS (
            SELECT namespace_id FROM members WHERE user_id = ? AND namespace_id IS NOT NULL
                AND access_level >= ? AND (expires_at IS NULL OR expires_at > ?)
            UNION SELECT namespaces.id FROM namespaces JOIN granted ON namespaces.parent_id = granted.id)
        SELECT id FROM granted
        """

    /// ``grantedGroups``, and every group above something somebody is a member of.
    private static let reachedGroups = """
        WITH RECURSIVE granted (id) AS (
            SELECT namespace_id FROM members WHERE user_id = ? AND namespace_id IS NOT NULL
                AND access_level >= ? AND (expires_at IS NULL OR expires_at > ?)
            UNION SELECT namespaces.id FROM namespaces JOIN granted ON namespaces.parent_id = granted.id),
        above (id) AS (
            SELECT namespace_id FROM members WHERE user_id = ? AND namespace_id IS NOT NULL
                AND (expires_at IS NULL OR expires_at > ?)
            UNION SELECT projects.namespace_id FROM members JOIN projects ON projects.id = members.project_id
                WHERE members.user_id = ? AND (members.expires_at IS NULL OR members.expires_at > ?)
            UNION SELECT namespaces.parent_id FROM namespaces JOIN above ON namespaces.id = above.id
                WHERE namespaces.parent_id IS NOT NULL)
        SELECT id FROM granted UNION SELECT id FROM above
        """
}
