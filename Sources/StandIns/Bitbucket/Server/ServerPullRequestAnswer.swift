extension ServerAnswers {
    func pullRequest(_ pull: BitbucketPullRequest) -> JSONValue {
        let isOpen = pull.state == .open
        let hasDrafts = server.configuration.isAtLeast(8, 18)
        let changes = project.events.count { $0.pullRequest == pull.number && $0.kind.isChange }
        return .members([
            "id": .int(pull.number), "version": .int(changes), "title": .string(pull.title),
            "description": pull.description.isEmpty ? nil : .string(text(pull.description)),
            "state": .string(pull.state.rawValue), "open": .bool(isOpen), "closed": .bool(!isOpen),
            "draft": hasDrafts ? .bool(pull.isDraft) : nil, "createdDate": time(pull.createdAt),
            "updatedDate": time(pull.updatedAt), "closedDate": moment(pull.closedAt),
            "fromRef": ref(pull.sourceBranch, hosted.head(of: pull), pull.owner.map { fork(of: $0) } ?? repository),
            "toRef": ref(pull.targetBranch, hosted.content.commit(pull.base), repository), "locked": false,
            "author": participant(.init(pull.author), "AUTHOR"),
            "reviewers": .array(pull.reviewers.map { participant($0, "REVIEWER", head: hosted.head(of: pull)) }),
            "participants": .array(pull.participants.map { participant(.init($0), "PARTICIPANT") }),
            "properties": properties(of: pull),
            "links": selfLink("projects/\(project.key)/repos/\(project.slug)/pull-requests/\(pull.number)"),
        ])
    }

    /// Everybody who takes part.
    func people(of pull: BitbucketPullRequest) -> [JSONValue] {
        [participant(.init(pull.author), "AUTHOR")]
            + pull.reviewers.map { participant($0, "REVIEWER", head: hosted.head(of: pull)) }
            + pull.participants.map { participant(.init($0), "PARTICIPANT") }
    }

    private func ref(_ branch: String, _ commit: String, _ repository: JSONValue) -> JSONValue {
        [
            "id": .string("refs/heads/\(branch)"), "displayId": .string(branch), "latestCommit": .string(commit),
            "type": "BRANCH", "repository": repository,
        ]
    }

    private func participant(
        _ reviewer: BitbucketPullRequest.Reviewer, _ role: String, head: String? = nil
    ) -> JSONValue {
        .members([
            "user": person(reviewer.person), "role": .string(role), "approved": .bool(reviewer.status == .approved),
            "status": .string(reviewer.status.rawValue),
            "lastReviewedCommit": reviewer.status == .unapproved ? nil : head.map { .string($0) },
        ])
    }

    private func properties(of pull: BitbucketPullRequest) -> JSONValue {
        let tasks = visibleTasks(of: pull.number)
        let comments = visibleComments(of: pull.number).count + (hasTaskComments ? tasks.count : 0)
        let open = tasks.count { $0.resolution == nil }
        let merge = pull.mergeCommit.map { hosted.content.commit($0) }
        return .members([
            "resolvedTaskCount": .int(tasks.count - open), "commentCount": .int(comments), "openTaskCount": .int(open),
            "mergeCommit": merge.map { ["id": .string($0), "displayId": .string(String($0.prefix(11)))] },
        ])
    }
}
