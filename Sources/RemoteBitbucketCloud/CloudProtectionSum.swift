import Model

/// What all rules of a repository come to, name by name: of two rules about one name the stricter holds.
struct CloudProtectionSum {
    let url: String
    let mainBranch: String?
    private var branches: [String: Branch] = [:]
    private var exceptions: [ImportException] = []

    init(url: String, mainBranch: String?) {
        self.url = url
        self.mainBranch = mainBranch
    }

    private struct Branch {
        var push = ProtectedRefLevel.developer
        var merge = ProtectedRefLevel.developer
        /// A branch without such a rule takes a rewritten history.
        var allowsForcePush = true
        var requiresThreads = false
        var lines: [Line] = []
    }

    private struct Line: Hashable {
        var reason: String
        var cure: String?
    }

    mutating func add(_ rule: CloudBranchRestriction, _ model: CloudBranchingModel?) {
        let named = rule.isByModel ? model?.pattern(of: rule.branchType) : rule.pattern?.unlessEmpty
        guard let named, let name = CloudBranchPattern(named) else { return addNameless(rule) }
        var branch = branches[name.wildcard] ?? Branch()
        switch rule.kind {
        case "push": branch.push = branch.push.stricter(rule.level)
        case "restrict_merges": branch.merge = branch.merge.stricter(rule.level)
        case "force": branch.allowsForcePush = false
        case "require_all_comments_resolved", "require_tasks_to_be_completed": require(&branch, name)
        default: break
        }
        var lines = rule.requirement.map { [Line(reason: $0.reason, cure: $0.cure)] } ?? []
        if name.isBroader {
            lines.append(
                Line(
                    reason: "\(named.inOneLine) has no exact counterpart; the wildcard covers more names",
                    cure: "protect the names that are meant one by one"))
        }
        branch.lines += lines.filter { !branch.lines.contains($0) }
        branches[name.wildcard] = branch
    }

    /// GitLab demands that threads are resolved for the whole project or not at all.
    private func require(_ branch: inout Branch, _ name: CloudBranchPattern) {
        let isMain = mainBranch.map { RefWildcard.matches($0, pattern: name.wildcard) } ?? false
        if isMain {
            branch.requiresThreads = true
        } else {
            let line = Line(
                reason:
                    "tasks and threads must be resolved before merging; GitLab demands that for the whole project only",
                cure: "require it in the merge request settings where it should hold for every branch")
            if !branch.lines.contains(line) { branch.lines.append(line) }
        }
    }

    private mutating func addNameless(_ rule: CloudBranchRestriction) {
        let what = rule.isByModel ? "branches of the type \((rule.branchType ?? "").inOneLine)" : "branches of no name"
        exceptions.append(
            ImportException(
                kind: .protectedBranch,
                sourceKey: SourceKey("rule:\(rule.id.map { String($0) } ?? rule.kind.inOneLine)"),
                sourceURL: url, outcome: .skipped,
                reason: "the rule “\(rule.kind.inOneLine)” is about \(what), which the branching model does not have",
                cure: "protect the branches that are meant by hand"))
    }

    func page() -> MappedPage {
        var page = MappedPage(exceptions: exceptions)
        for (name, branch) in branches.sorted(by: { $0.key < $1.key }) {
            page.drafts.append(
                .protectedBranch(
                    ProtectedBranchDraft(
                        name: name, pushLevel: branch.push, mergeLevel: branch.merge,
                        allowsForcePush: branch.allowsForcePush, requiresCodeOwnerApproval: false,
                        requiresResolvedDiscussions: branch.requiresThreads, sourceURL: url)))
            page.exceptions += branch.lines.map { line in
                ImportException(
                    kind: .protectedBranch, sourceKey: SourceKey(name), sourceURL: url, outcome: .degraded,
                    reason: line.reason, cure: line.cure)
            }
        }
        let said = Int64(branches.count + exceptions.count)
        if said > 0 { page.announced[.protectedBranch] = said }
        return page
    }
}

/// Names of branches as Bitbucket's rules write them, and the nearest wildcard that GitLab has. Bitbucket's `*` stands
/// for any text, as GitLab's does; `?`, `[…]` and `{…}` have no counterpart.
struct CloudBranchPattern: Sendable, Hashable {
    var wildcard = ""
    /// Whether the wildcard covers names that the rule does not.
    var isBroader = false

    init?(_ pattern: String) {
        guard !pattern.isEmpty, !pattern.utf8.contains(0) else { return nil }
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            switch character {
            case "*": append("*")
            case "?":
                append("*")
                isBroader = true
            case "[", "{":
                guard let end = rest.firstIndex(of: character == "[" ? "]" : "}") else {
                    append(character)
                    continue
                }
                rest = rest[rest.index(after: end)...]
                append("*")
                isBroader = true
            default: append(character)
            }
        }
    }

    /// Several in a row are one.
    private mutating func append(_ character: Character) {
        if character == "*", wildcard.last == "*" { return }
        wildcard.append(character)
    }
}
