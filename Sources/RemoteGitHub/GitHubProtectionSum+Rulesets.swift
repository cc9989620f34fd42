import Model

extension GitHubProtectionSum {
    mutating func add(_ ruleset: GitHubRuleset) {
        let url = ruleset.databaseID.map { "\(pageURL)/rules/\($0)" } ?? "\(pageURL)/rules"
        guard ruleset.enforcement == "ACTIVE" else {
            return leaveOut(ruleset, url, "it is not enforced at the source")
        }
        let names = ruleset.conditions?.refName
        switch ruleset.target ?? "BRANCH" {
        case "BRANCH": addBranches(ruleset, names?.include ?? [], names?.exclude ?? [], url)
        case "TAG": addTags(ruleset, names?.include ?? [], names?.exclude ?? [], url)
        default: leaveOut(ruleset, url, "it is about what is pushed and not about a branch or tag")
        }
    }

    private mutating func addBranches(
        _ ruleset: GitHubRuleset, _ include: [String], _ exclude: [String], _ url: String
    ) {
        let rules = ruleset.rules?.nodes?.compactMap(\.self) ?? []
        guard rules.contains(where: { Self.protecting.contains($0.type) }) else {
            let demands = rules.map { Self.words($0.type) }.joined(separator: ", ")
            return leaveOut(ruleset, url, "none of its rules has a counterpart (\(demands))")
        }
        var branch = Branch(url: url)
        branch.push = .maintainer
        for rule in rules { apply(rule, ruleset, &branch) }
        branch.allowsForcePush = !rules.contains { $0.type == "NON_FAST_FORWARD" || $0.type == "UPDATE" }
        branch.requirements += Self.bypass(ruleset)
        var isAboutSomething = false
        for pattern in include {
            guard let name = self.name(pattern, prefix: "refs/heads/"),
                let excluded = excluded(from: name, exclude, prefix: "refs/heads/")
            else { continue }
            var named = branch
            named.requirements += excluded
            add(named, to: name)
            isAboutSomething = true
        }
        if !isAboutSomething { leaveOut(ruleset, url, "it names no branch") }
    }

    /// Rules that GitLab's protection of a branch has a counterpart for.
    private static let protecting: Set<String> = [
        "PULL_REQUEST", "UPDATE", "DELETION", "NON_FAST_FORWARD", "LOCK_BRANCH", "CREATION",
    ]

    private func apply(_ rule: GitHubRuleset.Rule, _ ruleset: GitHubRuleset, _ branch: inout Branch) {
        let parameters = rule.parameters
        switch rule.type {
        case "DELETION", "NON_FAST_FORWARD": break
        case "PULL_REQUEST":
            branch.push = .noOne
            branch.requiresCodeOwners = branch.requiresCodeOwners || parameters?.requireCodeOwnerReview == true
            branch.requiresThreads = branch.requiresThreads || parameters?.requiredReviewThreadResolution == true
            branch.approvals = max(branch.approvals, parameters?.requiredApprovingReviewCount ?? 0)
            if parameters?.dismissStaleReviewsOnPush == true { branch.requirements.append(.staleReviews) }
            if parameters?.requireLastPushApproval == true { branch.requirements.append(.lastPush) }
        case "UPDATE": branch.restrict(to: bypassLevel(ruleset))
        case "LOCK_BRANCH": branch.restrict(to: .noOne)
        case "REQUIRED_REVIEW_THREAD_RESOLUTION": branch.requiresThreads = true
        case "REQUIRED_STATUS_CHECKS":
            let names = (parameters?.requiredStatusChecks ?? []).compactMap { $0?.context }
            branch.requirements.append(
                .statusChecks(names, isStrict: parameters?.strictRequiredStatusChecksPolicy == true))
        case "REQUIRED_DEPLOYMENTS":
            branch.requirements.append(
                .deployments((parameters?.requiredDeploymentEnvironments ?? []).compactMap(\.self)))
        default: branch.requirements.append(Self.requirement(rule.type))
        }
    }

