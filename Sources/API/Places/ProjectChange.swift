import Model
import Store

/// What is to change of a project.
struct ProjectChange: Sendable {
    private let name: String?
    private let path: String?
    private let description: String?
    private let visibility: Visibility?
    private let defaultBranch: String?
    private let topics: [String]?
    private let isArchived: Bool?
    private let isWikiEnabled: Bool?
    private let areIssuesEnabled: Bool?
    private let areMergeRequestsEnabled: Bool?

    private enum FeatureLevel: String {
        case disabled
        /// For members only: refused, because nothing here would hold it back from others.
        case `private`
        case enabled
    }

    init(_ p: inout ParameterReader) {
        name = p.optional("name")
        path = p.optional("path")
        defaultBranch = p.optional("default_branch")
        description = p.optional("description")
        areIssuesEnabled = Self.feature("issues", &p)
        areMergeRequestsEnabled = Self.feature("merge_requests", &p)
        isWikiEnabled = Self.feature("wiki", &p)
        visibility = p.optional("visibility", among: Visibility.self)
        let tags = p.optional("tag_list", [String].self)
        topics = p.optional("topics", [String].self) ?? tags
        isArchived = p.optional("archived")
    }

    /// A feature is switched by `X_access_level` or, as it once was, by `X_enabled`.
    private static func feature(_ name: String, _ p: inout ParameterReader) -> Bool? {
        let isEnabled = p.optional("\(name)_enabled", Bool.self)
        let level = p.optional("\(name)_access_level", among: FeatureLevel.self)
        if level == .private {
            p.fail("\(name)_access_level private is not supported here: it is enabled for all who see the project")
        }
        return level.map { $0 != .disabled } ?? isEnabled
    }

    func applied(to project: Project, in namespace: Namespace) -> Project {
        var project = project
        if let name { project.name = name }
        if let path {
            project.path = path
            project.fullPath = "\(namespace.fullPath)/\(path)"
        }
        if let description { project.description = description }
        if let visibility { project.visibility = visibility }
        if let defaultBranch { project.defaultBranch = defaultBranch }
        if let topics { project.topics = topics }
        if let isArchived { project.isArchived = isArchived }
        if let isWikiEnabled { project.isWikiEnabled = isWikiEnabled }
        if let areIssuesEnabled { project.areIssuesEnabled = areIssuesEnabled }
        if let areMergeRequestsEnabled { project.areMergeRequestsEnabled = areMergeRequestsEnabled }
        return project
    }

    /// - Throws: 400 in GitLab's words for values that a project cannot take.
    func judge(
        _ project: Project, was old: Project, in namespace: Namespace, using connection: any ReadConnection
    ) throws {
        var problems: [(name: String, texts: [String])] = []
        let taken = try Projects.taken(
            path: project.path, name: project.name, in: namespace, except: project.id, using: connection)
        if project.name != old.name {
            let texts = ProjectNaming.nameProblems(project.name) + (taken.name ? ["has already been taken"] : [])
            if !texts.isEmpty { problems.append(("name", texts)) }
        }
        if project.path != old.path {
            let texts = ProjectNaming.pathProblems(project.path) + (taken.path ? ["has already been taken"] : [])
            if !texts.isEmpty { problems.append(("path", texts)) }
        }
        let texts = ProjectNaming.descriptionProblems(project.description ?? "")
        if !texts.isEmpty { problems.append(("description", texts)) }
        if namespace.kind == .group, project.visibility > namespace.visibility, project.visibility != old.visibility {
            let (wanted, allowed) = (project.visibility.rawValue, namespace.visibility.rawValue)
            problems.append(("visibility_level", ["\(wanted) is not allowed in a \(allowed) group."]))
        }
        guard problems.isEmpty else { throw APIError.refusedFields(problems) }
    }
}
