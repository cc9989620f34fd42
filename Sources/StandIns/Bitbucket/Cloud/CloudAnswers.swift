import Foundation
import Hummingbird

/// Writes the objects of a project as Cloud's REST gives them. A file for each kind of object.
struct CloudAnswers: Sendable {
    let server: StandInBitbucket
    let hosted: HostedBitbucket

    var project: BitbucketProject { hosted.project }
    private var fullName: String { "\(project.workspace)/\(project.slug)" }
    /// The repository's address in the API, and that of its page.
    var api: String { "\(server.url)/repositories/\(fullName)" }
    var web: String { "\(server.webURL)/\(fullName)" }

    func time(_ date: Date) -> JSONValue { .string(BitbucketTime.text(date)) }

    func moment(_ date: Date?) -> JSONValue { date.map { time($0) } ?? .null }

    /// A text with what Cloud says beside it.
    func content(_ text: String?) -> JSONValue {
        let raw = text.map { server.answersText(hosted).render($0) }
        return [
            "type": "rendered", "raw": JSONValue(raw), "markup": "markdown",
            "html": .string("<p>\(raw ?? "")</p>"),
        ]
    }

    func find(_ context: StandInContext) throws -> BitbucketPullRequest {
        let number = context.parameters.get("number", as: Int.self) ?? 0
        guard let pull = project.pullRequest(number) else {
            throw BitbucketError.notFound("Not found", "NoSuchPullRequest")
        }
        return pull
    }

    /// An account; nothing for one that was deleted.
    func person(_ slug: String?) -> JSONValue? {
        guard let slug, let person = project.person(slug), !person.isDeleted else { return nil }
        return [
            "display_name": .string(person.displayName),
            "links": [
                "self": ["href": .string("\(server.url)/users/\(person.uuid)")],
                "html": ["href": .string("\(server.webURL)/\(person.uuid)/")],
                "avatar": ["href": .string("\(server.webURL)/account/\(person.uuid)/avatar/")],
            ],
            "type": .string(person.isService ? "app_user" : "user"), "uuid": .string(person.uuid),
            "account_id": .string(person.accountID), "nickname": .string(person.nickname),
        ]
    }

    // MARK: The repository

    var repository: JSONValue {
        let project = project
        let configuration = server.configuration
        let isOld = configuration.hasTracker || configuration.hasWiki
        return brief.adding([
            "slug": .string(project.slug), "description": .string(project.description), "scm": "git", "website": nil,
            "is_private": .bool(!project.isPublic), "fork_policy": "allow_forks", "size": 4_096, "language": "c",
            "created_on": time(project.createdAt), "updated_on": time(project.clock),
            "mainbranch": ["type": "branch", "name": .string(project.defaultBranch)], "parent": nil,
            "owner": [
                "type": "team", "uuid": .string("{\(BitbucketNames.uuid("team", project.id))}"),
                "username": .string(project.workspace), "display_name": .string(project.projectName),
            ],
            "workspace": workspace,
            "project": [
                "type": "project", "key": .string(project.key), "name": .string(project.projectName),
                "uuid": .string("{\(BitbucketNames.uuid("project", project.id))}"),
            ],
            "override_settings": ["default_merge_strategy": true, "branching_model": true],
            "enforced_signed_commits": nil,
        ]).adding(
            isOld
                ? ["has_issues": .bool(configuration.hasTracker), "has_wiki": .bool(configuration.hasWiki)]
                : .object([]))
    }

    private var workspace: JSONValue {
        [
            "type": "workspace", "uuid": .string("{\(BitbucketNames.uuid("workspace", project.id))}"),
            "name": .string(project.projectName), "slug": .string(project.workspace),
        ]
    }

    /// The repository inside other objects.
    private var brief: JSONValue { brief(fullName, uuid: project.uuid) }

    private func brief(_ fullName: String, uuid: String) -> JSONValue {
        [
            "type": "repository", "full_name": .string(fullName), "name": .string(project.name), "uuid": .string(uuid),
            "links": [
                "self": ["href": .string("\(server.url)/repositories/\(fullName)")],
                "html": ["href": .string("\(server.webURL)/\(fullName)")],
                "clone": [
                    ["name": "https", "href": .string("\(server.webURL)/\(fullName).git")],
                    ["name": "ssh", "href": .string("git@localhost:\(fullName).git")],
                ],
            ],
        ]
    }

    func fork(of owner: String) -> JSONValue {
        let number = 1_000 + (project.person(owner)?.number ?? 0)
        return brief("\(owner)/\(project.slug)", uuid: "{\(BitbucketNames.uuid("repository", number))}").adding([
            "slug": .string(project.slug), "scm": "git", "is_private": false, "parent": brief,
            "mainbranch": ["type": "branch", "name": .string(project.defaultBranch)],
        ])
    }

