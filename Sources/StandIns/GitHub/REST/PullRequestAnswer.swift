extension Answers {
    /// A row of the pull requests list.
    func pullRequest(_ issue: SampleIssue, _ pull: SamplePullRequest) -> JSONValue {
        let url = "\(api)/pulls/\(issue.number)"
        let page = "\(web)/pull/\(issue.number)"
        let issueURL = "\(api)/issues/\(issue.number)"
        let head: JSONValue = [
            "url": .string(url), "id": .int(issue.pullRequestID), "node_id": node(.pullRequest, issue.pullRequestID),
            "html_url": .string(page), "diff_url": "\(page).diff", "patch_url": "\(page).patch",
            "issue_url": .string(issueURL),
        ]
        let sha = hosted.content.commit(pull.headCommit)
        return head.adding(common(issue)).adding([
            "body": JSONValue(issue.body), "created_at": JSONValue(issue.createdAt),
            "updated_at": JSONValue(issue.updatedAt), "closed_at": JSONValue(issue.closedAt),
            "merged_at": JSONValue(pull.mergedAt),
            "merge_commit_sha": pull.mergeCommit.map { .string(hosted.content.commit($0)) } ?? .null,
            "requested_reviewers": users(pull.requestedReviewers), "requested_teams": teams(pull.requestedTeams),
            "draft": .bool(pull.isDraft),
            "commits_url": "\(url)/commits", "review_comments_url": "\(url)/comments",
            "review_comment_url": "\(api)/pulls/comments{/number}", "comments_url": "\(issueURL)/comments",
            "statuses_url": "\(api)/statuses/\(sha)", "head": side(head: pull), "base": side(base: pull),
            "_links": [
                "self": ["href": .string(url)], "html": ["href": .string(page)], "issue": ["href": .string(issueURL)],
                "comments": ["href": "\(issueURL)/comments"], "review_comments": ["href": "\(url)/comments"],
                "commits": ["href": "\(url)/commits"],
            ],
            "author_association": association(issue.author), "auto_merge": nil,
        ])
    }

    private func teams(_ slugs: [String]) -> JSONValue {
        .array(
            slugs.map { slug in
                [
                    "id": .int(9_000 + slug.utf8.count), "name": .string(slug), "slug": .string(slug),
                    "privacy": "closed",
                ]
            })
    }

    /// What `GET /repos/:owner/:repo/pulls/:number` adds.
    func wholePullRequest(_ issue: SampleIssue, _ pull: SamplePullRequest) -> JSONValue {
        pullRequest(issue, pull).adding([
            "merged": .bool(pull.mergedAt != nil), "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown",
            "merged_by": pull.mergedBy.map { user($0) } ?? .null,
            "comments": .int(hosted.comments(on: issue.number).count),
            "review_comments": .int(hosted.reviewComments(of: issue.number).count), "maintainer_can_modify": false,
            "commits": .int(pull.commits.count),
        ])
    }

    private func side(base pull: SamplePullRequest) -> JSONValue {
        let owner = project.repository.owner
        return [
            "label": "\(owner):\(pull.baseRef)", "ref": .string(pull.baseRef),
            "sha": .string(hosted.content.commit(pull.baseCommit)), "user": user(owner), "repo": repository(),
        ]
    }

    private func side(head pull: SamplePullRequest) -> JSONValue {
        let sha = JSONValue.string(hosted.content.commit(pull.headCommit))
        func side(_ owner: String, _ repository: JSONValue) -> JSONValue {
            [
                "label": "\(owner):\(pull.headRef)", "ref": .string(pull.headRef), "sha": sha,
                "user": userOrNull(owner), "repo": repository,
            ]
        }
        switch pull.head {
        case .sameRepository: return side(project.repository.owner, repository())
        case .fork(let owner, let name): return side(owner, fork(owner, name))
        case .deletedFork(let owner): return side(owner, .null)
        }
    }

    /// A fork is not served; only its name and number are known.
    private func fork(_ owner: String, _ name: String) -> JSONValue {
        let id = forkID(owner)
        return [
            "id": .int(id), "node_id": .string(NodeID(.repository, in: id, id).text), "name": .string(name),
            "full_name": "\(owner)/\(name)", "private": false, "owner": user(owner),
            "html_url": "\(addresses.web)/\(owner)/\(name)", "description": nil, "fork": true,
            "url": "\(addresses.api)/repos/\(owner)/\(name)", "clone_url": "\(addresses.web)/\(owner)/\(name).git",
            "visibility": "public", "default_branch": .string(project.repository.defaultBranch), "archived": false,
        ]
    }

    func forkID(_ owner: String) -> Int {
        project.repository.id + 1_000_000 + (hosted.user(owner)?.id ?? 0) % 1_000
    }
}
