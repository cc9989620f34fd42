import Model

/// What all rules of a repository come to, name by name: of two rules about one name the stricter holds.
struct BitbucketServerProtectionSum {
    let pageURL: String
    let defaultBranch: String?
    let model: BitbucketServerBranchModel?
    private var branches: [String: Branch] = [:]
    private var tags: [String: Branch] = [:]
    private var exceptions: [ImportException] = []

    init(page: String, defaultBranch: String?, model: BitbucketServerBranchModel?) {
        pageURL = page
        self.defaultBranch = defaultBranch
        self.model = model
    }

    /// What one rule, or several, say of the branches of one name.
    private struct Branch {
        var push = ProtectedRefLevel.developer
        var merge = ProtectedRefLevel.developer
        var allowsForcePush = true
        var allowsDeletion = true
        var requiresTasks = false
        var requirements: [BitbucketServerRequirement] = []

        mutating func add(_ requirement: BitbucketServerRequirement) {
            if !requirements.contains(requirement) { requirements.append(requirement) }
        }
    }

    mutating func add(_ restriction: BitbucketServerRestriction) {
        switch restriction.matcher.names(model, defaultBranch: defaultBranch) {
        case .branches(let name, let isBroader, let isAnywhere):
            var branch = branches[name] ?? Branch()
            Self.restrict(&branch, by: restriction)
            if isBroader { branch.add(.broader(restriction.matcher.id)) }
            if isAnywhere { branch.add(.anywhere(restriction.matcher.id)) }
            branches[name] = branch
        case .tags(let name):
            var tag = tags[name] ?? Branch()
            Self.restrict(&tag, by: restriction)
            tags[name] = tag
        case .unknown: exceptions.append(line(withoutNames: restriction))
        }
    }

    /// The table. Whoever may write merges pull requests at the source, unless the branch is read-only; GitLab knows
    /// roles where Bitbucket names people, so that rules with exceptions let Maintainers through where nobody could
    /// do anything otherwise.
    private static func restrict(_ branch: inout Branch, by rule: BitbucketServerRestriction) {
        let exempt = rule.exempt
        switch rule.type {
        case "pull-request-only":
            branch.push = .noOne
            branch.allowsForcePush = false
        case "read-only":
            let level: ProtectedRefLevel = exempt.isEmpty ? .noOne : .maintainer
            branch.push = branch.push.stricter(level)
            branch.merge = branch.merge.stricter(level)
            branch.allowsForcePush = false
            branch.allowsDeletion = false
        case "fast-forward-only": branch.allowsForcePush = false
        case "no-deletes": branch.allowsDeletion = false
        default: branch.add(.unknownRule(rule.type))
        }
        if !exempt.isEmpty { branch.add(.exempt(exempt, from: String(rule.type.inOneLine.prefix(60)))) }
    }

    private func line(withoutNames rule: BitbucketServerRestriction) -> ImportException {
        ImportException(
            kind: .protectedBranch, sourceKey: SourceKey("restriction:\(rule.id)"), sourceURL: rulesURL,
            outcome: .skipped,
            reason: "\(String(rule.type.inOneLine.prefix(60))) for \(rule.matcher.shown): there is no saying which "
                + "branches that are",
            cure: "Protect them by hand")
    }

    private var rulesURL: String { "\(pageURL)/settings" }

    /// All tasks of a pull request must be done before it is merged.
    /// - Returns: whether there is a rule for the default branch to say so with.
    mutating func requireTasks() -> Bool {
        guard let name = defaultBranch.flatMap(ruleName) else { return false }
        branches[name]?.requiresTasks = true
        return true
    }

    private func ruleName(for branch: String) -> String? {
        branches[branch] != nil
            ? branch : branches.keys.sorted().first { RefWildcard.matches(branch, pattern: $0) }
    }

    func page() -> MappedPage {
        var page = MappedPage(exceptions: exceptions)
        for (name, branch) in branches.sorted(by: { $0.key < $1.key }) {
            page.drafts.append(
                .protectedBranch(
                    ProtectedBranchDraft(
                        name: name, pushLevel: branch.push, mergeLevel: branch.merge,
                        allowsForcePush: branch.allowsForcePush, requiresCodeOwnerApproval: false,
                        requiresResolvedDiscussions: branch.requiresTasks, sourceURL: rulesURL)))
            let lacks = branch.requirements + (branch.allowsDeletion ? [.deletions] : [])
            page.exceptions += lacks.map { line($0, .protectedBranch, name) }
        }
        for (name, tag) in tags.sorted(by: { $0.key < $1.key }) {
            page.drafts.append(
                .protectedTag(ProtectedTagDraft(name: name, createLevel: tag.push, sourceURL: rulesURL)))
            page.exceptions += tag.requirements.map { line($0, .protectedTag, name) }
        }
        return page
    }

    private func line(_ lack: BitbucketServerRequirement, _ kind: ObjectKind, _ name: String) -> ImportException {
        ImportException(
            kind: kind, sourceKey: SourceKey(name), sourceURL: rulesURL, outcome: .degraded, reason: lack.reason,
            cure: lack.cure)
    }
}
