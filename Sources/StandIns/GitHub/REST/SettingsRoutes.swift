import Hummingbird

extension RESTRoutes {
    /// Who may do what in the repository, and settings that only administrators see.
    func addSettings(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/teams") { request, context in
            let answers = try answers(request, context)
            guard context.token?.canPush == true else { throw GitHubError.mustPush }
            let teams = answers.project.settings.teams
            return try list(request, answers, path: "teams", count: teams.count) { answers.team(teams[$0]) }
        }
        group.get("\(base)/hooks") { request, context in
            try administered(request, context, path: "hooks") { $0.project.settings.others.hooks }
        }
        group.get("\(base)/autolinks") { request, context in
            try administered(request, context, path: "autolinks") { $0.project.settings.others.autolinks }
        }
        group.get("\(base)/tags/protection") { request, context in
            let answers = try answers(request, context)
            guard context.token?.canPush == true else { throw GitHubError.notFound }
            let patterns = answers.project.settings.tagPatterns
            return try list(request, answers, path: "tags/protection", count: patterns.count) {
                ["id": .int($0 + 1), "pattern": .string(patterns[$0])]
            }
        }
    }

    /// A list of things that are only counted; for others than administrators it is not there.
    private func administered(
        _ request: Request, _ context: StandInContext, path: String, _ count: (Answers) -> Int
    ) throws -> Response {
        let answers = try answers(request, context)
        guard context.token?.canPush == true else { throw GitHubError.notFound }
        return try list(request, answers, path: path, count: count(answers)) { ["id": .int($0 + 1)] }
    }

    /// The collaborators of an affiliation.
    func collaborators(_ request: Request, _ project: SampleProject) -> [SampleUser] {
        let everybody = project.users.filter { $0.role != nil }
        guard request.uri.queryParameters["affiliation"] == "outside" else { return everybody }
        return everybody.filter { project.settings.outsideCollaborators.contains($0.login) }
    }
}

extension Answers {
    /// An entry of the teams' list.
    func team(_ team: SampleSettings.Team) -> JSONValue {
        [
            "id": .int(team.id), "name": .string(team.slug), "slug": .string(team.slug), "description": nil,
            "privacy": "closed", "url": "\(addresses.api)/teams/\(team.id)",
            "html_url": "\(addresses.web)/orgs/\(project.repository.owner)/teams/\(team.slug)",
            "permission": .string(Self.oldNames[team.role] ?? "pull"), "permissions": permissions(team.role),
            "parent": nil,
        ]
    }

    private static let oldNames: [SampleUser.Role: String] = [
        .read: "pull", .triage: "triage", .write: "push", .maintain: "maintain", .admin: "admin",
    ]

    /// What a role may do, each right apart.
    func permissions(_ role: SampleUser.Role?) -> JSONValue {
        let ladder: [SampleUser.Role] = [.read, .triage, .write, .maintain, .admin]
        let height = role.flatMap { ladder.firstIndex(of: $0) } ?? -1
        return [
            "admin": .bool(height >= 4), "maintain": .bool(height >= 3), "push": .bool(height >= 2),
            "triage": .bool(height >= 1), "pull": .bool(height >= 0),
        ]
    }
}
