import Hummingbird

/// git-lfs: the batch call of each repository, and the store its objects lie in.
struct LargeFileRoutes: Sendable {
    let server: StandInGitHub

    func add(to router: Router<StandInContext>) {
        router.post(":owner/:repo/info/lfs/objects/batch") { request, context in
            try await batch(request, context)
        }
        router.get("large-files/:id/:oid") { request, context in
            let project = context.parameters.get("id", as: Int.self).flatMap { server.hosted(id: $0) }?.project
            return try LargeFiles.object(context.parameters.get("oid"), of: project?.largeFiles ?? [], for: request)
        }
    }

    private func batch(_ request: Request, _ context: StandInContext) async throws -> Response {
        let name = context.parameters.get("repo") ?? ""
        let token = try server.token(of: request)
        let hosted = server.hosted("\(context.parameters.get("owner") ?? "")/\(name.dropLast(4))")
        guard let hosted, hosted.isVisible(to: token) else { throw GitHubError.notFound }
        let web = Addresses(request, prefix: "", fallback: server.url).web
        return try await LargeFiles(
            files: hosted.project.largeFiles, store: "\(web)/large-files/\(hosted.project.repository.id)"
        ).batch(request)
    }
}
