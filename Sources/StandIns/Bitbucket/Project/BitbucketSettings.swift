/// How a repository is set up: who may do what, what branches are protected, what merges must have.
public struct BitbucketSettings: Sendable {
    public enum Level: String, Sendable {
        case read, write, admin
    }

    public struct Permission: Sendable, Equatable {
        /// Slug of a person, or name of a group.
        public var name: String
        public var isGroup = false
        public var level: Level
        /// Whether it is given for the whole project (Server).
        public var isOfProject = false
    }

    /// A branch permission of a Server.
    public struct Restriction: Sendable, Equatable {
        public var id: Int
        /// `read-only`, `no-deletes`, `fast-forward-only`, `pull-request-only`.
        public var type: String
        /// `BRANCH`, `PATTERN`, `MODEL_CATEGORY`, `MODEL_BRANCH`, `ANY_REF`.
        public var matcher: String
        public var pattern: String
        public var people: [String] = []
        public var groups: [String] = []
        public var accessKeys: [String] = []
        public var isOfProject = false
    }

    /// A branch restriction of Cloud.
    public struct CloudRestriction: Sendable, Equatable {
        public var id: Int
        public var kind: String
        public var pattern: String
        /// `feature`, `release`…, where the branching model says which branches.
        public var branchType: String?
        public var value: Int?
        public var people: [String] = []
        public var groups: [String] = []
    }

    public struct DefaultReviewers: Sendable, Equatable {
        public var id: Int
        public var requiredApprovals: Int
        public var people: [String]
        /// nil for any branch.
        public var targetBranch: String?
        public var isOfProject = false
    }

    public var labels: [String] = []
    public var permissions: [Permission] = []
    public var restrictions: [Restriction] = []
    public var cloudRestrictions: [CloudRestriction] = []
    public var defaultReviewers: [DefaultReviewers] = []
    /// People by name of the group.
    public var reviewerGroups: [String: [String]] = [:]
    /// Keys of builds, needed on the default branch.
    public var requiredBuilds: [String] = []
    public var mergeStrategy = "no-ff"
    public var requiredApprovers = 0
    public var needsAllTasks = false
    public var requiredSuccessfulBuilds = 0
    /// Addresses, and whether they are called.
    public var webhooks: [String: Bool] = [:]
    /// Labels.
    public var deployKeys: [String] = []
    /// Names of environments and of variables (Cloud).
    public var environments: [String] = []
    public var variables: [String] = []
    /// Prefixes of branch types by their kind (Cloud's branching model).
    public var branchTypes: [String: String] = [:]

    public init() {}
}
