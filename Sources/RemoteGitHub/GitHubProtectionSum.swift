import Model

/// What all rules of a repository come to, name by name: of two rules about one name the stricter holds, as at GitHub.
struct GitHubProtectionSum {
    /// Address of the repository's page.
    let pageURL: String
    let defaultBranch: String?
    /// Whether the token's account sees everything, exceptions from rules included.
    let isAdministered: Bool
    var exceptions: [ImportException] = []
    private var branches: [String: Branch] = [:]
    private var tags: [String: Tag] = [:]

    init(page: String, defaultBranch: String?, isAdministered: Bool) {
        pageURL = page
        self.defaultBranch = defaultBranch
        self.isAdministered = isAdministered
    }

    /// What one rule, or several, say of the branches of one name.
    struct Branch {
        var push = ProtectedRefLevel.developer
        var merge = ProtectedRefLevel.developer
        var allowsForcePush = true
        var requiresCodeOwners = false
        var requiresThreads = false
        /// How many reviews must approve.
        var approvals = 0
        /// Without a counterpart, each with where it is written.
        var requirements: [GitHubRequirement] = []
        var url: String

        /// Pushing is for administrators and those named, whose counterpart is the role Maintainer.
        mutating func restrict(to level: ProtectedRefLevel) {
            push = push.stricter(level)
            merge = merge.stricter(level)
        }

        mutating func join(_ other: Branch) {
            push = push.stricter(other.push)
            merge = merge.stricter(other.merge)
            allowsForcePush = allowsForcePush && other.allowsForcePush
            requiresCodeOwners = requiresCodeOwners || other.requiresCodeOwners
            requiresThreads = requiresThreads || other.requiresThreads
            approvals = max(approvals, other.approvals)
            requirements += other.requirements.filter { !requirements.contains($0) }
        }
    }

    /// What rules say of the tags of one name.
    struct Tag {
        var create = ProtectedRefLevel.developer
        var requirements: [GitHubRequirement] = []
        var url: String
    }

    /// - Parameter pattern: as GitHub writes it, without `refs/heads/`.
    mutating func add(_ branch: Branch, to pattern: String) {
        guard let name = RefNamePattern(pattern) else { return }
        var branch = branch
        if name.isBroader { branch.requirements.append(.broader(pattern)) }
        let isDefault = defaultBranch.map { RefWildcard.matches($0, pattern: name.wildcard) } ?? false
        if branch.requiresThreads, !isDefault {
            branch.requiresThreads = false
            branch.requirements.append(.threads)
        }
        if var present = branches[name.wildcard] {
            present.join(branch)
            branches[name.wildcard] = present
        } else {
            branches[name.wildcard] = branch
        }
    }

    mutating func add(_ tag: Tag, to pattern: String) {
        guard let name = RefNamePattern(pattern) else { return }
        var tag = tag
        if name.isBroader { tag.requirements.append(.broader(pattern)) }
        if let present = tags[name.wildcard] {
            tag.create = tag.create.stricter(present.create)
            tag.requirements = present.requirements + tag.requirements.filter { !present.requirements.contains($0) }
            tag.url = present.url
        }
        tags[name.wildcard] = tag
    }

    func page() -> MappedPage {
        var page = MappedPage(exceptions: exceptions)
        for (name, branch) in branches.sorted(by: { $0.key < $1.key }) {
            page.drafts.append(
                .protectedBranch(
                    ProtectedBranchDraft(
                        name: name, pushLevel: branch.push, mergeLevel: branch.merge,
                        allowsForcePush: branch.allowsForcePush,
                        requiresCodeOwnerApproval: branch.requiresCodeOwners,
                        requiresResolvedDiscussions: branch.requiresThreads, sourceURL: branch.url)))
            let approvals: [GitHubRequirement] = branch.approvals > 0 ? [.approvals(branch.approvals)] : []
            page.exceptions += (approvals + branch.requirements).map { $0.line(.protectedBranch, name, branch.url) }
        }
        for (name, tag) in tags.sorted(by: { $0.key < $1.key }) {
            page.drafts.append(
                .protectedTag(ProtectedTagDraft(name: name, createLevel: tag.create, sourceURL: tag.url)))
            page.exceptions += tag.requirements.map { $0.line(.protectedTag, name, tag.url) }
        }
        page.announced = announced(page.exceptions)
        return page
    }

    private func announced(_ exceptions: [ImportException]) -> [ObjectKind: Int64] {
        func count(_ kind: ObjectKind, _ names: Int) -> Int64 {
            Int64(names + exceptions.count { $0.kind == kind && $0.outcome != .degraded })
        }
        return [
            .protectedBranch: count(.protectedBranch, branches.count), .protectedTag: count(.protectedTag, tags.count),
        ].filter { $0.value > 0 }
    }
}

extension GitHubRequirement {
    fileprivate func line(_ kind: ObjectKind, _ name: String, _ url: String) -> ImportException {
        ImportException(
            kind: kind, sourceKey: SourceKey(name), sourceURL: url, outcome: .degraded, reason: reason, cure: cure)
    }
}
