/// Where projects live: a person's own namespace, or a group, which may stand inside another group.
public struct Namespace: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable {
        case user
        case group
    }

    /// Who may create projects in a group (GitLab's `project_creation_level`).
    public enum ProjectCreationLevel: String, Sendable, Codable {
        case noOne = "noone"
        case owner
        case maintainer
        case developer

        /// The least role that may create a project; `nil` where nobody may.
        public var leastRole: AccessLevel? {
            switch self {
            case .noOne: nil
            case .owner: .owner
            case .maintainer: .maintainer
            case .developer: .developer
            }
        }
    }

    public var id: NamespaceID
    public var kind: Kind
    public var parentID: NamespaceID?
    /// The outermost group this one stands in; itself where it stands in none.
    public var rootID: NamespaceID
    /// Set exactly for personal namespaces.
    public var ownerID: UserID?
    public var path: String
    public var name: String
    /// Paths from the root group down, joined by `/`.
    public var fullPath: String
    /// Names from the root group down, joined by ` / `.
    public var fullName: String
    public var description: String
    public var visibility: Visibility
    public var projectCreationLevel: ProjectCreationLevel
    public var createdAt: Timestamp

    public init(
        id: NamespaceID, kind: Kind, parentID: NamespaceID?, rootID: NamespaceID, ownerID: UserID?, path: String,
        name: String, fullPath: String, fullName: String, description: String, visibility: Visibility,
        projectCreationLevel: ProjectCreationLevel, createdAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.parentID = parentID
        self.rootID = rootID
        self.ownerID = ownerID
        self.path = path
        self.name = name
        self.fullPath = fullPath
        self.fullName = fullName
        self.description = description
        self.visibility = visibility
        self.projectCreationLevel = projectCreationLevel
        self.createdAt = createdAt
    }
}
