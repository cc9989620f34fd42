import Model
import Store

/// A project as everybody sees it (GitLab's `BasicProjectDetails`): also `simple=true`.
struct ProjectBasicAnswer: Entity {
    var details: ProjectDetails
    var externalURL: String
    /// Whether the licence was asked for (`license=true`), and what it is.
    var license: ProjectLicenseShown = .notAsked

    func write(_ object: inout JSONObject) {
        let (project, namespace) = (details.project, details.namespace)
        let webURL = "\(externalURL)/\(project.fullPath)"
        object.add("id", project.id)
        object.add("description", project.description)
        object.add("name", project.name)
        object.add("name_with_namespace", "\(namespace.fullName) / \(project.name)")
        object.add("path", project.path)
        object.add("path_with_namespace", project.fullPath)
        object.add("created_at", project.createdAt)
        object.add("default_branch", project.defaultBranch)
        object.add("tag_list", project.topics)
        object.add("topics", project.topics)
        object.null("ssh_url_to_repo")
        object.add("http_url_to_repo", "\(webURL).git")
        object.add("web_url", webURL)
        object.null("readme_url")
        object.add("forks_count", 0)
        object.null("avatar_url")
        object.add("star_count", 0)
        object.add("last_activity_at", project.lastActivityAt)
        object.add("visibility", project.visibility)
        object.add("namespace", NamespaceAnswer(namespace: namespace, externalURL: externalURL))
        license.write(&object, of: project, webURL: webURL)
    }
}

/// A project as somebody with an account sees it (GitLab's `ProjectWithAccess`).
struct ProjectAnswer: Entity {
    var details: ProjectDetails
    var externalURL: String
    /// The caller's own role in the project, and the one from its groups.
    var roles: (project: AccessLevel?, group: AccessLevel?)
    /// Why an import failed is for Maintainers.
    var showsImportError: Bool
    /// Whoever may see all confidential issues has them counted; nobody else has, its own neither
    /// (GitLab's `Projects::OpenIssuesCountService`).
    var countsConfidentialIssues: Bool
    var settings: ProjectSettings
    var license: ProjectLicenseShown = .notAsked

    func write(_ object: inout JSONObject) {
        let project = details.project
        ProjectBasicAnswer(details: details, externalURL: externalURL, license: license).write(&object)
        links(&object)
        object.null("marked_for_deletion_at")
        object.add("packages_enabled", false)
        object.add("empty_repo", project.defaultBranch == nil)
        object.add("archived", project.isArchived)
        if let owner = details.owner {
            object.add("owner", UserBasicAnswer(user: owner, externalURL: externalURL))
        }
        object.add("resolve_outdated_diff_discussions", false)
        object.add("repository_object_format", "sha1")
        features(&object)
        object.add("creator_id", project.creatorID)
        importFacts(&object)
        if project.areIssuesEnabled {
            object.add("open_issues_count", details.openIssues.count(withConfidential: countsConfidentialIssues))
        }
        object.add("description_html", ProjectAnswer.html(project.description))
        object.add("updated_at", project.updatedAt)
        object.add("public_jobs", true)
        object.add("shared_with_groups", [String]())
        mergeSettings(&object)
        permissions(&object)
    }

    private func links(_ object: inout JSONObject) {
        let api = "\(externalURL)/api/v4/projects/\(details.project.id)"
        object.add("_links") { object in
            object.add("self", api)
            object.add("issues", "\(api)/issues")
            object.add("merge_requests", "\(api)/merge_requests")
            object.add("repo_branches", "\(api)/repository/branches")
            object.add("labels", "\(api)/labels")
            object.add("events", "\(api)/events")
            object.add("members", "\(api)/members")
            object.add("cluster_agents", "\(api)/cluster_agents")
        }
    }

    private func features(_ object: inout JSONObject) {
        let project = details.project
        object.add("issues_enabled", project.areIssuesEnabled)
        object.add("merge_requests_enabled", project.areMergeRequestsEnabled)
        object.add("wiki_enabled", project.isWikiEnabled)
        object.add("jobs_enabled", false)
        object.add("snippets_enabled", false)
        object.add("container_registry_enabled", false)
        object.add("service_desk_enabled", false)
        object.null("service_desk_address")
        object.add("can_create_merge_request_in", false)
        object.add("issues_access_level", level(project.areIssuesEnabled))
        object.add("repository_access_level", level(true))
        object.add("merge_requests_access_level", level(project.areMergeRequestsEnabled))
        object.add("forking_access_level", level(false))
        object.add("wiki_access_level", level(project.isWikiEnabled))
        for feature in ["builds", "snippets", "pages", "analytics", "container_registry", "security_and_compliance"] {
            object.add("\(feature)_access_level", level(false))
        }
        object.add("releases_access_level", level(true))
        for feature in [
            "environments", "feature_flags", "infrastructure", "monitor", "model_experiments", "model_registry",
            "package_registry",
        ] {
            object.add("\(feature)_access_level", level(false))
        }
        object.add("emails_disabled", true)
        object.add("emails_enabled", false)
        object.add("shared_runners_enabled", false)
        object.add("lfs_enabled", true)
    }

    private func level(_ isEnabled: Bool) -> String {
        isEnabled ? "enabled" : "disabled"
    }

    private func importFacts(_ object: inout JSONObject) {
        object.null("import_url")
        object.add("import_type", details.imported?.kind)
        object.add("import_status", details.imported?.status ?? ImportStatus.none)
        object.add("import_error", showsImportError ? details.imported?.failure : nil)
    }

    private func mergeSettings(_ object: inout JSONObject) {
        object.add("only_allow_merge_if_pipeline_succeeds", false)
        object.null("allow_merge_on_skipped_pipeline")
        object.add("request_access_enabled", true)
        object.add("only_allow_merge_if_all_discussions_are_resolved", settings.requiresResolvedDiscussions)
        object.add("remove_source_branch_after_merge", settings.removesSourceBranchAfterMerge)
        object.add("printing_merge_request_link_enabled", false)
        object.add("merge_method", settings.mergeMethod)
        object.add("squash_option", settings.squashOption)
        object.add("enforce_auth_checks_on_uploads", true)
        object.null("suggestion_commit_message", "merge_commit_template", "squash_commit_template")
        object.null("issue_branch_template")
        object.add("auto_devops_enabled", false)
        object.add("auto_devops_deploy_strategy", "continuous")
        object.add("autoclose_referenced_issues", true)
        object.add("keep_latest_artifact", false)
    }

    private func permissions(_ object: inout JSONObject) {
        object.add("permissions") { object in
            object.add("project_access", roles.project.map { RoleAnswer(role: $0) })
            object.add("group_access", roles.group.map { RoleAnswer(role: $0) })
        }
    }

    /// A description is one paragraph of plain text.
    private static func html(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "" }
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return "<p dir=\"auto\">\(escaped)</p>"
    }
}

private struct RoleAnswer: Entity {
    var role: AccessLevel

    func write(_ object: inout JSONObject) {
        object.add("access_level", role)
        object.add("notification_level", 3)
    }
}

/// A project in whichever of its two forms the caller is to see.
enum ProjectShown: JSONWritable {
    case basic(ProjectBasicAnswer)
    case full(ProjectAnswer)

    func write(to writer: JSONWriter) {
        switch self {
        case .basic(let answer): answer.write(to: writer)
        case .full(let answer): answer.write(to: writer)
        }
    }
}
