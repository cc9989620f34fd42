import Foundation

extension ServerAnswers {
    private var settings: BitbucketSettings { project.settings }

    func permissions(isOfProject: Bool, isGroup: Bool) -> [JSONValue] {
        settings.permissions.filter { $0.isOfProject == isOfProject && $0.isGroup == isGroup }.map { entry in
            let permission = "\(isOfProject ? "PROJECT" : "REPO")_\(entry.level.rawValue.uppercased())"
            return isGroup
                ? ["group": ["name": .string(entry.name)], "permission": .string(permission)]
                : ["user": person(entry.name), "permission": .string(permission)]
        }
    }

    /// Those of the repository are told together with the project's.
    func restrictions(isOfProject: Bool) -> [JSONValue] {
        settings.restrictions.filter { !isOfProject || $0.isOfProject }.map { rule in
            [
                "id": .int(rule.id), "scope": scope(isOfProject: rule.isOfProject), "type": .string(rule.type),
                "matcher": matcher(rule.matcher, rule.pattern),
                "users": .array(rule.people.map { person($0) }), "groups": JSONValue(rule.groups),
                "accessKeys": .array(rule.accessKeys.map { deployKey($0) }),
            ]
        }
    }

    private func scope(isOfProject: Bool) -> JSONValue {
        ["type": isOfProject ? "PROJECT" : "REPOSITORY", "resourceId": .int(isOfProject ? 3 : project.id)]
    }

    private func matcher(_ type: String, _ id: String) -> JSONValue {
        let short = id.hasPrefix("refs/heads/") ? String(id.dropFirst(11)) : id
        let name = type.split(separator: "_").map { $0.capitalized }.joined(separator: " ")
        return [
            "id": .string(id), "displayId": .string(short), "type": ["id": .string(type), "name": .string(name)],
            "active": true,
        ]
    }

    private var anyBranch: JSONValue { matcher("ANY_REF", "ANY_REF_MATCHER_ID") }

    var defaultReviewers: [JSONValue] {
        settings.defaultReviewers.map { condition in
            [
                "id": .int(condition.id), "scope": scope(isOfProject: condition.isOfProject),
                "sourceRefMatcher": anyBranch,
                "targetRefMatcher": condition.targetBranch.map { matcher("BRANCH", "refs/heads/\($0)") } ?? anyBranch,
                "reviewers": .array(condition.people.map { person($0) }),
                "requiredApprovals": .int(condition.requiredApprovals),
            ]
        }
    }

    var reviewerGroups: [JSONValue] {
        settings.reviewerGroups.sorted { $0.key < $1.key }.enumerated().map { index, group in
            [
                "id": .int(61 + index), "name": .string(group.key), "description": "",
                "scope": scope(isOfProject: false),
                "users": .array(group.value.map { person($0) }),
            ]
        }
    }

    var requiredBuilds: [JSONValue] {
        guard !settings.requiredBuilds.isEmpty else { return [] }
        return [
            [
                "id": 71, "buildParentKeys": JSONValue(settings.requiredBuilds),
                "refMatcher": matcher("BRANCH", "refs/heads/\(project.defaultBranch)"),
            ]
        ]
    }

    var pullRequestSettings: JSONValue {
        let names = ["no-ff": "Merge commit", "ff-only": "Fast-forward only", "squash": "Squash"]
        let strategies = ["no-ff", "ff-only", "squash"].map { id -> JSONValue in
            [
                "id": .string(id), "enabled": .bool(id == settings.mergeStrategy), "flag": .string("--\(id)"),
                "name": JSONValue(names[id]),
            ]
        }
        let chosen = strategies.first { $0["id"] == .string(settings.mergeStrategy) }
        return [
            "mergeConfig": [
                "type": "REPOSITORY", "defaultStrategy": chosen ?? .null, "strategies": .array(strategies),
                "commitSummaries": 20,
            ],
            "requiredAllApprovers": false, "requiredAllTasksComplete": .bool(settings.needsAllTasks),
            "requiredApprovers": count(settings.requiredApprovers),
            "requiredSuccessfulBuilds": count(settings.requiredSuccessfulBuilds),
        ]
    }

    private func count(_ number: Int) -> JSONValue {
        ["enabled": .bool(number > 0), "count": .string(String(number))]
    }

    var webhooks: [JSONValue] {
        settings.webhooks.sorted { $0.key < $1.key }.enumerated().map { index, hook in
            [
                "id": .int(81 + index), "name": .string("hook \(index + 1)"), "events": ["repo:refs_changed"],
                "url": .string(hook.key), "active": .bool(hook.value), "configuration": .object([]),
            ]
        }
    }

    var deployKeys: [JSONValue] { settings.deployKeys.map { deployKey($0) } }

    private func deployKey(_ label: String) -> JSONValue {
        [
            "key": ["id": 91, "text": .string("ssh-ed25519 AAAA \(label)"), "label": .string(label)],
            "permission": "REPO_READ",
        ]
    }
}
