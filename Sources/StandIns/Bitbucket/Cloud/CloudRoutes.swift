import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Cloud's REST below `/2.0`; its pages, git and git-lfs are at the root.
struct CloudRoutes: Sendable {
    let server: StandInBitbucket

    /// What a route demands and how it answers.
    struct Demands: Sendable {
        var scope = "repository"
        var level = BitbucketSettings.Level.read
        /// The longest page.
        var cap = 100
        var isOpaque = false
        /// Members left out of objects unless they are asked for.
        var hidden: Set<String> = []

        static let repository = Demands()
        static let pulls = Demands(scope: "pullrequest", cap: 50, hidden: ["reviewers", "participants", "rendered"])
        static let onPull = Demands(scope: "pullrequest")
        static let activity = Demands(scope: "pullrequest", cap: 50, isOpaque: true)
        static let admin = Demands(scope: "admin:repository:bitbucket", level: .admin)
        static let issues = Demands(scope: "issue")

        var fullScope: String { scope.contains(":") ? scope : "read:\(scope):bitbucket" }
    }

    let base = "/2.0/repositories/:workspace/:slug"

    func add(to router: Router<StandInContext>) {
        addRepository(to: router)
        addPullRequests(to: router)
        addSettings(to: router)
        addTracker(to: router)
        CloudWebRoutes(server: server).add(to: router)
    }

    private func addRepository(to router: Router<StandInContext>) {
        router.get("/2.0/user") { request, context in
            let account = try server.caller(request)
            guard let account else { throw BitbucketError.notAuthorized }
            let scope = "read:user:bitbucket"
            guard account.scopes.contains(scope) else {
                throw BitbucketError.missingScope(scope, granted: account.scopes)
            }
            return Response.json(CloudAnswers(server: server, hosted: server.hosted).person("mira") ?? .null)
        }
        router.get(RouterPath(base)) { request, context in
            try respond(request, context, .repository) { answers, _ in
                let workspace = context.parameters.get("workspace") ?? ""
                return answers.project.forkOwners.contains(workspace)
                    ? answers.fork(of: workspace) : answers.repository
            }
        }
        get("commit/:hash", .repository, on: router) { answers, _, context in
            try answers.commit(named: context.parameters.get("hash") ?? "")
        }
        list("commit/:hash/comments", .repository, on: router) { answers, _, context in
            answers.commitComments(on: context.parameters.get("hash") ?? "")
        }
        list("commit/:hash/statuses", .repository, on: router) { _, _, _ in [] }
        list("refs/branches", .repository, on: router) { answers, _, _ in answers.branches }
        list("refs/tags", .repository, on: router) { answers, _, _ in answers.tags }
        list("forks", .repository, on: router) { answers, _, _ in
            answers.project.forkOwners.map { answers.fork(of: $0) }
        }
        list("watchers", .repository, on: router) { _, _, _ in [] }
        list("downloads", .repository, on: router) { answers, _, _ in answers.downloads }
        router.get(RouterPath("\(base)/downloads/:name")) { request, context in
            let account = try CloudAccess(server: server).admit(
                request, scope: "read:repository:bitbucket", level: .read)
            _ = try CloudAccess(server: server).charge(account)
            let name = context.parameters.get("name") ?? ""
            let plain = name.removingPercentEncoding ?? name
            guard let file = server.project.downloads.first(where: { $0.name == plain }) else {
                throw BitbucketError.notFound("No such download")
            }
            return server.redirect(to: file, kind: "downloads")
        }
    }

    private func addPullRequests(to router: Router<StandInContext>) {
        list("pullrequests", .pulls, on: router) { answers, request, _ in answers.pullRequests(request) }
        list("pullrequests/activity", .activity, on: router) { answers, _, _ in
            guard server.configuration.hasFeed else { throw BitbucketError.notFound("Not found") }
            return answers.activity(of: nil)
        }
        get("pullrequests/:number", .onPull, on: router) { answers, _, context in
            answers.pullRequest(try answers.find(context))
        }
        list("pullrequests/:number/activity", .activity, on: router) { answers, _, context in
            answers.activity(of: try answers.find(context).number)
        }
        list("pullrequests/:number/comments", .onPull, on: router) { answers, request, context in
            let number = try answers.find(context).number
            let rows = answers.project.comments.filter { $0.pullRequest == number }
            return CloudQuery(request).apply(to: rows) { $1 == "updated_on" ? $0.updatedAt : $0.createdAt }
                .map { answers.comment($0) }
        }
        get("pullrequests/:number/comments/:comment", .onPull, on: router) { answers, _, context in
            let id = context.parameters.get("comment", as: Int.self)
            guard let comment = answers.project.comments.first(where: { $0.id == id }) else {
                throw BitbucketError.notFound("No such comment")
            }
            return answers.comment(comment)
        }
        list("pullrequests/:number/tasks", .onPull, on: router) { answers, _, context in
            let number = try answers.find(context).number
            return answers.project.tasks.filter { $0.pullRequest == number }.map { answers.task($0) }
        }
        list("pullrequests/:number/commits", .onPull, on: router) { answers, _, context in
            try answers.find(context).commits.reversed().map { answers.commit($0) }
        }
        list("pullrequests/:number/statuses", .onPull, on: router) { _, _, _ in [] }
    }

