import Model

/// `GET R/branch-restrictions`: one rule about the branches of a pattern or of a type.
struct CloudBranchRestriction: Decodable, Sendable {
    var id: Int64?
    var kind: String
    var matchKind: String?
    var pattern: String?
    var branchType: String?
    var value: Int64?
    var users: [CloudUser?]?
    var groups: [Group?]?

    struct Group: Decodable, Sendable {
        var slug: String?
        var name: String?

        enum CodingKeys: String, CodingKey {
            case slug
            case name
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case kind
        case matchKind = "branch_match_kind"
        case pattern
        case branchType = "branch_type"
        case value
        case users
        case groups
    }

    /// Whom it lets through, as names.
    var exempt: [String] {
        (users ?? []).people.map(\.login) + (groups ?? []).compactMap { $0?.slug ?? $0?.name }.map { "group \($0)" }
    }

    var isByModel: Bool { matchKind == "branching_model" }

    /// Whether everybody whom the rule does not name is shut out from it.
    var level: ProtectedRefLevel { exempt.isEmpty ? .noOne : .maintainer }

    /// What the rule demands that has no counterpart, as a sentence and what to do about it; `nil` where it has one.
    var requirement: (reason: String, cure: String?)? {
        let count = value.map { "\($0)" } ?? "some"
        switch kind {
        case "push", "restrict_merges":
            let what = kind == "push" ? "push" : "merge"
            return exempt.isEmpty
                ? nil
                : (
                    "only \(exempt.joined(separator: ", ").inOneLine) may \(what); here the role decides",
                    "give Maintainer to those who may"
                )
        case "force", "delete", "require_all_comments_resolved", "require_tasks_to_be_completed": return nil
        case "require_approvals_to_merge":
            return ("\(count) approvals must be given", "add an approval rule where there is one to be had")
        case "require_default_reviewer_approvals_to_merge":
            return (
                "\(count) approvals of default reviewers must be given",
                "add an approval rule where there is one to be had"
            )
        case "require_review_group_approvals_to_merge":
            return ("\(count) approvals of a group must be given", "add an approval rule where there is one to be had")
        default: return Self.plain[kind] ?? ("the rule “\(kind.inOneLine)” has no counterpart", nil)
        }
    }

    private static let plain: [String: (String, String?)] = [
        "require_no_changes_requested": ("nobody may be asking for changes", nil),
        "require_passing_builds_to_merge": (
            "builds must have passed", "run them in a pipeline and require that pipelines succeed"
        ),
        "require_commits_behind": ("the branch may be only so many commits behind", nil),
        "reset_pullrequest_approvals_on_change": (
            "approvals lapse with new commits", "set the project's approvals to be removed by new commits"
        ),
        "smart_reset_pullrequest_approvals": (
            "approvals lapse when the diff changes", "set the project's approvals to be removed by new commits"
        ),
        "reset_pullrequest_changes_requested_on_change": ("requests for changes lapse with new commits", nil),
        "require_all_dependencies_merged": (
            "what it depends on must be merged first", "say so in the merge request's dependencies"
        ),
        "enforce_merge_checks": ("the checks cannot be passed over", nil),
        "allow_auto_merge_when_builds_pass": (
            "pull requests may merge by themselves when builds pass", "choose auto-merge on the merge request"
        ),
    ]
}
