import Foundation

extension Answers {
    /// A row of the issues list, of an issue or a pull request.
    func issue(_ issue: SampleIssue) -> JSONValue {
        let url = "\(api)/issues/\(issue.number)"
        let place = issue.pullRequest == nil ? "issues" : "pull"
        let head: JSONValue = [
            "url": .string(url), "repository_url": .string(api), "labels_url": "\(url)/labels{/name}",
            "comments_url": "\(url)/comments", "events_url": "\(url)/events",
            "html_url": "\(web)/\(place)/\(issue.number)", "id": .int(issue.id),
            "node_id": issue.pullRequest == nil ? node(.issue, issue.id) : node(.pullRequest, issue.pullRequestID),
        ]
        let body: JSONValue = [
            "comments": .int(hosted.comments(on: issue.number).count), "created_at": JSONValue(issue.createdAt),
            "updated_at": JSONValue(issue.updatedAt), "closed_at": JSONValue(issue.closedAt),
            "author_association": association(issue.author),
            "type": issue.issueType.map { ["id": 1, "name": .string($0), "description": nil] } ?? .null,
        ]
        var answer = head.adding(common(issue)).adding(body)
        if let pull = issue.pullRequest { answer = answer.adding(pullRequestPart(issue, pull)) }
        return answer.adding([
            "body": JSONValue(issue.body), "closed_by": issue.closedBy.map { user($0) } ?? .null,
            "reactions": reactions(issue.reactions, at: url), "timeline_url": "\(url)/timeline",
            "performed_via_github_app": nil, "state_reason": JSONValue(issue.stateReason?.rawValue),
        ])
    }

    /// What a row of the issues list and one of the pull requests list have in common.
    func common(_ issue: SampleIssue) -> JSONValue {
        let milestone = issue.milestone.flatMap { number in project.milestones.first { $0.number == number } }
        return [
            "number": .int(issue.number), "title": .string(issue.title), "user": user(issue.author),
            "labels": labels(issue.labels), "state": .string(issue.state.rawValue), "locked": .bool(issue.isLocked),
            "active_lock_reason": JSONValue(issue.lockReason),
            "assignee": issue.assignees.first.map { user($0) } ?? .null, "assignees": users(issue.assignees),
            "milestone": milestone.map { self.milestone($0) } ?? .null,
        ]
    }

    private func pullRequestPart(_ issue: SampleIssue, _ pull: SamplePullRequest) -> JSONValue {
        let page = "\(web)/pull/\(issue.number)"
        let part: JSONValue = [
            "url": "\(api)/pulls/\(issue.number)", "html_url": .string(page), "diff_url": "\(page).diff",
            "patch_url": "\(page).patch", "merged_at": JSONValue(pull.mergedAt),
        ]
        return ["draft": .bool(pull.isDraft), "pull_request": part]
    }

    func labels(_ names: [String]) -> JSONValue {
        .array(names.compactMap { name in project.labels.first { $0.name == name }.map { label($0) } })
    }

    func label(_ label: SampleLabel) -> JSONValue {
        let path = label.name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? label.name
        return [
            "id": .int(label.id), "node_id": node(.label, label.id), "url": "\(api)/labels/\(path)",
            "name": .string(label.name), "color": .string(label.color),
            "default": .bool(["bug", "enhancement", "documentation", "wontfix"].contains(label.name)),
            "description": JSONValue(label.description),
        ]
    }

    func milestone(_ milestone: SampleMilestone) -> JSONValue {
        let url = "\(api)/milestones/\(milestone.number)"
        let tally = hosted.tally(ofMilestone: milestone.number)
        return [
            "url": .string(url), "html_url": "\(web)/milestone/\(milestone.number)", "labels_url": "\(url)/labels",
            "id": .int(milestone.id), "node_id": node(.milestone, milestone.id), "number": .int(milestone.number),
            "title": .string(milestone.title), "description": JSONValue(milestone.description),
            "creator": user(milestone.creator), "open_issues": .int(tally.open), "closed_issues": .int(tally.closed),
            "state": .string(milestone.state.rawValue), "created_at": JSONValue(milestone.createdAt),
            "updated_at": JSONValue(milestone.closedAt ?? milestone.createdAt), "due_on": JSONValue(milestone.dueOn),
            "closed_at": JSONValue(milestone.closedAt),
        ]
    }
}

extension HostedProject {
    /// How many issues and pull requests a milestone has.
    func tally(ofMilestone number: Int) -> (open: Int, closed: Int) {
        let open = order("milestone/\(number)/open") {
            ListOrder(project.issues) { $0.milestone == number && $0.state == .open ? 0 : nil }
        }
        let closed = order("milestone/\(number)/closed") {
            ListOrder(project.issues) { $0.milestone == number && $0.state == .closed ? 0 : nil }
        }
        return (open.positions.count, closed.positions.count)
    }
}