    // MARK: Pull requests

    func pullRequests(_ request: Request) -> [JSONValue] {
        let states = request.uri.queryParameters.getAll("state").map { String($0) }
        let wanted = states.isEmpty ? ["OPEN"] : states
        let rows = project.pullRequests.reversed().filter {
            wanted.contains("ALL") || wanted.contains($0.state.rawValue)
        }
        return CloudQuery(request).apply(to: Array(rows)) { pull, field in
            field == "updated_on" ? pull.updatedAt : pull.createdAt
        }.map { pullRequest($0) }
    }

    func pullRequest(_ pull: BitbucketPullRequest) -> JSONValue {
        let comments = project.comments.count { $0.pullRequest == pull.number && !$0.isDeleted }
        return [
            "type": "pullrequest", "id": .int(pull.number), "title": .string(pull.title),
            "description": .string(server.answersText(hosted).render(pull.description)),
            "summary": content(pull.description), "rendered": ["description": content(pull.description)],
            "state": .string(pull.state.rawValue), "draft": .bool(pull.isDraft), "queued": false,
            "reason": .string(pull.reason), "author": person(pull.author) ?? .null,
            "closed_by": person(pull.closedBy) ?? .null, "close_source_branch": .bool(pull.closesSourceBranch),
            "comment_count": .int(comments), "task_count": .int(project.tasks.count { $0.pullRequest == pull.number }),
            "created_on": time(pull.createdAt), "updated_on": time(pull.updatedAt),
            "source": source(of: pull),
            "destination": end(pull.targetBranch, hosted.content.commit(pull.base), brief),
            "merge_commit": pull.mergeCommit.map { short(hosted.content.commit($0)) } ?? .null,
            "reviewers": .array(pull.reviewers.compactMap { person($0.person) }),
            "participants": .array(participants(of: pull)), "links": links(of: pull),
        ]
    }

    func source(of pull: BitbucketPullRequest) -> JSONValue {
        let repository: JSONValue
        switch pull.source {
        case .sameRepository: repository = brief
        case .fork(let owner):
            let number = 1_000 + (project.person(owner)?.number ?? 0)
            repository = brief("\(owner)/\(project.slug)", uuid: "{\(BitbucketNames.uuid("repository", number))}")
        case .deletedFork: repository = .null
        }
        return end(pull.sourceBranch, hosted.head(of: pull), repository)
    }

    private func end(_ branch: String, _ commit: String, _ repository: JSONValue) -> JSONValue {
        ["branch": ["name": .string(branch)], "commit": short(commit), "repository": repository]
    }

    /// A commit by twelve digits.
    func short(_ commit: String) -> JSONValue {
        let name = String(commit.prefix(12))
        return [
            "type": "commit", "hash": .string(name), "links": ["self": ["href": .string("\(api)/commit/\(name)")]],
        ]
    }

    private func participants(of pull: BitbucketPullRequest) -> [JSONValue] {
        let reviewers = pull.reviewers.compactMap { reviewer -> JSONValue? in
            guard let person = person(reviewer.person) else { return nil }
            let state: JSONValue =
                switch reviewer.status {
                case .approved: "approved"
                case .needsWork: "changes_requested"
                case .unapproved: .null
                }
            return [
                "type": "participant", "user": person, "role": "REVIEWER",
                "approved": .bool(reviewer.status == .approved), "state": state, "participated_on": moment(reviewer.at),
            ]
        }
        let others = pull.participants.compactMap { slug -> JSONValue? in
            guard let person = person(slug) else { return nil }
            return [
                "type": "participant", "user": person, "role": "PARTICIPANT", "approved": false, "state": nil,
                "participated_on": time(pull.updatedAt),
            ]
        }
        return reviewers + others
    }

    private func links(of pull: BitbucketPullRequest) -> JSONValue {
        [
            "self": ["href": .string("\(api)/pullrequests/\(pull.number)")],
            "html": ["href": .string("\(web)/pull-requests/\(pull.number)")],
            "comments": ["href": .string("\(api)/pullrequests/\(pull.number)/comments")],
            "activity": ["href": .string("\(api)/pullrequests/\(pull.number)/activity")],
        ]
    }

    /// The pull request inside other objects.
    func brief(_ pull: BitbucketPullRequest) -> JSONValue {
        [
            "type": "pullrequest", "id": .int(pull.number), "title": .string(pull.title),
            "links": ["self": ["href": .string("\(api)/pullrequests/\(pull.number)")]],
        ]
    }
}
