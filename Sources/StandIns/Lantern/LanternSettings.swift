import Foundation

extension SampleProject {
    /// Rules, roles, and one or two of everything that no importer has a place for.
    mutating func addLanternRules() {
        settings.outsideCollaborators = ["joao-farol"]
        settings.customRoles = ["anneke-vlag": "lamp trimmer"]
        settings.teams = [SampleSettings.Team(id: 720_001, slug: "keepers", role: .maintain)]
        settings.license = ["mit", "MIT License"]
        settings.deletesBranchOnMerge = true
        settings.tagPatterns = ["nightly-*"]
        addLanternBranchRules()
        addLanternRulesets()
        addLanternDiscussions()
        settings.others = SampleSettings.Others(
            hooks: 1, watchers: 9, forks: 3, deployKeys: 1, environments: 2, boards: 1)
    }

    private mutating func addLanternBranchRules() {
        var main = SampleBranchRule(id: 720_101, pattern: "main")
        main.requiredReviews = 1
        main.requiresCodeOwners = true
        main.statusChecks = ["test", "lint"]
        main.requiresThreads = true
        main.pushers = ["mira-keel"]
        var release = SampleBranchRule(id: 720_102, pattern: "release/*")
        release.allowsForcePushes = true
        release.isAdminEnforced = true
        release.requiresThreads = true
        var archive = SampleBranchRule(id: 720_103, pattern: "archive/**/*")
        archive.isLocked = true
        archive.isAdminEnforced = true
        settings.branchRules = [main, release, archive]
    }

    private mutating func addLanternRulesets() {
        var standing = SampleRuleset(
            id: 720_201, name: "Standing orders", include: ["~DEFAULT_BRANCH", "refs/heads/release/*"],
            rules: ["DELETION", "NON_FAST_FORWARD", "REQUIRED_SIGNATURES"])
        standing.exclude = ["refs/heads/release/old-*"]
        standing.bypassActors = 1
        standing.isOfOrganization = true
        var trial = SampleRuleset(id: 720_202, name: "On trial", include: ["~ALL"], rules: ["PULL_REQUEST"])
        trial.enforcement = "EVALUATE"
        let tags = SampleRuleset(
            id: 720_203, name: "Versions", target: "TAG", include: ["refs/tags/v*"], rules: ["CREATION", "DELETION"])
        let checks = SampleRuleset(
            id: 720_204, name: "Checks", include: ["~ALL"], rules: ["REQUIRED_STATUS_CHECKS"])
        settings.rulesets = [standing, trial, tags, checks]
    }

    private mutating func addLanternDiscussions() {
        settings.discussions = [
            SampleSettings.Discussion(
                number: 901, title: "What colour is a harbour light?", body: "Red to port, I was told.",
                author: "sunniva-b", createdAt: lanternDay(6, 20),
                comments: [
                    .init(author: "mira-keel", body: "Red to port, green to starboard."),
                    .init(author: "old-salt", body: "Not west of the Atlantic."),
                ]),
            SampleSettings.Discussion(
                number: 902, title: "Lamps for winter", body: "Which ones last?", author: nil,
                createdAt: lanternDay(11, 2)),
        ]
    }
}
