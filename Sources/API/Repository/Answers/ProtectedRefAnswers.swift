import Model

/// A protected branch (GitLab's `ProtectedBranch`). GitLab has several levels for each right; here there is one, so
/// that a level has its branch's number.
struct ProtectedBranchAnswer: Entity {
    var branch: ProtectedBranch

    func write(_ object: inout JSONObject) {
        object.add("id", branch.id)
        object.add("name", branch.name)
        object.add(
            "push_access_levels",
            [ProtectedRefLevelAnswer(id: branch.id.rawValue, level: branch.pushLevel, namesDeployKey: true)])
        object.add(
            "merge_access_levels",
            [ProtectedRefLevelAnswer(id: branch.id.rawValue, level: branch.mergeLevel, namesDeployKey: false)])
        object.add("allow_force_push", branch.allowsForcePush)
        object.add("code_owner_approval_required", branch.requiresCodeOwnerApproval)
    }
}

/// A protected tag (GitLab's `ProtectedTag`).
struct ProtectedTagAnswer: Entity {
    var tag: ProtectedTag

    func write(_ object: inout JSONObject) {
        object.add("name", tag.name)
        object.add(
            "create_access_levels",
            [ProtectedRefLevelAnswer(id: tag.id.rawValue, level: tag.createLevel, namesDeployKey: true)])
    }
}

/// One level of a protected branch or tag (GitLab's `ProtectedRefAccess`).
struct ProtectedRefLevelAnswer: Entity {
    var id: Int64
    var level: ProtectedRefLevel
    /// GitLab can let deploy keys push and make tags, but not merge.
    var namesDeployKey: Bool

    func write(_ object: inout JSONObject) {
        object.add("id", id)
        object.add("access_level", level)
        object.add("access_level_description", level.name)
        if namesDeployKey { object.null("deploy_key_id") }
    }
}