    private func addSettings(to router: Router<StandInContext>) {
        list("branch-restrictions", .admin, on: router) { answers, _, _ in answers.restrictions }
        list("default-reviewers", .onPull, on: router) { answers, _, _ in
            answers.defaultReviewers(isEffective: false)
        }
        list("effective-default-reviewers", .onPull, on: router) { answers, _, _ in
            answers.defaultReviewers(isEffective: true)
        }
        list("permissions-config/users", .admin, on: router) { answers, _, _ in answers.permissions(isGroup: false) }
        list("permissions-config/groups", .admin, on: router) { answers, _, _ in answers.permissions(isGroup: true) }
        for name in ["branching-model", "effective-branching-model"] {
            get(name, .repository, on: router) { answers, _, _ in answers.branchingModel }
        }
        let hooks = Demands(scope: "webhook")
        list("hooks", hooks, on: router) { answers, _, _ in answers.hooks }
        list("deploy-keys", .admin, on: router) { answers, _, _ in answers.deployKeys }
        let pipelines = Demands(scope: "pipeline")
        for name in ["environments", "deployments_config/environments"] {
            list(name, pipelines, on: router) { answers, _, _ in answers.environments }
        }
        list("pipelines_config/variables", pipelines, on: router) { answers, _, _ in answers.variables }
        list("pipelines", pipelines, on: router) { _, _, _ in [] }
        router.get("/2.0/workspaces/:workspace/members") { request, context in
            try respond(request, context, Demands(scope: "workspace")) { answers, request in
                try CloudPage(request, cap: 100, isOpaque: false, origin: server.origin).answer(answers.members)
            }
        }
    }

    // MARK: One route

    func get(
        _ path: String, _ demands: Demands, on router: Router<StandInContext>,
        answer: @escaping @Sendable (CloudAnswers, Request, StandInContext) throws -> JSONValue
    ) {
        router.get(RouterPath("\(base)/\(path)")) { request, context in
            try respond(request, context, demands) { answers, request in try answer(answers, request, context) }
        }
    }

    func list(
        _ path: String, _ demands: Demands, on router: Router<StandInContext>,
        rows: @escaping @Sendable (CloudAnswers, Request, StandInContext) throws -> [JSONValue]
    ) {
        router.get(RouterPath("\(base)/\(path)")) { request, context in
            try respond(request, context, demands, isList: true) { answers, request in
                let page = try CloudPage(
                    request, cap: demands.cap, isOpaque: demands.isOpaque, origin: server.origin)
                return page.answer(try rows(answers, request, context))
            }
        }
    }

    private func respond(
        _ request: Request, _ context: StandInContext, _ demands: Demands, isList: Bool = false,
        answer: (CloudAnswers, Request) throws -> JSONValue
    ) throws -> Response {
        let access = CloudAccess(server: server)
        let account = try access.admit(request, scope: demands.fullScope, level: demands.level)
        let bucket: RateBucket?
        do { bucket = try access.charge(account) } catch let limit as CloudLimit { return limit.response(server) }
        let hosted = server.hosted
        let workspace = context.parameters.get("workspace") ?? hosted.project.workspace
        let slug = context.parameters.get("slug") ?? hosted.project.slug
        let isKnown = workspace == hosted.project.workspace || hosted.project.forkOwners.contains(workspace)
        guard isKnown, slug == hosted.project.slug, !server.state.withLock({ $0.isGone }) else {
            throw BitbucketError.notFound("Repository \(workspace)/\(slug) not found")
        }
        let whole = try answer(CloudAnswers(server: server, hosted: hosted), request)
        let asked = request.uri.queryParameters["fields"].map { String($0) }
        let fields = CloudFields(
            server.configuration.ignoresFields ? nil : asked?.replacing("%2B", with: "+").removingPercentEncoding)
        let hidden = server.configuration.ignoresFields ? [] : demands.hidden
        var response = Response.json(fields.apply(to: whole, hidden: hidden, isList: isList))
        access.addHeaders(to: &response, bucket)
        return response
    }
}
