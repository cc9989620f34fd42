extension CloudAnswers {
    private func brief(_ issue: Int) -> JSONValue {
        ["type": "issue", "id": .int(issue), "links": ["self": ["href": .string("\(api)/issues/\(issue)")]]]
    }

    func issue(_ issue: BitbucketIssue) -> JSONValue {
        [
            "type": "issue", "id": .int(issue.number), "title": .string(issue.title), "content": content(issue.text),
            "reporter": person(issue.reporter) ?? .null, "assignee": person(issue.assignee) ?? .null,
            "created_on": time(issue.createdAt), "updated_on": time(issue.updatedAt),
            "edited_on": moment(issue.editedAt), "state": .string(issue.state), "kind": .string(issue.kind),
            "priority": .string(issue.priority), "milestone": name("milestone", issue.milestone, project.milestones),
            "component": name("component", issue.component, project.components),
            "version": name("version", issue.version, project.versions), "votes": .int(issue.votes), "watches": 1,
            "links": [
                "self": ["href": .string("\(api)/issues/\(issue.number)")],
                "attachments": ["href": .string("\(api)/issues/\(issue.number)/attachments")],
            ],
        ]
    }

    private func name(_ type: String, _ name: String?, _ all: [String]) -> JSONValue {
        guard let name, let position = all.firstIndex(of: name) else { return .null }
        let id = position + 1
        return [
            "type": .string(type), "id": .int(id), "name": .string(name),
            "links": ["self": ["href": .string("\(api)/\(type)s/\(id)")]],
        ]
    }

    /// Milestones, components or versions.
    func names(_ kind: String) -> [JSONValue] {
        let all =
            kind == "milestones" ? project.milestones : kind == "components" ? project.components : project.versions
        return all.map { name(String(kind.dropLast()), $0, all) }
    }

    func issueComment(_ comment: BitbucketIssueComment) -> JSONValue {
        [
            "type": "issue_comment", "id": .int(comment.id), "created_on": time(comment.createdAt),
            "updated_on": moment(comment.updatedAt), "content": content(comment.text),
            "user": person(comment.author) ?? .null, "issue": brief(comment.issue),
            "links": ["self": ["href": .string("\(api)/issues/\(comment.issue)/comments/\(comment.id)")]],
        ]
    }

    func issueChange(_ change: BitbucketIssueChange) -> JSONValue {
        let isPerson = change.field == "assignee"
        func shown(_ value: String) -> JSONValue {
            .string(isPerson ? project.person(value)?.displayName ?? value : value)
        }
        return [
            "type": "issue_change", "id": .int(change.id), "name": .string(String(change.id)),
            "created_on": time(change.at), "user": person(change.person) ?? .null, "issue": brief(change.issue),
            "message": content(""),
            "changes": .object([
                .init(key: change.field, value: ["old": shown(change.old), "new": shown(change.new)])
            ]),
        ]
    }

    func attachments(of issue: BitbucketIssue) -> [JSONValue] {
        issue.attachments.compactMap { project.file($0) }.map { file in
            let address = "\(api)/issues/\(issue.number)/attachments/\(BitbucketTexts.escaped(file.name))"
            return [
                "type": "issue_attachment", "name": .string(file.name), "links": ["self": ["href": [.string(address)]]],
            ]
        }
    }
}
