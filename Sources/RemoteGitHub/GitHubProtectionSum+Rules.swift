import Model

extension GitHubProtectionSum {
    /// The table of GitLab's importer (`importer/protected_branch_importer.rb`): where a pull request is demanded nobody
    /// pushes and Developers merge; else Maintainers push.
    mutating func add(_ rule: GitHubBranchRule) {
        let number = rule.databaseID.map { "/\($0)" } ?? "s"
        var branch = Branch(
            url: "\(pageURL)/settings/branch_protection_rule\(number.hasPrefix("/") ? "s" : "")\(number)")
        let demandsPullRequest = rule.requiresApprovingReviews == true
        branch.push = demandsPullRequest ? .noOne : .maintainer
        if rule.restrictsPushes == true { branch.restrict(to: .maintainer) }
        if rule.lockBranch == true { branch.restrict(to: .noOne) }
        branch.allowsForcePush = rule.allowsForcePushes == true
        branch.requiresCodeOwners = rule.requiresCodeOwnerReviews == true
        branch.requiresThreads = rule.requiresConversationResolution == true
        branch.approvals = demandsPullRequest ? rule.requiredApprovingReviewCount ?? 0 : 0
        branch.requirements = Self.requirements(of: rule)
        add(branch, to: rule.pattern)
    }

    private static func requirements(of rule: GitHubBranchRule) -> [GitHubRequirement] {
        var found: [GitHubRequirement] = []
        if rule.requiresStatusChecks == true {
            found.append(
                .statusChecks(
                    (rule.requiredStatusCheckContexts ?? []).compactMap(\.self),
                    isStrict: rule.requiresStrictStatusChecks == true))
        }
        let plain: [(Bool?, GitHubRequirement)] = [
            (rule.dismissesStaleReviews, .staleReviews), (rule.restrictsReviewDismissals, .dismissals),
            (rule.requireLastPushApproval, .lastPush), (rule.requiresCommitSignatures, .signatures),
            (rule.requiresLinearHistory, .linearHistory), (rule.allowsDeletions, .deletions),
            (rule.blocksCreations, .creations), (rule.isAdminEnforced.map { !$0 }, .administrators),
        ]
        found += plain.filter { $0.0 == true }.map(\.1)
        if rule.requiresDeployments == true {
            found.append(.deployments((rule.requiredDeploymentEnvironments ?? []).compactMap(\.self)))
        }
        if rule.restrictsPushes == true {
            let allowed = rule.pushAllowances
            found.append(.pushers(allowed?.names ?? [], of: allowed?.totalCount ?? allowed?.names.count ?? 0))
        }
        if let bypass = rule.bypassPullRequestAllowances, let count = bypass.totalCount, count > 0 {
            found.append(.bypass(bypass.names, of: count))
        }
        return found
    }

    /// The deprecated tag protection: only who maintains the repository makes and removes these tags.
    mutating func add(_ protection: GitHubProtection.TagProtection) {
        add(Tag(create: .maintainer, url: "\(pageURL)/settings/tag_protection"), to: protection.pattern)
    }
}
