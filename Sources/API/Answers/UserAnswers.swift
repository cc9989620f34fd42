import Model

/// A person in few words (GitLab's `UserBasic`): author, assignee, member.
struct UserBasicAnswer: Entity {
    var user: User
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("id", user.id)
        object.add("username", user.username)
        object.add("public_email", user.publicEmail ?? "")
        object.add("name", user.name)
        object.add("state", user.state)
        object.add("locked", false)
        object.null("avatar_url")
        object.add("web_url", "\(externalURL)/\(user.username)")
    }
}

/// One person's page: ``UserBasicAnswer`` and the block about them. Landfall keeps none of it beyond the time.
struct UserAnswer: Entity {
    var user: User
    var externalURL: String

    func write(_ object: inout JSONObject) {
        UserBasicAnswer(user: user, externalURL: externalURL).write(&object)
        object.add("created_at", user.createdAt)
        for key in [
            "bio", "location", "linkedin", "twitter", "discord", "website_url", "github", "job_title", "pronouns",
        ] {
            object.add(key, "")
        }
        object.add("organization", "")
        object.add("bot", user.kind == .groupBot)
        object.null("work_information", "local_time")
        object.add("followers", 0)
        object.add("following", 0)
        object.add("is_followed", false)
    }
}

/// Everything about an account, for its owner and for administrators.
struct UserFullAnswer: Entity {
    var user: User
    var namespaceID: NamespaceID?
    var externalURL: String
    /// `is_admin` is told to administrators only.
    var showsPowers: Bool

    func write(_ object: inout JSONObject) {
        UserAnswer(user: user, externalURL: externalURL).write(&object)
        object.null("last_sign_in_at")
        object.add("confirmed_at", user.createdAt)
        object.null("last_activity_on")
        object.add("email", user.email)
        object.add("theme_id", 3)
        object.add("color_scheme_id", 1)
        object.add("projects_limit", 100_000)
        object.null("current_sign_in_at")
        object.add("identities", [String]())
        object.add("can_create_group", user.kind == .human && !user.isExternal)
        object.add("can_create_project", user.kind == .human && !user.isExternal)
        object.add("two_factor_enabled", false)
        object.add("external", user.isExternal)
        object.add("private_profile", false)
        object.add("commit_email", user.email)
        object.add("namespace_id", namespaceID)
        if showsPowers {
            object.add("is_admin", user.isAdministrator)
            object.null("note")
        }
    }
}
