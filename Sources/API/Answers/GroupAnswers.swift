import Model

/// A group. What Landfall has no switch for stands at GitLab's default.
struct GroupAnswer: Entity {
    var group: Namespace
    var externalURL: String
    /// One group shown alone has a little more.
    var isDetailed = false

    func write(_ object: inout JSONObject) {
        object.add("id", group.id)
        object.add("web_url", "\(externalURL)/groups/\(group.fullPath)")
        object.add("name", group.name)
        object.add("path", group.path)
        object.add("description", group.description)
        object.add("visibility", group.visibility)
        object.add("share_with_group_lock", false)
        object.add("require_two_factor_authentication", false)
        object.add("two_factor_grace_period", 48)
        object.add("project_creation_level", group.projectCreationLevel)
        object.null("auto_devops_enabled")
        object.add("subgroup_creation_level", "maintainer")
        object.add("emails_disabled", false)
        object.add("emails_enabled", true)
        object.null("mentions_disabled")
        object.add("lfs_enabled", true)
        object.null("default_branch")
        object.add("default_branch_protection", 2)
        object.add("default_branch_protection_defaults") { _ in }
        object.null("avatar_url")
        object.add("request_access_enabled", true)
        object.add("full_name", group.fullName)
        object.add("full_path", group.fullPath)
        object.add("created_at", group.createdAt)
        object.add("parent_id", group.parentID)
        object.add("organization_id", 1)
        object.add("shared_runners_setting", "enabled")
        if isDetailed { object.add("shared_with_groups", [String]()) }
    }
}

/// A namespace as it stands alone in `GET /namespaces` and inside a project.
struct NamespaceAnswer: Entity {
    var namespace: Namespace
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("id", namespace.id)
        object.add("name", namespace.name)
        object.add("path", namespace.path)
        object.add("kind", namespace.kind)
        object.add("full_path", namespace.fullPath)
        object.add("parent_id", namespace.parentID)
        object.null("avatar_url")
        let place = namespace.kind == .group ? "groups/\(namespace.fullPath)" : namespace.fullPath
        object.add("web_url", "\(externalURL)/\(place)")
    }
}

/// A person's role in a group or project.
struct MemberAnswer: Entity {
    var member: Member
    var externalURL: String

    func write(_ object: inout JSONObject) {
        UserBasicAnswer(user: member.user, externalURL: externalURL).write(&object)
        object.add("access_level", member.accessLevel)
        object.add("created_at", member.createdAt)
        object.add("expires_at", member.expiresAt)
        object.add("membership_state", "active")
    }
}
