/// An account of the stand-in GitHub.
public struct SampleUser: Sendable, Hashable, Codable {
    /// GitHub's `type` of an account.
    public enum Kind: String, Sendable, Hashable, Codable {
        case user = "User"
        case organization = "Organization"
        case bot = "Bot"
        /// Author made by GitHub's own importer for somebody without an account. REST calls it a user.
        case mannequin = "Mannequin"
    }

    /// What the account may do in the repository, GitHub's `role_name`; nil for who is no collaborator.
    public enum Role: String, Sendable, Hashable, Codable {
        case read, triage, write, maintain, admin
    }

    /// The account's number; unique on a server.
    public var id: Int
    /// The name in addresses. A bot's ends in `[bot]`, as in REST; GraphQL leaves that off.
    public var login: String
    /// The name a person gave; may be missing.
    public var name: String?
    /// The public mail address; most people have none.
    public var email: String?
    public var kind: Kind
    public var role: Role?

    /// - Parameter id: 0 takes the next free number when the user is added to a project.
    public init(
        id: Int = 0, login: String, name: String? = nil, email: String? = nil, kind: Kind = .user, role: Role? = nil
    ) {
        self.id = id
        self.login = login
        self.name = name
        self.email = email
        self.kind = kind
        self.role = role
    }

    /// The account REST shows in place of a deleted one.
    static let ghost = SampleUser(id: 10_137, login: "ghost", name: "Deleted user")
}
