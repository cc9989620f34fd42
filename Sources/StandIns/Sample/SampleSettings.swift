public import Foundation

/// What a repository has besides its objects: rules, people with roles, and what no importer brings.
public struct SampleSettings: Sendable, Codable, Equatable {
    /// A team with a role in the repository.
    public struct Team: Sendable, Codable, Equatable {
        public var id: Int
        public var slug: String
        public var role: SampleUser.Role
    }

    /// A discussion with its comments.
    public struct Discussion: Sendable, Codable, Equatable {
        public struct Comment: Sendable, Codable, Equatable {
            public var author: String?
            public var body: String
        }

        public var number: Int
        public var title: String
        public var body: String
        public var author: String?
        public var createdAt: Date
        public var comments: [Comment] = []
    }

    /// How many there are of what is only counted.
    public struct Others: Sendable, Codable, Equatable {
        public var hooks = 0
        public var autolinks = 0
        public var watchers = 0
        public var forks = 0
        public var deployKeys = 0
        public var environments = 0
        public var deployments = 0
        public var boards = 0
        public var packages = 0
        public var alerts = 0
    }

    /// Logins of collaborators who do not belong to the organization.
    public var outsideCollaborators: Set<String> = []
    /// Names of roles of the organization's own, by login; the account's role is the one it builds on.
    public var customRoles: [String: String] = [:]
    public var teams: [Team] = []
    public var branchRules: [SampleBranchRule] = []
    public var rulesets: [SampleRuleset] = []
    /// Patterns of the deprecated tag protection.
    public var tagPatterns: [String] = []
    public var discussions: [Discussion] = []
    public var others = Others()
    /// choosealicense.com's key and name.
    public var license: [String]?
    public var allowsMergeCommit = true
    public var allowsSquashMerge = true
    public var allowsRebaseMerge = true
    public var deletesBranchOnMerge = false
    public var hasPages = false

    public init() {}
}

/// A branch protection rule.
public struct SampleBranchRule: Sendable, Codable, Equatable {
    public var id: Int
    public var pattern: String
    public var requiredReviews: Int?
    public var requiresCodeOwners = false
    public var statusChecks: [String] = []
    public var requiresThreads = false
    public var requiresSignatures = false
    public var requiresLinearHistory = false
    public var isAdminEnforced = false
    public var allowsForcePushes = false
    public var isLocked = false
    /// Logins of those who may push; `nil` where everybody may.
    public var pushers: [String]?

    public init(id: Int, pattern: String) {
        self.id = id
        self.pattern = pattern
    }
}

/// A ruleset.
public struct SampleRuleset: Sendable, Codable, Equatable {
    public var id: Int
    public var name: String
    /// `BRANCH`, `TAG` or `PUSH`.
    public var target: String
    /// `ACTIVE`, `EVALUATE` or `DISABLED`.
    public var enforcement = "ACTIVE"
    public var include: [String]
    public var exclude: [String] = []
    /// Types of rules in GraphQL's words. `PULL_REQUEST` demands one review, `REQUIRED_STATUS_CHECKS` one named `build`.
    public var rules: [String]
    public var bypassActors = 0
    public var isOfOrganization = false

    public init(id: Int, name: String, target: String = "BRANCH", include: [String], rules: [String]) {
        self.id = id
        self.name = name
        self.target = target
        self.include = include
        self.rules = rules
    }
}

extension SampleProject {
    /// The rules of branch protection: those that say what they demand, and one with a review for each name that is
    /// only said to be protected.
    var allBranchRules: [SampleBranchRule] {
        let named = Set(settings.branchRules.map(\.pattern))
        let plain = protectedBranches.subtracting(named).sorted().enumerated().map { index, name in
            var rule = SampleBranchRule(id: 9_000_000 + index, pattern: name)
            rule.requiredReviews = 1
            return rule
        }
        return settings.branchRules + plain
    }
}
