import Hummingbird
import NIOCore

extension RESTRoutes {
    /// The repository and what it has few of.
    func addRepository(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)") { request, context in
            let answers = try answers(request, context)
            return tagged(answers.wholeRepository(canPush: context.token?.canPush ?? false))
        }
        group.get("\(base)/topics") { request, context in
            Response.json(["names": JSONValue(try answers(request, context).project.repository.topics)])
        }
        group.get("\(base)/labels") { request, context in
            let answers = try answers(request, context)
            let labels = answers.project.labels
            return try list(request, answers, path: "labels", count: labels.count) { answers.label(labels[$0]) }
        }
        group.get("\(base)/milestones") { request, context in
            let answers = try answers(request, context)
            let state = SampleIssue.State(request, default: .open)
            let milestones = answers.project.milestones.filter { state == nil || $0.state == state }
            return try list(request, answers, path: "milestones", count: milestones.count) {
                answers.milestone(milestones[$0])
            }
        }
        group.get("\(base)/collaborators") { request, context in
            let answers = try answers(request, context)
            guard context.token?.canPush == true else { throw GitHubError.mustPush }
            let people = collaborators(request, answers.project)
            return try list(request, answers, path: "collaborators", count: people.count) {
                answers.collaborator(people[$0])
            }
        }
        addBranches(to: group, base)
        addReleases(to: group, base)
    }

    private func addBranches(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/branches") { request, context in
            let answers = try answers(request, context)
            let onlyProtected = request.uri.queryParameters["protected"] == "true"
            let branches = answers.project.history.refs.filter { $0.name.hasPrefix("refs/heads/") }
                .filter { !onlyProtected || answers.project.protectedBranches.contains(String($0.name.dropFirst(11))) }
            return try list(request, answers, path: "branches", count: branches.count) { answers.branch(branches[$0]) }
        }
    }

    private func addReleases(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/releases") { request, context in
            let answers = try answers(request, context)
            // Drafts are seen only by who can push; the newest comes first.
            let releases = answers.project.releases.reversed().filter { !$0.isDraft || context.token?.canPush == true }
            return try list(request, answers, path: "releases", count: releases.count) { answers.release(releases[$0]) }
        }
    }
}

extension SampleIssue.State {
    /// The `state` a list is asked for; nil for `all`.
    init?(_ request: Request, default standard: SampleIssue.State) {
        switch request.uri.queryParameters["state"] {
        case "open": self = .open
        case "closed": self = .closed
        case "all": return nil
        default: self = standard
        }
    }
}
