import Model

/// `BranchProtectionRule`: what a pattern of branch names demands. What a server does not know of is `nil`.
struct GitHubBranchRule: Decodable, Sendable {
    var databaseID: Int64?
    var pattern: String
    var allowsForcePushes: Bool?
    var allowsDeletions: Bool?
    var blocksCreations: Bool?
    var isAdminEnforced: Bool?
    var requiresApprovingReviews: Bool?
    var requiredApprovingReviewCount: Int?
    var dismissesStaleReviews: Bool?
    var restrictsReviewDismissals: Bool?
    var requireLastPushApproval: Bool?
    var requiresCodeOwnerReviews: Bool?
    var requiresStatusChecks: Bool?
    var requiresStrictStatusChecks: Bool?
    var requiredStatusCheckContexts: [String?]?
    var requiresConversationResolution: Bool?
    var requiresCommitSignatures: Bool?
    var requiresLinearHistory: Bool?
    var requiresDeployments: Bool?
    var requiredDeploymentEnvironments: [String?]?
    var lockBranch: Bool?
    var restrictsPushes: Bool?
    var pushAllowances: Allowances?
    var bypassPullRequestAllowances: Allowances?

    enum CodingKeys: String, CodingKey {
        case databaseID = "databaseId"
        case pattern
        case allowsForcePushes
        case allowsDeletions
        case blocksCreations
        case isAdminEnforced
        case requiresApprovingReviews
        case requiredApprovingReviewCount
        case dismissesStaleReviews
        case restrictsReviewDismissals
        case requireLastPushApproval
        case requiresCodeOwnerReviews
        case requiresStatusChecks
        case requiresStrictStatusChecks
        case requiredStatusCheckContexts
        case requiresConversationResolution
        case requiresCommitSignatures
        case requiresLinearHistory
        case requiresDeployments
        case requiredDeploymentEnvironments
        case lockBranch
        case restrictsPushes
        case pushAllowances
        case bypassPullRequestAllowances
    }

    /// People, teams and apps that a rule excepts.
    struct Allowances: Decodable, Sendable {
        var totalCount: Int?
        var nodes: [Allowance?]?

        enum CodingKeys: String, CodingKey {
            case totalCount
            case nodes
        }

        var names: [String] { (nodes ?? []).compactMap { $0?.actor?.shown } }
    }

    struct Allowance: Decodable, Sendable {
        var actor: Actor?

        enum CodingKeys: String, CodingKey {
            case actor
        }
    }

    struct Actor: Decodable, Sendable {
        var type: String?
        var login: String?
        var slug: String?

        enum CodingKeys: String, CodingKey {
            case type = "__typename"
            case login
            case slug
        }

        var shown: String? {
            login ?? slug.map { type == "App" ? "the app \($0)" : "the team \($0)" }
        }
    }

    static let oldFields = """
        databaseId pattern allowsForcePushes allowsDeletions isAdminEnforced requiresApprovingReviews
        requiredApprovingReviewCount dismissesStaleReviews restrictsReviewDismissals requiresCodeOwnerReviews
        requiresStatusChecks requiresStrictStatusChecks requiredStatusCheckContexts requiresCommitSignatures
        requiresLinearHistory restrictsPushes
        """

    static let fragment = """
        fragment rule on BranchProtectionRule {
          \(oldFields)
          blocksCreations requireLastPushApproval requiresConversationResolution requiresDeployments
          requiredDeploymentEnvironments lockBranch
          pushAllowances(first: 100) {
            totalCount
            nodes { actor { __typename ... on User { login } ... on Team { slug } ... on App { slug } } }
          }
          bypassPullRequestAllowances(first: 100) {
            totalCount
            nodes { actor { __typename ... on User { login } ... on Team { slug } ... on App { slug } } }
          }
        }
        """
}
