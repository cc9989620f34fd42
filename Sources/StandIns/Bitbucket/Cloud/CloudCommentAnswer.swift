import Foundation

extension CloudAnswers {
    func comment(_ comment: BitbucketComment) -> JSONValue {
        let path = "pullrequests/\(comment.pullRequest)/comments"
        return .members([
            "type": "pullrequest_comment", "id": .int(comment.id), "created_on": time(comment.createdAt),
            "updated_on": time(comment.updatedAt), "content": content(comment.isDeleted ? "" : comment.text),
            "user": person(comment.author) ?? .null, "deleted": .bool(comment.isDeleted), "pending": false,
            "parent": comment.parent.map {
                ["id": .int($0), "links": ["self": ["href": .string("\(api)/\(path)/\($0)")]]]
            },
            "inline": project.root(of: comment).anchor.map { inline($0) },
            "resolution": comment.resolution.map { resolution($0) },
            "pullrequest": project.pullRequest(comment.pullRequest).map { brief($0) },
            "links": ["self": ["href": .string("\(api)/\(path)/\(comment.id)")]],
        ])
    }

    private func resolution(_ resolution: BitbucketComment.Resolution) -> JSONValue {
        [
            "type": "comment_resolution", "user": person(resolution.person) ?? .null, "created_on": time(resolution.at),
        ]
    }

    /// Lines on one side only; of an unchanged line Cloud tells the new one.
    private func inline(_ anchor: BitbucketAnchor) -> JSONValue {
        let isOld = anchor.lineType == .removed
        return .members([
            "path": .string(anchor.path), "from": isOld ? JSONValue(anchor.oldLine) : .null,
            "to": isOld ? .null : JSONValue(anchor.newLine),
            "start_from": anchor.startLine.map { isOld ? .int($0) : .null },
            "start_to": anchor.startLine.map { isOld ? .null : .int($0) },
            "outdated": anchor.isOrphaned ? true : nil,
        ])
    }

    func task(_ task: BitbucketTask) -> JSONValue {
        .members([
            "id": .int(task.id), "state": .string(task.resolution == nil ? "UNRESOLVED" : "RESOLVED"),
            "created_on": time(task.createdAt), "updated_on": time(task.resolution?.at ?? task.createdAt),
            "content": content(task.text), "creator": person(task.author) ?? .null, "pending": false,
            "resolved_on": moment(task.resolution?.at), "resolved_by": person(task.resolution?.person) ?? .null,
            "comment": task.comment.map { ["id": .int($0)] },
        ])
    }

    // MARK: Activity

    /// What happened, the newest first: to one pull request, or to all of them.
    func activity(of number: Int?) -> [JSONValue] {
        var rows: [(at: Date, id: Int, value: JSONValue)] = []
        for comment in project.comments where number == nil || comment.pullRequest == number {
            rows.append((comment.createdAt, comment.id, row(comment.pullRequest, "comment", self.comment(comment))))
        }
        for event in project.events where number == nil || event.pullRequest == number {
            guard let (key, value) = told(event) else { continue }
            rows.append((event.at, event.id, row(event.pullRequest, key, value)))
        }
        return rows.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.map(\.value)
    }

    private func row(_ number: Int, _ key: String, _ value: JSONValue) -> JSONValue {
        .object([
            .init(key: "pull_request", value: project.pullRequest(number).map { brief($0) } ?? .null),
            .init(key: key, value: value),
        ])
    }

    /// Nothing for what Cloud keeps no trace of: what was withdrawn, what plugins of a Server say, and what was reopened.
    private func told(_ event: BitbucketEvent) -> (key: String, value: JSONValue)? {
        guard let pull = project.pullRequest(event.pullRequest) else { return nil }
        let verdict: JSONValue = [
            "date": time(event.at), "user": person(event.person) ?? .null, "pullrequest": brief(pull),
        ]
        switch event.kind {
        case .approved where isLast(event): return ("approval", verdict)
        case .reviewed where isLast(event): return ("changes_requested", verdict)
        case .approved, .reviewed, .unapproved, .reopened, .plugin: return nil
        case .declined where pull.state != .declined: return nil
        default: return ("update", update(event, of: pull))
        }
    }

    /// Whether nothing the same person said later takes this back.
    private func isLast(_ event: BitbucketEvent) -> Bool {
        let verdicts: [BitbucketEvent.Kind] = [.approved, .reviewed, .unapproved]
        return !project.events.contains {
            $0.pullRequest == event.pullRequest && $0.person == event.person && $0.id > event.id
                && verdicts.contains($0.kind)
        }
    }

    private func update(_ event: BitbucketEvent, of pull: BitbucketPullRequest) -> JSONValue {
        var state = "OPEN"
        var changes: JSONValue = .object([])
        var head = hosted.head(of: pull)
        switch event.kind {
        case .merged:
            state = "MERGED"
            changes = ["status": ["old": "open", "new": "fulfilled"]]
        case .declined:
            state = "DECLINED"
            changes = ["status": ["old": "open", "new": "rejected"]]
        case .updated(let added, let removed):
            changes = [
                "reviewers": .members([
                    "added": added.isEmpty ? nil : .array(added.compactMap { person($0) }),
                    "removed": removed.isEmpty ? nil : .array(removed.compactMap { person($0) }),
                ])
            ]
        case .retitled(let old): changes = ["title": ["old": .string(old), "new": .string(pull.title)]]
        case .rescoped(let from, _, _, _): head = hosted.content.commit(from)
        case .opened: head = openingHead(of: pull)
        default: break
        }
        let source = source(of: pull)
        return [
            "state": .string(state), "title": .string(pull.title),
            "description": .string(server.answersText(hosted).render(pull.description)), "draft": .bool(pull.isDraft),
            "reason": .string(state == "DECLINED" ? pull.reason : ""), "author": person(event.person) ?? .null,
            "date": time(event.at), "changes": changes,
            "reviewers": .array(pull.reviewers.compactMap { person($0.person) }),
            "source": [
                "branch": source["branch"] ?? .null, "commit": short(head), "repository": source["repository"] ?? .null,
            ],
            "destination": [
                "branch": ["name": .string(pull.targetBranch)], "commit": short(hosted.content.commit(pull.base)),
            ],
        ]
    }

    /// Where its head was before it first moved.
    private func openingHead(of pull: BitbucketPullRequest) -> String {
        for event in project.events where event.pullRequest == pull.number {
            if case .rescoped(_, let previous, _, _) = event.kind { return hosted.content.commit(previous) }
        }
        return hosted.head(of: pull)
    }
}
