import Foundation
import Hummingbird

extension CloudRoutes {
    /// The issue tracker, as long as it answers.
    func addTracker(to router: Router<StandInContext>) {
        list("issues", .issues, on: router) { answers, request, _ in
            try demandTracker()
            return CloudQuery(request).apply(to: answers.project.issues) { issue, field in
                field == "updated_on" ? issue.updatedAt : issue.createdAt
            }.map { answers.issue($0) }
        }
        get("issues/:number", .issues, on: router) { answers, _, context in
            try answers.issue(find(answers, context))
        }
        list("issues/:number/comments", .issues, on: router) { answers, _, context in
            let number = try find(answers, context).number
            return answers.project.issueComments.filter { $0.issue == number }.map { answers.issueComment($0) }
        }
        list("issues/:number/changes", .issues, on: router) { answers, _, context in
            let number = try find(answers, context).number
            return answers.project.issueChanges.filter { $0.issue == number }.map { answers.issueChange($0) }
        }
        list("issues/:number/attachments", .issues, on: router) { answers, _, context in
            let issue = try find(answers, context)
            return answers.attachments(of: issue)
        }
        router.get(RouterPath("\(base)/issues/:number/attachments/:name")) { request, context in
            let access = CloudAccess(server: server)
            _ = try access.charge(try access.admit(request, scope: Demands.issues.fullScope, level: .read))
            let issue = try find(CloudAnswers(server: server, hosted: server.hosted), context)
            let name = context.parameters.get("name") ?? ""
            let plain = name.removingPercentEncoding ?? name
            let file = issue.attachments.compactMap { server.project.file($0) }.first { $0.name == plain }
            guard let file, !file.isMissing else { throw BitbucketError.notFound("No such attachment") }
            return server.redirect(to: file, kind: "attachments")
        }
        for kind in ["milestones", "components", "versions"] {
            list(kind, .issues, on: router) { answers, _, _ in
                try demandTracker()
                return answers.names(kind)
            }
        }
    }

    private func demandTracker() throws {
        guard server.configuration.hasTracker else {
            throw BitbucketError(
                status: .init(code: server.configuration.goneStatus), message: "Repository has no issue tracker.")
        }
    }

    private func find(_ answers: CloudAnswers, _ context: StandInContext) throws -> BitbucketIssue {
        try demandTracker()
        let number = context.parameters.get("number", as: Int.self) ?? 0
        guard let issue = answers.project.issues.first(where: { $0.number == number }) else {
            throw BitbucketError.notFound("No Issue matches the given query.")
        }
        return issue
    }
}