    private static func requirement(_ type: String) -> GitHubRequirement {
        switch type {
        case "CREATION": .creations
        case "REQUIRED_SIGNATURES": .signatures
        case "REQUIRED_LINEAR_HISTORY": .linearHistory
        case "MERGE_QUEUE": .mergeQueue
        default: .rule(type)
        }
    }

    /// GitLab's protected tags are made by a role and changed by nobody below Maintainer.
    private mutating func addTags(
        _ ruleset: GitHubRuleset, _ include: [String], _ exclude: [String], _ url: String
    ) {
        let rules = ruleset.rules?.nodes?.compactMap(\.self) ?? []
        let protecting: Set<String> = ["CREATION", "UPDATE", "DELETION", "NON_FAST_FORWARD"]
        guard rules.contains(where: { protecting.contains($0.type) }) else {
            let demands = rules.map { Self.words($0.type) }.joined(separator: ", ")
            return leaveOut(ruleset, url, "none of its rules has a counterpart (\(demands))")
        }
        var tag = Tag(url: url)
        if rules.contains(where: { $0.type == "CREATION" }) { tag.create = bypassLevel(ruleset) }
        tag.requirements = rules.filter { !protecting.contains($0.type) }.map { Self.requirement($0.type) }
        tag.requirements += Self.bypass(ruleset)
        var isAboutSomething = false
        for pattern in include {
            guard let name = self.name(pattern, prefix: "refs/tags/"),
                let excluded = excluded(from: name, exclude, prefix: "refs/tags/")
            else { continue }
            var named = tag
            named.requirements += excluded
            add(named, to: name)
            isAboutSomething = true
        }
        if !isAboutSomething { leaveOut(ruleset, url, "it names no tag") }
    }

    /// Whom a rule lets through that is only for those excepted from it: who they are, GitHub says only to
    /// administrators.
    private func bypassLevel(_ ruleset: GitHubRuleset) -> ProtectedRefLevel {
        (ruleset.bypassActors?.totalCount ?? 0) > 0 ? .maintainer : .noOne
    }

    private static func bypass(_ ruleset: GitHubRuleset) -> [GitHubRequirement] {
        guard let count = ruleset.bypassActors?.totalCount, count > 0 else { return [] }
        return [.bypass([], of: count)]
    }

    /// GitLab makes no exceptions from a wildcard; a name of its own is either excepted (`nil`) or not.
    private func excluded(from name: String, _ exclude: [String], prefix: String) -> [GitHubRequirement]? {
        let patterns = exclude.map { self.name($0, prefix: prefix) ?? $0 }
        guard let own = RefNamePattern(name), !own.wildcard.contains("*") else {
            return patterns.isEmpty ? [] : [.excluded(patterns)]
        }
        let isExcluded = patterns.contains { pattern in
            RefNamePattern(pattern).map { RefWildcard.matches(name, pattern: $0.wildcard) } ?? false
        }
        return isExcluded ? nil : []
    }

    private func name(_ pattern: String, prefix: String) -> String? {
        switch pattern {
        case "~DEFAULT_BRANCH": defaultBranch
        case "~ALL": "**"
        default: pattern.hasPrefix(prefix) ? String(pattern.dropFirst(prefix.count)) : pattern
        }
    }

    private mutating func leaveOut(_ ruleset: GitHubRuleset, _ url: String, _ why: String) {
        let kind: ObjectKind = ruleset.target == "TAG" ? .protectedTag : .protectedBranch
        exceptions.append(
            ImportException(
                kind: kind, sourceKey: SourceKey("ruleset:\(ruleset.databaseID.map { String($0) } ?? ruleset.name)"),
                sourceURL: url, outcome: .skipped, reason: "a ruleset is left out: \(why)",
                cure: "look at it at the source for what should hold here"))
    }

    private static func words(_ type: String) -> String { type.lowercased().replacing("_", with: " ") }
}
