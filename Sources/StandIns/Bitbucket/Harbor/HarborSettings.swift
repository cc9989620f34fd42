// Who may do what, and what is protected.
extension BitbucketProject {
    mutating func addHarborSettings() {
        settings.labels = ["lamps", "harbor"]
        settings.permissions = [
            .init(name: "tomas_buoy", level: .admin), .init(name: "lena_harbor.example", level: .write),
            .init(name: "piet", level: .read), .init(name: "mira", level: .admin, isOfProject: true),
            .init(name: "keepers", isGroup: true, level: .write),
            .init(name: "crew", isGroup: true, level: .read, isOfProject: true),
        ]
        addServerRestrictions()
        addCloudRestrictions()
        settings.defaultReviewers = [
            .init(id: 31, requiredApprovals: 1, people: ["mira", "tomas_buoy"], targetBranch: "main"),
            .init(id: 32, requiredApprovals: 0, people: ["lena_harbor.example"], targetBranch: nil, isOfProject: true),
        ]
        settings.reviewerGroups = ["keepers": ["mira", "lena_harbor.example"]]
        settings.requiredBuilds = ["BEACON-CI"]
        settings.requiredApprovers = 2
        settings.needsAllTasks = true
        settings.requiredSuccessfulBuilds = 1
        settings.webhooks = ["https://ci.example/hook": true, "https://chat.example/hook": false]
        settings.deployKeys = ["deploy@ci.example"]
        settings.environments = ["Production"]
        settings.variables = ["LAMP_KEY"]
        settings.branchTypes = ["feature": "feature/", "release": "release/"]
    }

    private mutating func addServerRestrictions() {
        settings.restrictions = [
            .init(
                id: 21, type: "pull-request-only", matcher: "BRANCH", pattern: "refs/heads/main", people: ["mira"],
                groups: ["keepers"]),
            .init(id: 22, type: "fast-forward-only", matcher: "BRANCH", pattern: "refs/heads/main"),
            .init(id: 23, type: "no-deletes", matcher: "PATTERN", pattern: "release/*", isOfProject: true),
            .init(
                id: 24, type: "read-only", matcher: "BRANCH", pattern: "refs/heads/sounds", people: ["tomas_buoy"],
                accessKeys: ["deploy@ci.example"]),
            .init(id: 25, type: "no-deletes", matcher: "MODEL_CATEGORY", pattern: "FEATURE"),
            .init(id: 26, type: "fast-forward-only", matcher: "MODEL_BRANCH", pattern: "development"),
        ]
    }

    private mutating func addCloudRestrictions() {
        settings.cloudRestrictions = [
            .init(id: 41, kind: "push", pattern: "main", people: ["mira"], groups: ["keepers"]),
            .init(id: 42, kind: "restrict_merges", pattern: "main", people: ["mira", "tomas_buoy"]),
            .init(id: 43, kind: "force", pattern: "main"),
            .init(id: 44, kind: "delete", pattern: "release/*"),
            .init(id: 45, kind: "require_approvals_to_merge", pattern: "main", value: 2),
            .init(id: 46, kind: "require_default_reviewer_approvals_to_merge", pattern: "main", value: 1),
            .init(id: 47, kind: "require_passing_builds_to_merge", pattern: "main", value: 1),
            .init(id: 48, kind: "require_tasks_to_be_completed", pattern: "main"),
            .init(id: 49, kind: "reset_pullrequest_approvals_on_change", pattern: "main"),
            .init(id: 50, kind: "require_no_changes_requested", pattern: "main"),
            .init(id: 51, kind: "delete", pattern: "", branchType: "feature"),
        ]
    }
}
