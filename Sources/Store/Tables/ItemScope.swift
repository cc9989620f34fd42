public import Model

/// In which projects a list of items looks.
public enum ItemScope: Sendable {
    /// In one, which the reader may see: the caller has made sure.
    case project(ProjectID)
    /// In all that the viewer may see; `leastRole` is what it takes where visibility alone does not open a project.
    case everywhere(Viewer, leastRole: AccessLevel)
    /// In those of a group and of the groups under it that the viewer may see.
    case group(NamespaceID, Viewer, leastRole: AccessLevel)
    /// In none.
    case nothing
}

extension ItemScope {
    /// What a list is read from.
    func tables(_ table: ItemTable) -> String {
        switch self {
        case .project, .nothing: table.name
        // Written like this the projects are looked up for each item, and the list ends at the page's last row; going
        // project by project would sort everything there is.
        case .everywhere: "\(table.name) CROSS JOIN projects"
        case .group: "\(table.name), projects"
        }
    }

    func add(to condition: inout Condition, table: ItemTable) {
        switch self {
        case .project(let project):
            condition.add("\(table.name).project_id = ?", project)
        case .nothing: condition.add("1 = 0")
        case .everywhere(let viewer, let leastRole):
            condition.add("projects.id = \(table.name).project_id")
            condition.add("\(table.feature) = 1")
            viewer.limitProjects(&condition, leastRole: leastRole)
        case .group(let group, let viewer, let leastRole):
            condition.add("projects.id = \(table.name).project_id")
            condition.add("\(table.feature) = 1")
            condition.add(
                """
                projects.namespace_id IN (
                    WITH RECURSIVE below (id) AS (
                        SELECT id FROM namespaces WHERE id = ?
                        UNION ALL SELECT namespaces.id FROM namespaces JOIN below ON namespaces.parent_id = below.id)
                    SELECT id FROM below)
                """, group)
            viewer.limitProjects(&condition, leastRole: leastRole)
        }
    }
}
