import Model

/// `RepositoryRuleset`: rules for the refs that its conditions name, of the repository or of what it belongs to.
struct GitHubRuleset: Decodable, Sendable {
    var databaseID: Int64?
    var name: String
    /// `BRANCH`, `TAG`, `PUSH` or `REPOSITORY`.
    var target: String?
    /// `ACTIVE`, `EVALUATE` or `DISABLED`.
    var enforcement: String
    var source: Source?
    var conditions: Conditions?
    var rules: Rules?
    var bypassActors: Count?

    enum CodingKeys: String, CodingKey {
        case databaseID = "databaseId"
        case name
        case target
        case enforcement
        case source
        case conditions
        case rules
        case bypassActors
    }

    struct Source: Decodable, Sendable {
        var type: String?

        enum CodingKeys: String, CodingKey {
            case type = "__typename"
        }
    }

    struct Conditions: Decodable, Sendable {
        var refName: Names?

        enum CodingKeys: String, CodingKey {
            case refName
        }
    }

    struct Names: Decodable, Sendable {
        var include: [String]
        var exclude: [String]

        enum CodingKeys: String, CodingKey {
            case include
            case exclude
        }
    }

    struct Rules: Decodable, Sendable {
        var nodes: [Rule?]?

        enum CodingKeys: String, CodingKey {
            case nodes
        }
    }

    struct Count: Decodable, Sendable {
        var totalCount: Int?

        enum CodingKeys: String, CodingKey {
            case totalCount
        }
    }

    struct Rule: Decodable, Sendable {
        var type: String
        var parameters: Parameters?

        enum CodingKeys: String, CodingKey {
            case type
            case parameters
        }
    }

    /// Of all kinds of rules together.
    struct Parameters: Decodable, Sendable {
        var requiredApprovingReviewCount: Int?
        var dismissStaleReviewsOnPush: Bool?
        var requireCodeOwnerReview: Bool?
        var requireLastPushApproval: Bool?
        var requiredReviewThreadResolution: Bool?
        var requiredStatusChecks: [StatusCheck?]?
        var strictRequiredStatusChecksPolicy: Bool?
        var requiredDeploymentEnvironments: [String?]?

        enum CodingKeys: String, CodingKey {
            case requiredApprovingReviewCount
            case dismissStaleReviewsOnPush
            case requireCodeOwnerReview
            case requireLastPushApproval
            case requiredReviewThreadResolution
            case requiredStatusChecks
            case strictRequiredStatusChecksPolicy
            case requiredDeploymentEnvironments
        }
    }

    struct StatusCheck: Decodable, Sendable {
        var context: String

        enum CodingKeys: String, CodingKey {
            case context
        }
    }

    static let fragment = """
        fragment ruleset on RepositoryRuleset {
          databaseId name target enforcement
          source { __typename }
          conditions { refName { include exclude } }
          bypassActors { totalCount }
          rules(first: 100) {
            nodes {
              type
              parameters {
                ... on PullRequestParameters {
                  requiredApprovingReviewCount dismissStaleReviewsOnPush requireCodeOwnerReview
                  requireLastPushApproval requiredReviewThreadResolution
                }
                ... on RequiredStatusChecksParameters {
                  requiredStatusChecks { context }
                  strictRequiredStatusChecksPolicy
                }
                ... on RequiredDeploymentsParameters { requiredDeploymentEnvironments }
              }
            }
          }
        }
        """
}
