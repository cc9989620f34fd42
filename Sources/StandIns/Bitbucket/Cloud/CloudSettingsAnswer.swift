extension CloudAnswers {
    private var settings: BitbucketSettings { project.settings }

    private func group(_ name: String) -> JSONValue {
        [
            "type": "group", "name": .string(name), "slug": .string(name),
            "full_slug": .string("\(project.workspace):\(name)"),
        ]
    }

    var restrictions: [JSONValue] {
        settings.cloudRestrictions.map { rule in
            .members([
                "type": "branchrestriction", "id": .int(rule.id), "kind": .string(rule.kind),
                "branch_match_kind": .string(rule.branchType == nil ? "glob" : "branching_model"),
                "pattern": .string(rule.pattern), "branch_type": rule.branchType.map { .string($0) },
                "value": JSONValue(rule.value), "users": .array(rule.people.compactMap { person($0) }),
                "groups": .array(rule.groups.map { group($0) }),
            ])
        }
    }

    func defaultReviewers(isEffective: Bool) -> [JSONValue] {
        settings.defaultReviewers.filter { isEffective || !$0.isOfProject }.flatMap { condition in
            condition.people.compactMap { slug -> JSONValue? in
                guard let person = person(slug) else { return nil }
                guard isEffective else { return person }
                return [
                    "type": "default_reviewer_and_type",
                    "reviewer_type": condition.isOfProject ? "project" : "repository", "user": person,
                ]
            }
        }
    }

    /// Those of the repository; what holds for the whole project Cloud tells elsewhere.
    func permissions(isGroup: Bool) -> [JSONValue] {
        settings.permissions.filter { $0.isGroup == isGroup && !$0.isOfProject }.map { entry in
            isGroup
                ? [
                    "type": "repository_group_permission", "permission": .string(entry.level.rawValue),
                    "group": group(entry.name),
                ]
                : [
                    "type": "repository_user_permission", "permission": .string(entry.level.rawValue),
                    "user": person(entry.name) ?? .null,
                ]
        }
    }

    var members: [JSONValue] {
        project.people.compactMap { someone in
            person(someone.slug).map { ["type": "workspace_membership", "user": $0] }
        }
    }

    var branchingModel: JSONValue {
        [
            "type": "effective_repo_branching_model",
            "development": ["name": .string(project.defaultBranch), "use_mainbranch": true],
            "branch_types": .array(
                settings.branchTypes.sorted { $0.key < $1.key }.map {
                    ["kind": .string($0.key), "prefix": .string($0.value)]
                }),
        ]
    }

    var hooks: [JSONValue] {
        settings.webhooks.sorted { $0.key < $1.key }.map {
            ["type": "webhook_subscription", "url": .string($0.key), "active": .bool($0.value)]
        }
    }

    var deployKeys: [JSONValue] {
        settings.deployKeys.map { ["type": "deploy_key", "id": 91, "label": .string($0), "key": "ssh-ed25519 AAAA"] }
    }

    var environments: [JSONValue] {
        settings.environments.map { ["type": "deployment_environment", "name": .string($0)] }
    }

    var variables: [JSONValue] {
        settings.variables.map { ["type": "pipeline_variable", "key": .string($0), "secured": true] }
    }

    var downloads: [JSONValue] {
        project.downloads.map { file in
            let address = "\(api)/downloads/\(BitbucketTexts.escaped(file.name))"
            return [
                "type": "download", "name": .string(file.name), "size": .int(file.content.count), "downloads": 3,
                "created_on": time(project.createdAt), "user": person("mira") ?? .null,
                "links": ["self": ["href": .string(address)]],
            ]
        }
    }
}
