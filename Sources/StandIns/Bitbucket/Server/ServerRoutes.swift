import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A Server's REST, git and git-lfs, below its context path.
struct ServerRoutes: Sendable {
    let server: StandInBitbucket

    typealias Answer = @Sendable (ServerAnswers, Request, StandInContext) throws -> JSONValue

    private var context: String { server.configuration.contextPath }
    private var repository: String { "rest/api/:version/projects/:key/repos/:slug" }

    func add(to router: Router<StandInContext>) {
        addRepository(to: router)
        addPullRequests(to: router)
        addSettings(to: router)
        addFiles(to: router)
        addGit(to: router)
    }

    // MARK: Groups of routes

    private func addRepository(to router: Router<StandInContext>) {
        router.get(path("rest/api/:version/application-properties")) { _, _ in
            let version = server.configuration.version
            return Response.json([
                "version": .string(version), "buildNumber": "9004018", "buildDate": "1734000000000",
                "displayName": "Bitbucket",
            ])
        }
        get(repository, on: router) { answers, _, _ in answers.repository }
        get("\(repository)/default-branch", on: router) { answers, _, _ in
            answers.branch(answers.project.defaultBranch)
        }
        get("\(repository)/branches/default", on: router) { answers, _, _ in
            answers.branch(answers.project.defaultBranch)
        }
        list("\(repository)/labels", on: router) { answers, _, _ in
            answers.project.settings.labels.map { ["name": .string($0)] }
        }
        list("\(repository)/forks", on: router) { answers, _, _ in
            answers.project.forkOwners.map { answers.fork(of: $0) }
        }
        list("\(repository)/branches", on: router) { answers, _, _ in answers.branches }
        list("\(repository)/tags", on: router) { answers, _, _ in answers.tags }
        list("\(repository)/commits/:commit/comments", on: router) { answers, request, context in
            guard let path = request.uri.queryParameters["path"] else {
                throw BitbucketError(
                    status: .badRequest, message: "The path parameter is required.",
                    exception: "validation.ArgumentValidationException")
            }
            return answers.commitComments(
                context.parameters.get("commit") ?? "", path: path.removingPercentEncoding ?? String(path))
        }
        get("\(repository)/commits/:commit", on: router) { answers, _, context in
            try answers.commit(named: context.parameters.get("commit") ?? "")
        }
    }

    private func addPullRequests(to router: Router<StandInContext>) {
        let pulls = "\(repository)/pull-requests"
        list(pulls, cap: server.configuration.pageCaps.pullRequests, on: router) { answers, request, _ in
            let query = request.uri.queryParameters
            let state = query["state"].map { String($0) } ?? "OPEN"
            var shown = answers.project.pullRequests.filter { state == "ALL" || $0.state.rawValue == state }
            if query["order"] != "OLDEST" { shown.reverse() }
            return query["direction"] == "OUTGOING" ? [] : shown.map { answers.pullRequest($0) }
        }
        get("\(pulls)/:number", on: router) { answers, _, context in
            answers.pullRequest(try answers.find(context))
        }
        list("\(pulls)/:number/activities", cap: server.configuration.pageCaps.activities, on: router) {
            answers, _, context in
            answers.activities(of: try answers.find(context))
        }
        list("\(pulls)/:number/participants", on: router) { answers, _, context in
            answers.people(of: try answers.find(context))
        }
        get("\(pulls)/:number/comments/:comment", on: router) { answers, _, context in
            let number = try answers.find(context).number
            let id = context.parameters.get("comment", as: Int.self)
            guard let comment = answers.project.comments.first(where: { $0.id == id && $0.pullRequest == number })
            else {
                throw BitbucketError.notFound("Comment \(id ?? 0) does not exist.", "comment.NoSuchCommentException")
            }
            return answers.comment(comment)
        }
        list("\(pulls)/:number/blocker-comments", on: router) { answers, _, context in
            answers.tasks(of: try answers.find(context).number)
        }
        list("\(pulls)/:number/commits", on: router) { answers, _, context in
            try answers.find(context).commits.reversed().map { answers.commit($0) }
        }
    }

    private func addSettings(to router: Router<StandInContext>) {
        let people: [(path: String, isOfProject: Bool, isGroup: Bool)] = [
            ("\(repository)/permissions/users", false, false), ("\(repository)/permissions/groups", false, true),
            ("rest/api/:version/projects/:key/permissions/users", true, false),
            ("rest/api/:version/projects/:key/permissions/groups", true, true),
        ]
        for entry in people {
            list(entry.path, level: .admin, on: router) { answers, _, _ in
                answers.permissions(isOfProject: entry.isOfProject, isGroup: entry.isGroup)
            }
        }
        for path in ["projects/:key/repos/:slug/restrictions", "projects/:key/restrictions"] {
            let isOfProject = !path.contains(":slug")
            list("rest/branch-permissions/:version/\(path)", level: .admin, on: router) { answers, _, _ in
                answers.restrictions(isOfProject: isOfProject)
            }
        }
        get("rest/default-reviewers/:version/projects/:key/repos/:slug/conditions", on: router) { answers, _, _ in
            .array(answers.defaultReviewers)
        }
        list("rest/required-builds/:version/projects/:key/repos/:slug/conditions", on: router) { answers, _, _ in
            answers.requiredBuilds
        }
        list("\(repository)/settings/reviewer-groups", on: router) { answers, _, _ in answers.reviewerGroups }
        get("\(repository)/settings/pull-requests", on: router) { answers, _, _ in answers.pullRequestSettings }
        list("\(repository)/webhooks", level: .admin, on: router) { answers, _, _ in answers.webhooks }
        list("rest/keys/:version/projects/:key/repos/:slug/ssh", level: .admin, on: router) { answers, _, _ in
            answers.deployKeys
        }
    }

