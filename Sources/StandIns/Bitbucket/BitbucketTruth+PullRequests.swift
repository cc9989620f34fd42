extension BitbucketTruth {
    var pullRequests: [JSONValue] {
        let held = heldCommits
        return project.pullRequests.flatMap { pull in
            [pullRequest(pull, held)] + reviewers(of: pull)
                + pull.participants.map { row("participant", ["pr": .int(pull.number), "user": who($0)]) }
                + project.events.filter { $0.pullRequest == pull.number }.compactMap { event($0, of: pull) }
        }
    }

    /// All that a clone brings.
    private var heldCommits: Set<Int> {
        var held: Set<Int> = []
        var next = project.history.refs.map(\.commit) + project.history.annotatedTags.map(\.commit)
        while let commit = next.popLast() {
            if held.insert(commit).inserted { next += project.history.commits[commit].parents }
        }
        return held
    }

    private func pullRequest(_ pull: BitbucketPullRequest, _ held: Set<Int>) -> JSONValue {
        let isClosed = pull.state != .open
        return row(
            "pull_request",
            [
                "id": .int(pull.number), "title": .string(pull.title), "description": text(pull.description),
                "state": .string(pull.state.rawValue), "draft": .bool(pull.isDraft), "author": who(pull.author),
                "created": time(pull.createdAt), "updated": time(pull.updatedAt), "closed": time(pull.closedAt),
                "source_repo": source(of: pull), "source_is_fork": .bool(pull.owner != nil),
                "source_branch": .string(pull.sourceBranch), "head": .string(hosted.head(of: pull)),
                "target_branch": .string(pull.targetBranch),
                "target_commit": .string(hosted.content.commit(pull.base)),
                "merge_base": .string(hosted.content.commit(pull.base)),
                "merge_commit": JSONValue(pull.mergeCommit.map { hosted.content.commit($0) }),
                "merged_by": pull.state == .merged ? who(pull.closedBy) : .null,
                "closed_by": isClosed ? who(pull.closedBy) : .null, "reason": .string(isServer ? "" : pull.reason),
                "head_by": .string(headBy(pull, held)), "head_in_git": .bool(pull.lostHead == nil),
                "comments": .int(project.comments.count { $0.pullRequest == pull.number && !$0.isDeleted }),
            ])
    }

    /// How an import gets its head.
    private func headBy(_ pull: BitbucketPullRequest, _ held: Set<Int>) -> String {
        if pull.lostHead != nil { return "refused" }
        if held.contains(pull.commits.last ?? pull.base) { return "clone" }
        if isServer, pull.state == .open { return "ref" }
        return server.configuration.servesUnadvertisedCommits ? "sha" : "refused"
    }

    private func source(of pull: BitbucketPullRequest) -> JSONValue {
        switch pull.source {
        case .sameRepository: .string("\(isServer ? project.key : project.workspace)/\(project.slug)")
        case .fork(let owner): .string("\(isServer ? "~" + owner.uppercased() : owner)/\(project.slug)")
        case .deletedFork(let owner): isServer ? .string("~\(owner.uppercased())/\(project.slug)") : .null
        }
    }

    private func reviewers(of pull: BitbucketPullRequest) -> [JSONValue] {
        pull.reviewers.flatMap { reviewer -> [JSONValue] in
            let hasLooked = reviewer.status != .unapproved
            let who = who(reviewer.person)
            let verdict: KeyValuePairs<String, JSONValue?> = [
                "pr": .int(pull.number), "user": who, "at": time(reviewer.at),
            ]
            var rows = [
                row(
                    "reviewer",
                    [
                        "pr": .int(pull.number), "user": who, "status": .string(reviewer.status.rawValue),
                        "at": hasLooked || !isServer ? time(reviewer.at) : .null,
                        "last_reviewed": isServer && hasLooked ? .string(hosted.head(of: pull)) : .null,
                    ])
            ]
            if reviewer.status == .approved { rows.append(row("approval", verdict)) }
            if reviewer.status == .needsWork { rows.append(row("changes_requested", verdict)) }
            return rows
        }
    }

    /// Cloud tells no verdicts among the events: those that still hold are lines of their own.
    private func event(_ event: BitbucketEvent, of pull: BitbucketPullRequest) -> JSONValue? {
        var action: String
        var details: JSONValue = .object([])
        switch event.kind {
        case .opened: action = "OPENED"
        case .merged: action = "MERGED"
        case .declined: action = "DECLINED"
        case .approved, .unapproved, .reviewed, .reopened:
            guard isServer else { return nil }
            let names = ["approved": "APPROVED", "unapproved": "UNAPPROVED", "reviewed": "REVIEWED"]
            action = names["\(event.kind)"] ?? "REOPENED"
        case .rescoped(let from, let previous, _, _):
            action = "RESCOPED"
            details = [
                "from_hash": .string(hosted.content.commit(from)), "previous": .string(hosted.content.commit(previous)),
            ]
        case .updated(let added, let removed):
            action = "UPDATED"
            details = ["added": who(added), "removed": who(removed)]
        case .retitled(let old):
            return isServer ? nil : common("retitling", event).adding(["old": .string(old)])
        case .plugin(let name): return isServer ? common("unknown_event", event).adding(["action": .string(name)]) : nil
        }
        if !isServer, event.kind == .declined, pull.state != .declined { return nil }
        return common("event", event).adding(["action": .string(action)]).adding(details)
    }

    private func common(_ kind: String, _ event: BitbucketEvent) -> JSONValue {
        row(
            kind,
            [
                "pr": .int(event.pullRequest), "id": isServer ? .int(event.id) : .null, "user": who(event.person),
                "at": time(event.at),
            ])
    }
}
