extension BitbucketTruth {
    var settings: [JSONValue] {
        let permissions = project.settings.permissions.filter { isServer || !$0.isOfProject }
        let people = permissions.filter { !$0.isGroup }.map {
            row("member", ["user": who($0.name), "permission": .string($0.level.rawValue)])
        }
        let groups = permissions.filter(\.isGroup).map {
            row("group_permission", ["name": .string($0.name), "permission": .string($0.level.rawValue)])
        }
        let hooks = project.settings.webhooks.sorted { $0.key < $1.key }.map {
            row("webhook", ["url": .string($0.key), "active": .bool($0.value)])
        }
        let keys = project.settings.deployKeys.map { row("deploy_key", ["label": .string($0)]) }
        let forks = project.forkOwners.map {
            row("fork", ["full_name": .string("\(isServer ? "~" + $0.uppercased() : $0)/\(project.slug)")])
        }
        return people + groups + hooks + keys + forks + (isServer ? serverSettings : cloudSettings)
    }

    private var serverSettings: [JSONValue] {
        let settings = project.settings
        let rules = settings.restrictions.map {
            row(
                "restriction",
                [
                    "id": .int($0.id), "type": .string($0.type), "matcher_type": .string($0.matcher),
                    "matcher": .string($0.pattern), "scope": .string($0.isOfProject ? "PROJECT" : "REPOSITORY"),
                    "users": who($0.people), "groups": JSONValue($0.groups),
                ])
        }
        let reviewers = settings.defaultReviewers.map {
            row(
                "default_reviewer_condition",
                [
                    "id": .int($0.id), "required": .int($0.requiredApprovals), "reviewers": who($0.people),
                    "target": .string($0.targetBranch.map { "refs/heads/\($0)" } ?? "ANY_REF_MATCHER_ID"),
                    "scope": .string($0.isOfProject ? "PROJECT" : "REPOSITORY"),
                ])
        }
        let groups = settings.reviewerGroups.sorted { $0.key < $1.key }.map {
            row("reviewer_group", ["name": .string($0.key), "users": who($0.value)])
        }
        let builds = row(
            "required_build",
            ["keys": JSONValue(settings.requiredBuilds), "ref": .string("refs/heads/\(project.defaultBranch)")])
        let merging = row(
            "settings",
            [
                "default_strategy": .string(settings.mergeStrategy),
                "required_approvers": .int(settings.requiredApprovers), "all_approvers": false,
                "all_tasks": .bool(settings.needsAllTasks), "builds": .int(settings.requiredSuccessfulBuilds),
            ])
        return rules + reviewers + groups + (settings.requiredBuilds.isEmpty ? [] : [builds]) + [merging]
            + settings.labels.map { row("label", ["name": .string($0)]) }
    }

    private var cloudSettings: [JSONValue] {
        let settings = project.settings
        let rules = settings.cloudRestrictions.map {
            row(
                "restriction",
                [
                    "id": .int($0.id), "type": .string($0.kind),
                    "match": .string($0.branchType == nil ? "glob" : "branching_model"), "pattern": .string($0.pattern),
                    "branch_type": JSONValue($0.branchType), "value": JSONValue($0.value), "users": who($0.people),
                    "groups": JSONValue($0.groups),
                ])
        }
        let reviewers = settings.defaultReviewers.flatMap { condition in
            condition.people.map {
                row(
                    "default_reviewer",
                    ["user": who($0), "type": .string(condition.isOfProject ? "project" : "repository")])
            }
        }
        let downloads = project.downloads.map {
            row(
                "download",
                ["name": .string($0.name), "size": .int($0.content.count), "sha256": .string($0.sha256)])
        }
        return rules + reviewers + downloads
            + settings.environments.map { row("environment", ["name": .string($0)]) }
            + settings.variables.map { row("pipeline_variable", ["key": .string($0), "secured": true]) }
    }

    // MARK: The tracker and the wiki

    var issues: [JSONValue] {
        guard !isServer else { return [] }
        return (server.configuration.hasTracker ? tracker : [])
            + (server.configuration.hasWiki ? project.wikiPages : []).map {
                row("wiki_page", ["path": .string($0.path), "sha256": .string($0.sha256)])
            }
    }

    private var tracker: [JSONValue] {
        let comments = project.issueComments.map { comment in
            row(
                "issue_comment",
                [
                    "issue": .int(comment.issue), "id": .int(comment.id), "author": who(comment.author),
                    "created": time(comment.createdAt), "updated": time(comment.updatedAt),
                    "text": comment.text.map { text($0) },
                    "is_change": .bool(project.issueChanges.contains { $0.id == comment.id }),
                ])
        }
        let changes = project.issueChanges.map { change in
            let shown = { (value: String) -> JSONValue in
                .string(change.field == "assignee" ? project.person(value)?.displayName ?? value : value)
            }
            return row(
                "issue_change",
                [
                    "issue": .int(change.issue), "at": time(change.at), "user": who(change.person),
                    "changes": .object([
                        .init(key: change.field, value: ["old": shown(change.old), "new": shown(change.new)])
                    ]),
                ])
        }
        let named = [
            ("milestone", project.milestones), ("component", project.components), ("version", project.versions),
        ].flatMap { kind, names in names.map { row(kind, ["name": .string($0)]) } }
        return project.issues.flatMap { [issue($0)] + attachments(of: $0) } + comments + changes + named
    }

    private func issue(_ issue: BitbucketIssue) -> JSONValue {
        row(
            "issue",
            [
                "id": .int(issue.number), "title": .string(issue.title), "description": text(issue.text),
                "state": .string(issue.state), "type": .string(issue.kind), "priority": .string(issue.priority),
                "reporter": who(issue.reporter), "assignee": who(issue.assignee), "created": time(issue.createdAt),
                "updated": time(issue.updatedAt), "edited": time(issue.editedAt),
                "milestone": JSONValue(issue.milestone), "component": JSONValue(issue.component),
                "version": JSONValue(issue.version), "votes": .int(issue.votes), "watchers": 1,
            ])
    }

    private func attachments(of issue: BitbucketIssue) -> [JSONValue] {
        issue.attachments.compactMap { project.file($0) }.map {
            row(
                "issue_attachment",
                [
                    "issue": .int(issue.number), "name": .string($0.name), "available": .bool(!$0.isMissing),
                    "size": .int($0.content.count), "sha256": .string($0.sha256),
                ])
        }
    }
}