    private func addFiles(to router: Router<StandInContext>) {
        router.get(path("\(repository)/attachments/**")) { request, context in
            let answers = try answers(request, context)
            let parts = request.uri.path.split(separator: "/attachments/", maxSplits: 1)
            let name = parts.last.map(String.init)?.removingPercentEncoding ?? ""
            let file = answers.project.files.first { BitbucketTexts.identifier(of: $0) == name }
            guard let file, !file.isMissing else {
                throw BitbucketError.notFound(
                    "Attachment \(name) does not exist.", "attachment.NoSuchAttachmentException")
            }
            return Response.file(file)
        }
    }

    private func addGit(to router: Router<StandInContext>) {
        let git = "scm/:key/:repo"
        router.get(path("\(git)/info/refs")) { request, context in
            guard request.uri.queryParameters["service"] == "git-upload-pack" else {
                return Response(status: .forbidden)
            }
            return try await server.git(request, folder: folder(context), path: "/info/refs")
        }
        router.post(path("\(git)/git-upload-pack")) { request, context in
            try await server.git(request, folder: folder(context), path: "/git-upload-pack")
        }
        router.post(path("\(git)/info/lfs/objects/batch")) { request, context in
            guard try server.caller(request, forGit: true) != nil else { throw BitbucketError.notAuthenticated }
            guard folder(context) != nil else { throw BitbucketError.notFound("Repository not found") }
            return try await LargeFiles(
                files: server.project.largeFiles, store: "\(server.url)/rest/git-lfs/storage"
            ).batch(request)
        }
        router.get(path("rest/git-lfs/storage/:oid")) { request, context in
            try LargeFiles.object(context.parameters.get("oid"), of: server.project.largeFiles, for: request)
        }
    }

    private func folder(_ context: StandInContext) -> String? {
        let hosted = server.hosted
        let key = context.parameters.get("key")?.lowercased()
        let isThis =
            key == hosted.project.key.lowercased() && context.parameters.get("repo") == "\(hosted.project.slug).git"
        return isThis ? hosted.content.repository : nil
    }

    // MARK: One route

    private func path(_ path: String) -> RouterPath { RouterPath("\(context)/\(path)") }

    private func get(
        _ route: String, level: BitbucketSettings.Level = .read, on router: Router<StandInContext>,
        answer: @escaping Answer
    ) {
        router.get(path(route)) { request, context in
            Response.json(try answer(try answers(request, context, level: level), request, context))
        }
    }

    private func list(
        _ route: String, level: BitbucketSettings.Level = .read, cap: Int? = nil,
        on router: Router<StandInContext>,
        rows: @escaping @Sendable (ServerAnswers, Request, StandInContext) throws -> [JSONValue]
    ) {
        let configuration = server.configuration
        get(route, level: level, on: router) { answers, request, context in
            let page = ServerPage(
                request, cap: cap ?? configuration.pageCaps.others, isSparse: configuration.hasSparsePages)
            return page.answer(try rows(answers, request, context)) { $0 }
        }
    }

    /// What is needed for an answer, once it is clear that the caller may have it.
    private func answers(
        _ request: Request, _ context: StandInContext, level: BitbucketSettings.Level = .read
    ) throws -> ServerAnswers {
        let account = try server.caller(request)
        let hosted = server.hosted
        let key = context.parameters.get("key") ?? ""
        guard key.lowercased() == hosted.project.key.lowercased() else {
            throw BitbucketError.notFound("Project \(key) does not exist.", "project.NoSuchProjectException")
        }
        let slug = context.parameters.get("slug") ?? hosted.project.slug
        let isGone = server.state.withLock { $0.isGone }
        guard slug.lowercased() == hosted.project.slug, !isGone else {
            throw BitbucketError.notFound(
                "Repository \(key)/\(slug) does not exist.", "repository.NoSuchRepositoryException")
        }
        let mayRead = hosted.project.isPublic || account?.level != nil
        guard level == .read ? mayRead : account?.level == .admin else { throw BitbucketError.notPermitted }
        return ServerAnswers(server: server, hosted: hosted)
    }
}

extension Response {
    static func file(_ file: BitbucketFile) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: file.contentType, .contentDisposition: "attachment; filename=\"\(file.name)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}
