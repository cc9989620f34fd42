/// Whose credentials a stand-in Bitbucket takes. Nothing here is a secret: they are in the source and open nothing but
/// the stand-in.
public struct BitbucketAccount: Sendable, Hashable {
    /// What the log calls it.
    public var name: String
    /// Name in Basic authentication: the login on a Server, the mail address on Cloud.
    public var user: String
    /// The password or API token.
    public var secret: String
    /// Names that git takes with the same secret.
    public var gitUsers: Set<String>
    /// A token that is sent as `Bearer`, and to a Server as password too.
    public var token: String?
    /// What it may do with the repository; nil for nothing.
    public var level: BitbucketSettings.Level?
    /// What an API token of Cloud was made for.
    public var scopes: Set<String>

    public init(
        _ name: String, user: String, secret: String, gitUsers: Set<String> = [], token: String? = nil,
        level: BitbucketSettings.Level?, scopes: Set<String> = []
    ) {
        self.name = name
        self.user = user
        self.secret = secret
        self.gitUsers = gitUsers.union([user])
        self.token = token
        self.level = level
        self.scopes = scopes
    }

    /// Administrator of a Server's repository, with signs in the password that must be written with care.
    public static let keeper = BitbucketAccount(
        "keeper", user: "mira", secret: "p@ss:w/rd%20#?&+é", token: "BBDC-stand-in-keeper", level: .admin)
    /// Only reads on a Server.
    public static let visitor = BitbucketAccount(
        "visitor", user: "visitor", secret: "just-looking", token: "BBDC-stand-in-visitor", level: .read)
    /// Known to a Server, and sees nothing.
    public static let stranger = BitbucketAccount("stranger", user: "stranger", secret: "who-are-you", level: nil)

    private static let reading: Set<String> = [
        "read:repository:bitbucket", "read:pullrequest:bitbucket", "read:issue:bitbucket", "read:wiki:bitbucket",
    ]
    private static let fixedGitUser = "x-bitbucket-api-token-auth"

    /// An API token of Cloud with all scopes there are for reading.
    public static let cloudKeeper = BitbucketAccount(
        "cloud-keeper", user: "mira@harbor.example", secret: "ATATT3x-stand-in-keeper",
        gitUsers: ["mira", fixedGitUser], level: .admin,
        scopes: reading.union([
            "admin:repository:bitbucket", "read:user:bitbucket", "read:workspace:bitbucket", "read:project:bitbucket",
            "read:webhook:bitbucket", "read:pipeline:bitbucket",
        ]))
    /// One with the four scopes GitLab's page names.
    public static let cloudReader = BitbucketAccount(
        "cloud-reader", user: "tomas@harbor.example", secret: "ATATT3x-stand-in-reader",
        gitUsers: ["tomas", fixedGitUser], level: .admin, scopes: reading)
    /// One that lacks the scope for pull requests.
    public static let cloudNarrow = BitbucketAccount(
        "cloud-narrow", user: "narrow@harbor.example", secret: "ATATT3x-stand-in-narrow",
        gitUsers: [fixedGitUser], level: .admin, scopes: ["read:repository:bitbucket"])
    /// The user name and the app password of former times.
    public static let cloudApp = BitbucketAccount(
        "cloud-app", user: "mira", secret: "ATBB-stand-in-app", level: .admin, scopes: cloudKeeper.scopes)
}
