/// An account: of a person, or one that Landfall made to hold contributions of somebody who has none here.
public struct User: Sendable, Hashable {
    /// GitLab's `user_type`, in so far as imports make them.
    public enum Kind: String, Sendable, Codable {
        case human
        /// Holds the contributions of one source user until they are reassigned.
        case placeholder
        /// Holds contributions whose author the source has deleted.
        case ghost
        /// Acts for a group access token.
        case groupBot = "group_bot"
        /// Holds what no placeholder user may be made for any more.
        case importUser = "import_user"
    }

    public enum State: String, Sendable, Codable {
        case active
        case blocked
        case deactivated
    }

    public var id: UserID
    public var kind: Kind
    public var username: String
    public var name: String
    public var email: String
    /// The address everybody is shown; most show none.
    public var publicEmail: String?
    public var state: State
    public var isAdministrator: Bool
    /// May see and create only what they are explicitly given (GitLab's external users).
    public var isExternal: Bool
    public var createdAt: Timestamp

    public init(
        id: UserID, kind: Kind, username: String, name: String, email: String, state: State, isAdministrator: Bool,
        isExternal: Bool, createdAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.username = username
        self.name = name
        self.email = email
        self.state = state
        self.isAdministrator = isAdministrator
        self.isExternal = isExternal
        self.createdAt = createdAt
    }
}
