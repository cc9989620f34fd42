extension Answers {
    /// The repository as it stands in pull requests' `head` and `base`.
    func repository() -> JSONValue {
        let repository = project.repository
        let openIssues = hosted.order("issues/created/open") { issueOrder("created", state: .open) }.positions.count
        let identity: JSONValue = [
            "id": .int(repository.id), "node_id": node(.repository, repository.id), "name": .string(repository.name),
            "full_name": .string(repository.fullName), "private": .bool(repository.isPrivate),
            "owner": user(repository.owner), "html_url": .string(web), "description": JSONValue(repository.description),
            "fork": false, "url": .string(api),
        ]
        return identity.adding(repositoryAddresses()).adding([
            "created_at": JSONValue(repository.createdAt), "updated_at": JSONValue(repository.updatedAt),
            "pushed_at": JSONValue(repository.updatedAt),
            "git_url": "git://\(addresses.web.dropFirst(7))/\(repository.fullName).git",
            "ssh_url": "git@localhost:\(repository.fullName).git", "clone_url": "\(web).git", "svn_url": .string(web),
            "homepage": JSONValue(repository.homepage), "size": .int(repository.size),
            "stargazers_count": .int(repository.stars), "watchers_count": .int(repository.stars),
            "language": JSONValue(repository.language), "has_issues": .bool(repository.hasIssues),
            "has_projects": false,
            "has_downloads": true, "has_wiki": .bool(repository.hasWiki), "has_pages": .bool(project.settings.hasPages),
            "has_discussions": .bool(!project.settings.discussions.isEmpty),
            "forks_count": .int(project.settings.others.forks), "mirror_url": nil,
            "archived": .bool(repository.isArchived), "disabled": false,
            "open_issues_count": .int(openIssues), "license": license, "allow_forking": true, "is_template": false,
            "web_commit_signoff_required": false, "topics": JSONValue(repository.topics),
            "visibility": repository.isPrivate ? "private" : "public", "forks": 0, "open_issues": .int(openIssues),
            "watchers": .int(repository.stars), "default_branch": .string(repository.defaultBranch),
        ])
    }

    private var license: JSONValue {
        guard let license = project.settings.license, license.count == 2 else { return nil }
        return [
            "key": .string(license[0]), "name": .string(license[1]), "spdx_id": .string(license[0].uppercased()),
            "url": "\(addresses.api)/licenses/\(license[0])", "node_id": "L\(license[0])",
        ]
    }

    /// The repository as `GET /repos/:owner/:repo` gives it.
    func wholeRepository(canPush: Bool) -> JSONValue {
        let permissions: JSONValue = [
            "admin": .bool(canPush), "maintain": .bool(canPush), "push": .bool(canPush), "triage": .bool(canPush),
            "pull": true,
        ]
        return repository().adding([
            "permissions": permissions, "allow_squash_merge": .bool(project.settings.allowsSquashMerge),
            "allow_merge_commit": .bool(project.settings.allowsMergeCommit),
            "allow_rebase_merge": .bool(project.settings.allowsRebaseMerge), "allow_auto_merge": false,
            "delete_branch_on_merge": .bool(project.settings.deletesBranchOnMerge),
            "allow_update_branch": false, "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
            "squash_merge_commit_message": "COMMIT_MESSAGES", "merge_commit_title": "MERGE_MESSAGE",
            "merge_commit_message": "PR_TITLE", "organization": user(project.repository.owner), "network_count": 0,
            "subscribers_count": 4,
        ])
    }

    private func repositoryAddresses() -> JSONValue {
        let templates = [
            "forks": "/forks", "keys": "/keys{/key_id}", "collaborators": "/collaborators{/collaborator}",
            "teams": "/teams", "hooks": "/hooks", "issue_events": "/issues/events{/number}", "events": "/events",
            "assignees": "/assignees{/user}", "branches": "/branches{/branch}", "tags": "/tags",
            "blobs": "/git/blobs{/sha}", "git_tags": "/git/tags{/sha}", "git_refs": "/git/refs{/sha}",
            "trees": "/git/trees{/sha}", "statuses": "/statuses/{sha}", "languages": "/languages",
            "commits": "/commits{/sha}", "git_commits": "/git/commits{/sha}", "comments": "/comments{/number}",
            "issue_comment": "/issues/comments{/number}", "contents": "/contents/{+path}",
            "compare": "/compare/{base}...{head}", "issues": "/issues{/number}", "pulls": "/pulls{/number}",
            "milestones": "/milestones{/number}", "labels": "/labels{/name}", "releases": "/releases{/id}",
        ]
        return .object(
            templates.sorted { $0.key < $1.key }.map { .init(key: "\($0.key)_url", value: .string(api + $0.value)) })
    }

    /// A branch of the list.
    func branch(_ ref: SampleRef) -> JSONValue {
        let name = String(ref.name.dropFirst("refs/heads/".count))
        let sha = hosted.content.commit(ref.commit)
        return [
            "name": .string(name), "commit": ["sha": .string(sha), "url": "\(api)/commits/\(sha)"],
            "protected": .bool(project.protectedBranches.contains(name)),
        ]
    }
}
